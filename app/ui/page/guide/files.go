package guide

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/evidence"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/scoring"
)

// Evidence keeps files of evidence. Its methods are called from background goroutines; see package desk.
type Evidence interface {
	// KeepEvidence copies a file into the store and looks into it. progress is called with bytes done and bytes in all.
	KeepEvidence(ctx context.Context, path string, progress func(done, total int64)) (desk.EvidenceFile, error)
	// EvidenceFile looks into a file that is kept.
	EvidenceFile(ctx context.Context, digest string) (desk.EvidenceFile, error)
	// EvidenceHere reports for each digest whether its file is kept.
	EvidenceHere(ctx context.Context, digests []string) (map[string]bool, error)
	// CopyEvidence writes a file out, to be opened by another program, and returns its path.
	CopyEvidence(ctx context.Context, digest, name string) (string, error)
}

// files brings evidence into the store, one file after the other, and knows which files are there.
type files struct {
	page    *Page
	here    map[string]bool // by digest, as far as it was asked
	waiting []incoming
	busy    bool
	current string // the file that is being kept
	kept    int    // since nothing waited
	keeping task.Slot
	asking  task.Slot
	opening task.Slot
}

// incoming is a file on its way into the store.
type incoming struct {
	path      string
	indicator string            // what it proves; "" only puts it on the list
	missing   *scoring.Evidence // the piece that it is handed in for; nil for a new one
}

func newFiles(p *Page) *files { return &files{page: p, here: make(map[string]bool)} }

// pick lets the user choose files.
func (f *files) pick(then func(path string)) {
	f.page.needs.Pick(picker.Question{Title: f.page.words.Say("ui.evidence.pick"), Many: func(paths []string) {
		for _, path := range paths {
			then(path)
		}
	}}, then)
}

// pickOne lets the user choose one file.
func (f *files) pickOne(then func(path string)) {
	f.page.needs.Pick(picker.Question{Title: f.page.words.Say("ui.evidence.pick")}, then)
}

// take brings a file in as soon as those before it are there.
func (f *files) take(in incoming) {
	f.waiting = append(f.waiting, in)
	if !f.busy {
		f.kept = 0
		f.next()
	}
}

// progressEvery is how often a copy says how far it is.
const progressEvery = 250 * time.Millisecond

func (f *files) next() {
	if len(f.waiting) == 0 {
		f.busy = false
		return
	}
	f.busy = true
	in := f.waiting[0]
	f.waiting = f.waiting[1:]
	f.current = filepath.Base(in.path)
	p, name := f.page, f.current
	job := task.Run(p.needs.Runner, &f.keeping, func(ctx context.Context, progress *task.Progress) (desk.EvidenceFile, error) {
		return p.needs.Evidence.KeepEvidence(ctx, in.path, func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		})
	}, func(file desk.EvidenceFile, err error) {
		p.notice.clear()
		if err != nil {
			p.needs.Fail(err)
		} else {
			f.arrived(in, file)
		}
		f.next()
	})
	p.needs.Runner.Watch(job, progressEvery, func(value, total int64) {
		if total > 0 && f.busy {
			p.notice.offer(p.words.Say("guide.evidence.keeping", "file", name, "percent", strconv.FormatInt(value*100/total, 10)), look.Current,
				p.words.Say("ui.dialog.cancel"), func() {
					f.waiting = nil
					job.Cancel()
				})
		}
	})
}

// KeepingError says that a file of evidence is still being copied into the store.
type KeepingError struct{ Name string }

// Error names the file.
func (e *KeepingError) Error() string { return "still keeping the file " + e.Name }

// Message names the sentence for the user.
func (e *KeepingError) Message() scoring.Message {
	return scoring.Message{Key: "error.evidence-keeping", Args: scoring.Args{"file": e.Name}}
}

// underWay returns a [*KeepingError] while files are on their way.
func (f *files) underWay() error {
	if !f.busy {
		return nil
	}
	return &KeepingError{Name: f.current}
}

// stop gives up what is on its way.
func (f *files) stop() {
	f.waiting, f.busy = nil, false
	f.keeping.Drop()
}

// arrived makes a file that is in the store part of the evaluation.
func (f *files) arrived(in incoming, file desk.EvidenceFile) {
	p := f.page
	f.here[file.Digest] = true
	if in.missing != nil && in.missing.SHA256 != "" {
		if !strings.EqualFold(in.missing.SHA256, file.Digest) {
			p.notice.say(p.words.Say("guide.evidence.another", "file", file.Name, "wanted", in.missing.Name), look.Wrong)
			return
		}
		p.refresh()
		p.needs.Toast(p.words.Say("guide.evidence.delivered", "file", in.missing.Name), look.Fine)
		return
	}
	piece := scoring.Evidence{Name: file.Name, SHA256: file.Digest, Pages: allPages(file.Seen.Pages)}
	if in.missing != nil {
		piece.Name = in.missing.Name
	}
	change := edit.AddEvidence(piece)
	if in.indicator != "" {
		change = edit.Attach(in.indicator, piece)
	}
	if p.apply(change) != nil {
		return // a refusal was said
	}
	p.refresh() // a file that was known already changes nothing but that it is here
	if s, ok := p.screens[edit.Evidence].(*proof); ok && p.step == edit.Evidence {
		s.selectDigest(file.Digest)
	}
	if f.kept++; f.kept > 1 {
		p.needs.Toast(p.words.Say("guide.evidence.kept", "count", strconv.Itoa(f.kept)), look.Fine)
		return
	}
	p.needs.Toast(p.words.Say("ui.toast.attached", "file", file.Name), look.Fine)
}

// allPages names every page of a file, until somebody says on which of them the proof stands.
func allPages(count int) string {
	switch count {
	case 0:
		return ""
	case 1:
		return "1"
	}
	return "1-" + strconv.Itoa(count)
}

// ask finds out which files of the list are there and calls then if that was not known before.
func (f *files) ask(then func()) {
	var digests []string
	for _, piece := range f.page.session.Evaluation().Evidence {
		digest := strings.ToLower(piece.SHA256)
		if _, known := f.here[digest]; !known && digest != "" {
			digests = append(digests, digest)
		}
	}
	if len(digests) == 0 {
		return
	}
	keeper := f.page.needs.Evidence
	task.Run(f.page.needs.Runner, &f.asking, func(ctx context.Context, _ *task.Progress) (map[string]bool, error) {
		return keeper.EvidenceHere(ctx, digests)
	}, func(here map[string]bool, err error) {
		if err != nil {
			f.page.needs.Fail(err)
			return
		}
		for digest, is := range here {
			f.here[digest] = is
		}
		then()
	})
}

// open shows a file in the program that the system has for it. One that is not there can be handed in instead.
func (f *files) open(piece scoring.Evidence) {
	p := f.page
	digest := strings.ToLower(piece.SHA256)
	if !f.here[digest] {
		p.notice.offer(p.words.Say("guide.evidence.not-here", "file", piece.Name), look.Warn, p.words.Say("guide.evidence.deliver"), func() { f.deliver(piece) })
		return
	}
	task.Run(p.needs.Runner, &f.opening, func(ctx context.Context, _ *task.Progress) (string, error) {
		return p.needs.Evidence.CopyEvidence(ctx, digest, piece.Name)
	}, func(path string, err error) {
		if err == nil {
			err = p.needs.OpenFile(path)
		}
		if err != nil {
			p.needs.Fail(err)
		}
	})
}

// deliver asks for the file of a piece that is only listed.
func (f *files) deliver(piece scoring.Evidence) {
	f.pickOne(func(path string) { f.take(incoming{path: path, missing: &piece}) })
}

// state says whether a piece's file is there.
func (f *files) state(piece *scoring.Evidence) (text string, tone look.Tone) {
	w := f.page.words
	here, known := f.here[strings.ToLower(piece.SHA256)]
	switch {
	case piece.SHA256 == "":
		return w.Say("guide.evidence.state.named"), look.Quiet
	case here:
		return w.Say("guide.evidence.state.here"), look.Fine
	case known:
		return w.Say("guide.evidence.state.missing"), look.Warn
	}
	return "…", look.Quiet
}

// describe says in a line what a file is.
func (f *files) describe(file desk.EvidenceFile) string {
	w, seen := f.page.words, file.Seen
	parts := []string{w.Say("guide.evidence.kind." + string(seen.Kind)), sizeText(file.Size)}
	switch {
	case seen.Pages > 0:
		parts = append(parts, w.Say("guide.evidence.pages", "count", strconv.Itoa(seen.Pages)))
	case seen.Kind == evidence.Picture && seen.Width > 0:
		parts = append(parts, strconv.Itoa(seen.Width)+" × "+strconv.Itoa(seen.Height))
	}
	return strings.Join(parts, " · ")
}

// sizeText writes a size as file managers do, with one decimal place from a kilobyte up.
func sizeText(size int64) string {
	units := []string{"B", "KB", "MB", "GB"}
	value, unit, rest := size, 0, int64(0)
	for value >= 1024 && unit < len(units)-1 {
		value, rest, unit = value/1024, value%1024, unit+1
	}
	text := strconv.FormatInt(value, 10)
	if unit > 0 {
		text += "." + strconv.FormatInt(rest*10/1024, 10)
	}
	return text + " " + units[unit]
}

// pieceOf returns a piece of the evaluation's list.
func (p *Page) pieceOf(id string) (scoring.Evidence, bool) {
	for _, piece := range p.session.Evaluation().Evidence {
		if piece.ID == id {
			return piece, true
		}
	}
	return scoring.Evidence{}, false
}

// ErrNoFiles says that the page was given nothing to keep files in.
var ErrNoFiles = errors.New("there is no store for files of evidence")

// noFiles keeps nothing.
type noFiles struct{}

func (noFiles) KeepEvidence(context.Context, string, func(done, total int64)) (desk.EvidenceFile, error) {
	return desk.EvidenceFile{}, ErrNoFiles
}

func (noFiles) EvidenceFile(context.Context, string) (desk.EvidenceFile, error) {
	return desk.EvidenceFile{}, ErrNoFiles
}

func (noFiles) EvidenceHere(context.Context, []string) (map[string]bool, error) { return nil, nil }

func (noFiles) CopyEvidence(context.Context, string, string) (string, error) { return "", ErrNoFiles }
