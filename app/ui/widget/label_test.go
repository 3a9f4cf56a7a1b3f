package widget_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

const finding = "专项资金（含上级补助）执行率为85.02%，低于《办法》规定的“90%”下限；请说明原因：资金下达迟、合同变更、结余上缴，或填写更正后的金额。"

func TestNoLineOfALabelBeginsWithAClosingMark(t *testing.T) {
	uitest.Window(t, container.NewStack())
	l := widget.Prose(finding)
	for width := float32(100); width < 700; width += 7 {
		l.Resize(fyne.NewSize(width, 400))
		shown := l.Lines()
		if got := strings.Join(shown, ""); got != finding {
			t.Fatalf("in %v: %q", width, got)
		}
		for i, line := range shown {
			runes := []rune(line)
			if i > 0 && lines.ClassOf(runes[0]) == lines.Closer {
				t.Errorf("in %v a line begins: %q", width, line)
			}
			if i < len(shown)-1 && lines.ClassOf(runes[len(runes)-1]) == lines.Opener {
				t.Errorf("in %v a line ends: %q", width, line)
			}
		}
	}
}

func TestLinesOfALabelFitAndAreItsText(t *testing.T) {
	uitest.Window(t, container.NewStack())
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`[国家，。（）a-c1-3 \n%]{0,80}`).Draw(r, "text")
		l := widget.Spans(widget.Span{Text: text}, widget.Span{Text: "国家", Bold: true})
		width := rapid.Float32Range(40, 300).Draw(r, "width")
		l.Resize(fyne.NewSize(width, 100))
		for _, o := range test.WidgetRenderer(l).Objects() {
			if right := o.Position().X + o.Size().Width; right > width+0.1 {
				r.Errorf("a piece ends at %v of %v", right, width)
			}
		}
		without := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := without(strings.Join(l.Lines(), "")); got != without(text+"国家") {
			r.Errorf("%q", got)
		}
	})
}

func TestSpacesBehindAParagraphTakeNoRoom(t *testing.T) {
	uitest.Window(t, container.NewStack())
	l := widget.Prose("%111  \n国家")
	l.Resize(fyne.NewSize(46.5, 100))
	if got := l.Lines(); !slices.Equal(got, []string{"%111", "国家"}) {
		t.Errorf("%q", got)
	}
	if spaced, plain := widget.Prose("国家   ").Natural(), widget.Prose("国家").Natural(); spaced != plain {
		t.Errorf("%v wide, without the spaces %v", spaced, plain)
	}
}

func TestLabelIsAsHighAsItsLines(t *testing.T) {
	uitest.Window(t, container.NewStack())
	l := widget.Prose(finding)
	box := container.NewVBox(widget.Flush(l))
	one := l.MinSize().Height
	box.Resize(fyne.NewSize(200, 400))
	if n := len(l.Lines()); n < 5 || l.MinSize().Height < one*float32(n)*0.7 {
		t.Errorf("%d lines, %v high, one line %v", n, l.MinSize().Height, one)
	}
	narrow := l.MinSize().Height
	box.Resize(fyne.NewSize(400, 400))
	if got := l.MinSize().Height; got >= narrow {
		t.Errorf("wider and still %v high, before %v", got, narrow)
	}
	l.SetText("好")
	if got := l.Lines(); !slices.Equal(got, []string{"好"}) || l.MinSize().Height != one {
		t.Errorf("%q, %v high", got, l.MinSize().Height)
	}
}

func TestReadersOfTheScreenHearTheTextAsItWasGiven(t *testing.T) {
	uitest.Window(t, container.NewStack())
	l := widget.Spans(widget.Span{Text: "按 "}, widget.Span{Text: "F1", Bold: true}, widget.Span{Text: " 看帮助。"})
	l.Resize(fyne.NewSize(60, 100))
	if got := l.AccessibilityLabel(); got != "按 F1 看帮助。" || l.AccessibilityRole() != fyne.AccessibleRoleText {
		t.Errorf("%q as %v", got, l.AccessibilityRole())
	}
}

func BenchmarkResizeLabelOf2000Characters(b *testing.B) {
	uitest.Window(b, container.NewStack())
	l := widget.Prose(strings.Repeat(finding, 2000/len([]rune(finding))+1))
	test.WidgetRenderer(l)
	sizes := []fyne.Size{fyne.NewSize(400, 4000), fyne.NewSize(410, 4000)}
	for i := 0; b.Loop(); i++ {
		l.Resize(sizes[i%2])
	}
}
