package edit

import (
	"errors"
	"slices"
	"testing"

	"zhunsheng/scoring"
)

// listOf applies changes and returns the list of evidence.
func listOf(t *testing.T, s *Session, changes ...Change) []scoring.Evidence {
	t.Helper()
	for i, c := range changes {
		if err := s.Apply(c); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
	return s.Evaluation().Evidence
}

func TestFilesOfTheSameContentAreListedOnce(t *testing.T) {
	s := calm(t)
	before := len(s.Evaluation().Evidence)
	got := listOf(t, s,
		AddEvidence(scoring.Evidence{Name: "验收.pdf", SHA256: "aa", Pages: "1-3"}),
		AddEvidence(scoring.Evidence{Name: "验收（副本）.pdf", SHA256: "AA"}),
		AddEvidence(scoring.Evidence{Name: "会议纪要.pdf"}),
		AddEvidence(scoring.Evidence{Name: "会议纪要.pdf", SHA256: "bb", Pages: "1-2"}), // what was only named is a file now
	)[before:]
	if len(got) != 2 || got[0].Name != "验收.pdf" || got[1].SHA256 != "bb" || got[1].Pages != "1-2" {
		t.Errorf("listed %+v", got)
	}
	other := listOf(t, s, AddEvidence(scoring.Evidence{Name: "验收.pdf", SHA256: "cc"}))
	if len(other) != before+3 {
		t.Errorf("another file of a known name: %d pieces, want %d", len(other), before+3)
	}
}

func TestLinksAndRemoval(t *testing.T) {
	s := calm(t)
	id := s.Evaluation().Indicators[2].ID
	before := len(s.Evaluation().Evidence)
	piece := listOf(t, s, AddEvidence(scoring.Evidence{Name: "a.pdf", SHA256: "aa"}))[before].ID
	proves := func() bool { return slices.Contains(s.Evaluation().Indicators[2].Evidence, piece) }
	listOf(t, s, Link(piece, id, true), SetEvidenceNote(piece, "问卷120份"), SetEvidenceName(piece, " 问卷  汇总 "))
	if got := s.Evaluation().Evidence[before]; !proves() || got.Name != "问卷 汇总" || got.Note != "问卷120份" {
		t.Errorf("linked %v, %+v", proves(), got)
	}
	if left := listOf(t, s, Link(piece, id, false)); proves() || len(left) != before+1 {
		t.Errorf("unlinked %v, %d on the list", proves(), len(left))
	}
	listOf(t, s, Link(piece, id, true))
	if left := listOf(t, s, RemoveEvidence(piece)); len(left) != before || proves() {
		t.Errorf("removed: %d on the list, linked %v", len(left), proves())
	}
	if place, _ := s.Undo(); place != (Place{Evidence, piece}) || !proves() {
		t.Errorf("undo went to %v, linked %v", place, proves())
	}
	var refused *Refusal
	for name, c := range map[string]Change{"no name": SetEvidenceName(piece, " "), "gone": Link("f99", id, true)} {
		if err := s.Apply(c); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEvidenceIsNeverMissing(t *testing.T) {
	s := calm(t)
	c := s.Completeness(Evidence)
	if !c.Optional || !c.Complete() || c.Total == 0 {
		t.Errorf("%+v", c)
	}
	listOf(t, s, Attach(s.Evaluation().Indicators[0].ID, scoring.Evidence{Name: "a"}))
	if after := s.Completeness(Evidence); after.Done < c.Done || after.Done == 0 {
		t.Errorf("%+v after %+v", after, c)
	}
}
