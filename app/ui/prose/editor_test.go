package prose

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"pgregory.net/rapid"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// desktopOf shows an editor in a window, 400 wide and 200 high, with the keyboard in it.
func desktopOf(t testing.TB, text string) (*Editor, fyne.Canvas) {
	t.Helper()
	e := New()
	e.Value = func(key string) (string, bool) { return "99.00", key == "total" }
	room := container.New(layout.NewGridWrapLayout(fyne.NewSize(400, 200)), e)
	w := uitest.Window(t, container.NewHBox(room, widget.Gap(1, 1)))
	e.Reset(text)
	e.Focus()
	w.Canvas().Capture()
	return e, w.Canvas()
}

type clip struct{ text string }

func (c *clip) Content() string        { return c.text }
func (c *clip) SetContent(text string) { c.text = text }

// ctrl presses a key with Ctrl.
func ctrl(e *Editor, key fyne.KeyName, more fyne.KeyModifier) {
	e.body.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl | more})
}

// shifted presses keys with Shift.
func shifted(t testing.TB, e *Editor, c fyne.Canvas, keys ...fyne.KeyName) {
	e.body.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	uitest.Press(t, c, keys...)
	e.body.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func TestTypingAndHandingOver(t *testing.T) {
	e, c := desktopOf(t, "")
	var got []string
	e.OnCommit = func(text string) error { got = append(got, text); return nil }
	changes := 0
	e.OnChanged = func() { changes++ }
	uitest.Type(t, c, "资金到位")
	if len(got) != 0 || !e.Dirty() {
		t.Errorf("handed over %q within a sentence", got)
	}
	uitest.Type(t, c, "。管护")
	uitest.Press(t, c, fyne.KeyReturn)
	uitest.Type(t, c, "二")
	c.Unfocus()
	if want := []string{"资金到位。", "资金到位。管护\n", "资金到位。管护\n二"}; !slices.Equal(got, want) {
		t.Errorf("handed over %q, want %q", got, want)
	}
	if e.Dirty() || changes != 9 {
		t.Errorf("dirty %v after handing over, %d changes", e.Dirty(), changes)
	}
}

func TestRefusedTextStays(t *testing.T) {
	e, c := desktopOf(t, "甲")
	e.OnCommit = func(string) error { return errors.New("no") }
	uitest.Press(t, c, fyne.KeyEnd)
	uitest.Type(t, c, "乙。")
	e.SetValue("丙")
	if e.Text() != "甲乙。" || !e.Dirty() {
		t.Errorf("%q, dirty %v: typing was lost", e.Text(), e.Dirty())
	}
}

func TestEscapeHandsOver(t *testing.T) {
	e, c := desktopOf(t, "")
	handed := ""
	e.OnCommit = func(text string) error { handed = text; return nil }
	passed := false
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = ev.Name == fyne.KeyEscape })
	uitest.Type(t, c, "未完")
	uitest.Press(t, c, fyne.KeyEscape)
	if handed != "未完" || !passed || e.Text() != "未完" {
		t.Errorf("handed over %q, passed on %v", handed, passed)
	}
}

func TestMovingAndErasing(t *testing.T) {
	e, c := desktopOf(t, "第一段\n第二段文字")
	uitest.Press(t, c, fyne.KeyEnd, fyne.KeyDelete) // joins the paragraphs
	if e.Text() != "第一段第二段文字" {
		t.Errorf("%q", e.Text())
	}
	uitest.Press(t, c, fyne.KeyReturn, fyne.KeyBackspace, fyne.KeyBackspace)
	if e.Text() != "第一第二段文字" {
		t.Errorf("%q", e.Text())
	}
	shifted(t, e, c, fyne.KeyRight, fyne.KeyRight)
	if e.Selected() != "第二" {
		t.Errorf("selected %q", e.Selected())
	}
	uitest.Type(t, c, "三")
	ctrl(e, fyne.KeyEnd, 0)
	uitest.Type(t, c, "完")
	ctrl(e, fyne.KeyHome, fyne.KeyModifierShift)
	if e.Selected() != "第一三段文字完" {
		t.Errorf("selected %q", e.Selected())
	}
	uitest.Press(t, c, fyne.KeyLeft)
	uitest.Type(t, c, "首")
	if e.Text() != "首第一三段文字完" {
		t.Errorf("%q", e.Text())
	}
}

func TestUpAndDownKeepTheirColumn(t *testing.T) {
	e, c := desktopOf(t, strings.Repeat("国", 20)+"\n短\n"+strings.Repeat("家", 60))
	for range 10 {
		uitest.Press(t, c, fyne.KeyRight)
	}
	uitest.Press(t, c, fyne.KeyDown)
	if e.caret != (position{1, 1}) {
		t.Errorf("in the short paragraph at %v", e.caret)
	}
	uitest.Press(t, c, fyne.KeyDown, fyne.KeyDown)
	if e.caret.paragraph != 2 || e.document.paragraphs[2].lineOf(e.caret.at) != 1 || e.caret.at-e.document.paragraphs[2].lines[1] != 10 {
		t.Errorf("at %v of lines %v", e.caret, e.document.paragraphs[2].lines)
	}
	uitest.Press(t, c, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	if e.caret != (position{0, 10}) {
		t.Errorf("back at %v", e.caret)
	}
	uitest.Press(t, c, fyne.KeyPageDown, fyne.KeyPageUp)
	if e.caret != (position{0, 10}) {
		t.Errorf("a page down and up again at %v", e.caret)
	}
}

func TestMouse(t *testing.T) {
	e, _ := desktopOf(t, "国家财政，abc 资金\n第二段")
	at := func(p position) fyne.Position {
		x, y := e.point(p)
		return fyne.NewPos(x, y+e.lineHeight()/2)
	}
	down := func(p position, modifier fyne.KeyModifier) {
		e.body.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(p)}, Button: desktop.MouseButtonPrimary, Modifier: modifier})
	}
	down(position{0, 2}, 0)
	if e.caret != (position{0, 2}) || e.Selected() != "" {
		t.Errorf("pressed at %v", e.caret)
	}
	e.body.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(position{1, 1})}})
	if e.Selected() != "财政，abc 资金\n第" {
		t.Errorf("dragged over %q", e.Selected())
	}
	e.body.DoubleTapped(&fyne.PointEvent{Position: at(position{0, 6})})
	if e.Selected() != "abc" {
		t.Errorf("pressed twice on %q", e.Selected())
	}
	down(position{0, 0}, fyne.KeyModifierShift)
	if e.Selected() != "国家财政，" {
		t.Errorf("with Shift %q", e.Selected())
	}
	asked := fyne.Position{}
	e.OnMenu = func(p fyne.Position) { asked = p }
	e.body.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(7, 9)})
	if asked != fyne.NewPos(7, 9) {
		t.Error("no menu")
	}
}

func TestClipboardKeepsFigures(t *testing.T) {
	e, _ := desktopOf(t, "得分{{total}}分")
	board := &clip{}
	e.body.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.body.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if board.text != "得分99.00分" {
		t.Errorf("copied %q", board.text)
	}
	ctrl(e, fyne.KeyEnd, 0)
	e.body.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if e.Text() != "得分{{total}}分得分{{total}}分" {
		t.Errorf("pasted: %q", e.Text())
	}
	e.SelectAll()
	e.Cut(board)
	if e.Text() != "" || board.text != "得分99.00分得分99.00分" {
		t.Errorf("cut: %q, %q left", board.text, e.Text())
	}
	e.Paste(&clip{"甲\r\n乙"})
	if e.Text() != "甲\n乙" {
		t.Errorf("pasted: %q", e.Text())
	}
}

func TestFigures(t *testing.T) {
	e, c := desktopOf(t, "得分{{total}}，{{gone}}。")
	if e.Shown() != "得分99.00，〔gone〕。" || e.Text() != "得分{{total}}，{{gone}}。" {
		t.Errorf("shown %q, text %q", e.Shown(), e.Text())
	}
	uitest.Press(t, c, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyBackspace) // a figure is one character
	if e.Text() != "得分，{{gone}}。" {
		t.Errorf("%q", e.Text())
	}
	e.Insert("total")
	if e.Text() != "得分{{total}}，{{gone}}。" || e.caret != (position{0, 3}) {
		t.Errorf("%q with the caret at %v", e.Text(), e.caret)
	}
	x, _ := e.point(e.caret)
	e.Value = func(string) (string, bool) { return "100.00 points", true }
	e.Refigure()
	if after, _ := e.point(e.caret); e.Shown() != "得分100.00 points，100.00 points。" || after <= x {
		t.Errorf("shown %q, the caret went from %v to %v", e.Shown(), x, after)
	}
}

func TestUndoOfTyping(t *testing.T) {
	e, c := desktopOf(t, "甲")
	uitest.Press(t, c, fyne.KeyEnd)
	uitest.Type(t, c, "乙丙")
	uitest.Press(t, c, fyne.KeyBackspace)
	if !e.UndoTyping() || e.Text() != "甲乙丙" || !e.UndoTyping() || e.Text() != "甲" || e.UndoTyping() {
		t.Errorf("undone to %q", e.Text())
	}
	e.body.TypedShortcut(&fyne.ShortcutRedo{})
	if e.Text() != "甲乙丙" {
		t.Errorf("redone to %q", e.Text())
	}
	uitest.Type(t, c, "。") // hands over
	if e.UndoTyping() {
		t.Error("what was handed over is undone here")
	}
}

func TestAnotherTextKeepsTheCaretWhereTheyPart(t *testing.T) {
	e, c := desktopOf(t, "第一段\n第二段文字\n第三段")
	uitest.Press(t, c, fyne.KeyDown, fyne.KeyDown)
	e.SetValue("第一段\n第二段\n第三段")
	if e.caret != (position{1, 3}) || e.Dirty() {
		t.Errorf("caret at %v, dirty %v", e.caret, e.Dirty())
	}
}

func TestMarks(t *testing.T) {
	e, c := desktopOf(t, "得分{{total}}分，率为95%。\n第二段增长3%。")
	shown := e.Shown()
	span := func(words string, kind Kind) Mark {
		start := strings.Index(shown, words)
		return Mark{start, start + len(words), kind}
	}
	e.SetMarks([]Mark{span("99.00", Agrees), span("率为95%", Differs), span("增长3%", Unchecked), span("95%。\n第", Explain)})
	var seen []string
	for _, part := range e.Parts() {
		if part.Name == "mark" {
			seen = append(seen, part.At+" "+part.Text)
		}
	}
	if want := []string{"agrees 99.00", "differs 率为95%", "unchecked 增长3%"}; !slices.Equal(seen, want) {
		t.Errorf("marked %q, want %q", seen, want)
	}
	told := -1
	e.OnMark = func(i int) { told = i }
	e.Reveal(strings.Index(shown, "长3"))
	if told != 2 || e.caret != (position{1, 4}) {
		t.Errorf("told of mark %d at %v", told, e.caret)
	}
	uitest.Type(t, c, "率")
	e.Reveal(0)
	seen = nil
	for _, part := range e.Parts() {
		if part.Name == "mark" {
			seen = append(seen, part.Text)
		}
	}
	if !slices.Equal(seen, []string{"99.00", "率为95%"}) {
		t.Errorf("marked %q after typing in one", seen)
	}
}

func TestTheCaretIsScrolledIntoSight(t *testing.T) {
	e, c := desktopOf(t, strings.Repeat("段\n", 80)+"末")
	ctrl(e, fyne.KeyEnd, 0)
	c.Capture()
	parts := e.Parts()
	if last := parts[len(parts)-1]; last.Text != "末" || last.Pos.Y+last.Size.Height > 200 {
		t.Errorf("the last line in sight is %+v", last)
	}
	ctrl(e, fyne.KeyHome, 0)
	if first := e.Parts()[0]; first.Pos.Y < 0 || first.Pos.Y > padTop {
		t.Errorf("the first line in sight is %+v", first)
	}
}

// TestEditorIsWhatItDoesToText presses random keys in an editor; text, marks and caret always hold together.
func TestEditorIsWhatItDoesToText(t *testing.T) {
	e, c := desktopOf(t, "")
	keys := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyPageUp}
	rapid.Check(t, func(r *rapid.T) {
		e.Reset(strings.Repeat("国家{{total}}，abc。\n", rapid.IntRange(0, 3).Draw(r, "paragraphs")))
		for range rapid.IntRange(1, 40).Draw(r, "keys") {
			switch rapid.IntRange(0, 4).Draw(r, "what") {
			case 0:
				uitest.Type(t, c, rapid.SampledFrom([]string{"字", "，", "a"}).Draw(r, "text"))
			case 1:
				shifted(t, e, c, rapid.SampledFrom(keys).Draw(r, "key"))
			case 2:
				e.SetMarks([]Mark{{0, rapid.IntRange(0, 12).Draw(r, "end"), Agrees}})
			default:
				uitest.Press(t, c, rapid.SampledFrom(keys).Draw(r, "key"))
			}
			if e.document.clamp(e.caret) != e.caret || e.document.clamp(e.anchor) != e.anchor {
				r.Fatalf("caret %v, anchor %v", e.caret, e.anchor)
			}
			if again := newDocument(e.Text()); again.text(nil) != e.Text() || len(again.paragraphs) != len(e.document.paragraphs) {
				r.Fatalf("%q is not read as it stands", e.Text())
			}
			for i, p := range e.document.paragraphs {
				if !slices.Equal(p.lines, e.wrap(p, p.width)) {
					r.Fatalf("paragraph %d is laid out as %v", i, p.lines)
				}
				for _, m := range p.marks {
					if m.from < 0 || m.to > len(p.runes) || m.from >= m.to {
						r.Fatalf("mark %+v in %d characters", m, len(p.runes))
					}
				}
			}
			for e.UndoTyping() && rapid.Bool().Draw(r, "undo") {
			}
		}
	})
}

func BenchmarkKeyInParagraphOf20000Characters(b *testing.B) {
	e, c := desktopOf(b, strings.Repeat("全年服务企业1141家，其中941家通过，通过率82.47%，工作有序推进。", 500))
	ctrl(e, fyne.KeyEnd, 0)
	for b.Loop() {
		uitest.Type(b, c, "文")
	}
}

func BenchmarkKeyInTextOf20000Characters(b *testing.B) {
	e, c := desktopOf(b, strings.Repeat(strings.Repeat("全年服务企业1141家，其中941家通过，通过率82.47%，工作有序推进。", 8)+"\n", 62))
	ctrl(e, fyne.KeyEnd, 0)
	for b.Loop() {
		uitest.Type(b, c, "文")
	}
}
