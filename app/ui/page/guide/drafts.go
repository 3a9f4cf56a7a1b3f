package guide

import (
	"strconv"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// drafts keeps what the fields of the page were not let have, with the session.
type drafts struct{ page *Page }

var _ widget.Shelf = drafts{}

// Refused implements [widget.Shelf].
func (s drafts) Refused(about string) map[string]widget.Refused {
	drafts := s.page.session.Drafts(about)
	if len(drafts) == 0 {
		return nil
	}
	refused := make(map[string]widget.Refused, len(drafts))
	for part, d := range drafts {
		r := widget.Refused{Text: d.Text, Fault: d.Fault()}
		if r.Fault != nil {
			r.Reason = s.page.words.Error(r.Fault)
		}
		refused[part] = r
	}
	return refused
}

// Keep implements [widget.Shelf].
func (s drafts) Keep(about, part string, r *widget.Refused) {
	if r == nil {
		s.page.session.KeepDraft(about, part, nil)
		return
	}
	draft := edit.DraftOf(r.Text, edit.Place{Step: s.page.step}, r.Fault)
	s.page.session.KeepDraft(about, part, &draft)
}

// Blame implements [widget.Shelf].
func (s drafts) Blame(fault error) { s.page.notice.say(s.page.words.Error(fault), look.Wrong) }

// the name of the fields of the head of the form on the shelf, of which the subject is the field: wherever they can be typed into, the same
// refused text stands.
const draftField = "field"

// settle forgets what was refused in a field of the head of the form: it was filled in some other way.
func (p *Page) settle(f edit.Field) {
	p.session.KeepDraft(draftField+"/"+string(f), "", nil)
	p.refresh()
}

// remind says that input which was refused before still waits, and offers to go there.
func (p *Page) remind() {
	count, first := p.session.Waiting()
	if count == 0 {
		return
	}
	w := p.words
	p.notice.offer(w.Say("guide.drafts.waiting", "count", strconv.Itoa(count)), look.Warn, w.Say("guide.drafts.show"), func() {
		p.Go(first, true)
		if t, ok := p.screens[first.Step].(table); ok {
			t.cells().SelectDraft()
		}
	})
}
