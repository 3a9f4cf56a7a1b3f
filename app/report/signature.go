package report

import (
	"context"
	"fmt"
	"strings"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/app/sign"
)

// SignatureLook draws visible signatures with embedded fonts: role, name,
// time, reason and place where given, the end of the certificate's fingerprint
// and what kind of identity signed. It implements [sign.Appearance].
type SignatureLook struct {
	words Words
	faces *Faces
}

var _ sign.Appearance = (*SignatureLook)(nil)

// NewSignatureLook returns an appearance in the language of words. Faces may be
// nil for the embedded ones.
func NewSignatureLook(words Words, faces *Faces) *SignatureLook {
	return &SignatureLook{words: words, faces: faces}
}

// Draw implements [sign.Appearance]. Text is set smaller where it would not
// fit its box. The error is a [*layout.Error] for a box without room, or that
// of a damaged font.
func (l *SignatureLook) Draw(body *pdf.Body, stamp sign.Stamp) (*pdf.Form, error) {
	fs, err := newFaceSet(l.faces)
	if err != nil {
		return nil, err
	}
	w, h := layout.Length(stamp.Width*1000), layout.Length(stamp.Height*1000)
	lines := l.lines(&stamp)
	const margin = 3 * pt1
	room := h - 2*margin
	var parts layout.Length
	for _, ln := range lines {
		parts += ln.share
	}
	var blocks []layout.Block
	for _, ln := range lines {
		pitch := min(room*ln.share/parts, 30*pt1)
		st := style(ln.face, pitch*72/100)
		st.Color = ln.color
		blocks = append(blocks, layout.Paragraph{Spans: []layout.Span{{Text: ln.text, Style: st}}, Pitch: pitch, OneLine: true})
	}
	doc := &layout.Document{Sections: []layout.Section{{
		Frame:  layout.Frame{Width: w, Height: h, Top: margin, Bottom: margin, Left: 2 * margin, Right: 2 * margin},
		Blocks: []layout.Block{layout.Group(blocks)},
	}}}
	res, err := layout.Lay(context.Background(), doc, fs)
	if err != nil {
		return nil, fmt.Errorf("report: signature of %.0f by %.0f points: %w", stamp.Width, stamp.Height, err)
	}
	form := body.NewForm(pdf.Rect{X1: stamp.Width, Y1: stamp.Height})
	c := form.Content
	c.SetStroke(shade(colorBar))
	c.SetLineWidth(0.75)
	c.StrokeRect(0.5, 0.5, stamp.Width-1, stamp.Height-1)
	newInk(body, fs).page(c, &res.Pages[0])
	return form, nil
}

// shortened is the beginning of a comment, which has to fit one line; verification shows all of it.
func shortened(comment string) string {
	const most = 40
	if characters := []rune(strings.ReplaceAll(comment, "\n", " ")); len(characters) > most {
		return string(characters[:most]) + "…"
	}
	return comment
}

// colorReject marks a signed rejection; the word says it too.
const colorReject layout.Color = 0xb00020

// stampLine is one line of a visible signature; share is its part of the
// height.
type stampLine struct {
	text  string
	face  layout.FaceID
	share layout.Length
	color layout.Color
}

func (l *SignatureLook) lines(s *sign.Stamp) []stampLine {
	t := func(key, name, value string) string { return l.words.Text(key, map[string]string{name: value}) }
	var out []stampLine
	add := func(text string, face layout.FaceID, share layout.Length, color layout.Color) {
		if text != "" {
			out = append(out, stampLine{text, face, share, color})
		}
	}
	add(s.Role, faceSans, 10, colorFaint)
	add(s.Name, faceHeavy, 18, 0)
	add(s.Time, faceSans, 10, 0)
	if s.Rejected {
		add(t("sign.stamp.rejected", "reason", shortened(s.Reason)), faceHeavy, 14, colorReject)
	} else if s.Reason != "" {
		add(t("report.stamp.reason", "reason", s.Reason), faceSans, 10, 0)
	}
	if s.Location != "" {
		add(t("report.stamp.location", "location", s.Location), faceSans, 10, 0)
	}
	if s.FingerprintTail != "" {
		add(t("report.stamp.fingerprint", "tail", s.FingerprintTail)+"　"+l.words.Text("report.stamp.level."+string(s.Level), nil), faceSans, 9, colorFaint)
	}
	return out
}
