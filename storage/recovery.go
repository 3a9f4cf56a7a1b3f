package storage

import (
	"fmt"
	"strconv"

	"zhunsheng/scoring"
)

// Cause is why a store had to be mended.
type Cause string

// The causes.
const (
	CauseNone     Cause = ""
	CauseEnded    Cause = "ended"    // the program was ended while the store was open; the database is whole
	CausePower    Cause = "power"    // the machine was switched off, or the folder was copied, while the store was open
	CauseOpening  Cause = "opening"  // the program ended while it opened the database
	CauseDamaged  Cause = "damaged"  // files of the database were damaged or missing
	CauseJournal  Cause = "journal"  // files of the journal were damaged or missing
	CauseMigrated Cause = "migrated" // the store had an older format
)

// Recovery says what had to be mended when a store was opened, for one sentence to the user. The zero Recovery says that nothing was.
type Recovery struct {
	Cause    Cause
	Detail   string // technical: which file, what was wrong with it
	Rebuilt  bool   // the database was made again from a snapshot and the journal
	Snapshot uint64 // number of the last change in the snapshot that was used, 0: none
	Replayed int    // actions taken from the journal
	Torn     bool   // an unfinished, never acknowledged action was dropped
	// LostHistory are actions whose entries cannot be read. What they did is there all the same, unless it is in LostChanges too.
	LostHistory []Range
	// LostChanges are actions whose effect is lost; Affected are the records that may therefore be older than they were, where known.
	LostChanges []Range
	Affected    []string
	Aside       string // where the broken database is, in the store's folder; "" where it was not kept
}

// Range is a range of actions by number, both ends included.
type Range struct{ First, Last uint64 }

func (r Range) count() uint64 { return r.Last - r.First + 1 }

// IsZero reports whether nothing had to be mended.
func (r Recovery) IsZero() bool { return r.Cause == CauseNone }

// Lost reports whether anything that was acknowledged is lost.
func (r Recovery) Lost() bool { return len(r.LostChanges) > 0 || len(r.LostHistory) > 0 }

// Message names the one sentence for the user.
func (r Recovery) Message() scoring.Message {
	if r.IsZero() {
		return scoring.Message{}
	}
	args := scoring.Args{
		"detail": r.Detail, "replayed": strconv.Itoa(r.Replayed), "lost": "", "count": "", "affected": fmt.Sprint(len(r.Affected)),
	}
	describe := func(ranges []Range) {
		var total uint64
		for _, one := range ranges {
			total += one.count()
		}
		args["count"] = strconv.FormatUint(total, 10)
		args["lost"] = fmt.Sprintf("%d-%d", ranges[0].First, ranges[len(ranges)-1].Last)
	}
	switch {
	case len(r.LostChanges) > 0:
		describe(r.LostChanges)
		return scoring.Message{Key: "storage.recovered.changes-lost", Args: args}
	case len(r.LostHistory) > 0:
		describe(r.LostHistory)
		return scoring.Message{Key: "storage.recovered.history-lost", Args: args}
	}
	return scoring.Message{Key: "storage.recovered." + string(r.Cause), Args: args}
}

// missing adds the actions between two numbers, both excluded, to ranges.
func missing(ranges []Range, after, before uint64) []Range {
	if before <= after+1 {
		return ranges
	}
	return append(ranges, Range{First: after + 1, Last: before - 1})
}
