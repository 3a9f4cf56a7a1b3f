package widget

// Refused is a text that was typed and not taken.
type Refused struct {
	Text   string
	Fault  error  // why it was refused; nil where it was not handed over yet
	Reason string // that as a sentence, from a shelf that knows it
}

// Shelf keeps what was typed and not taken for longer than a control shows it, so that it stands in its place again with what is wrong with
// it. about is what a control is about: its own name and, after a stroke, that of its subject, such as an indicator. part is a cell of it, ""
// for a field.
type Shelf interface {
	// Refused returns what waits, by part.
	Refused(about string) map[string]Refused
	// Keep keeps a text in place of the one before; nil forgets it: it was taken, or taken back.
	Keep(about, part string, r *Refused)
	// Blame says what is wrong with the text in the place that has got the keyboard.
	Blame(fault error)
}

// memory is the shelf of a control that was given none: it lasts as long as the control.
type memory map[string]map[string]Refused

var _ Shelf = memory{}

// Refused implements [Shelf].
func (m memory) Refused(about string) map[string]Refused { return m[about] }

// Keep implements [Shelf].
func (m memory) Keep(about, part string, r *Refused) {
	if r == nil {
		delete(m[about], part)
		return
	}
	if m[about] == nil {
		m[about] = map[string]Refused{}
	}
	m[about][part] = *r
}

// Blame implements [Shelf].
func (m memory) Blame(error) {}

// on is where a control keeps what was refused: a shelf and its own name there.
type on struct {
	shelf   Shelf
	name    string
	subject string
}

// lies returns the shelf; without one of its owner's the control has one of its own.
func (o *on) lies() Shelf {
	if o.shelf == nil {
		o.shelf = memory{}
	}
	return o.shelf
}

func (o *on) about() string { return o.name + "/" + o.subject }

func (o *on) refused() map[string]Refused { return o.lies().Refused(o.about()) }

func (o *on) keep(part string, r *Refused) { o.lies().Keep(o.about(), part, r) }
