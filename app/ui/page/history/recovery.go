package history

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
)

// recovered is the line that says what was mended when the store was opened.
func (p *Page) recovered() fyne.CanvasObject {
	w, r := p.needs.Words, p.needs.Recovery
	tone := look.Current
	if r.Lost() {
		tone = look.Wrong
	}
	text := widget.NewText("")
	text.Cut = true
	text.Set(w.Message(r.Message()), tone.Ink())
	more := widget.NewQuiet(w.Say("ui.recovery.details"), func() { p.needs.Prompts.Tell(w.Say("ui.recovery.title"), RecoveryText(w, r)) })
	bar := widget.NewPanel(container.New(layout.NewCustomPaddedLayout(1, 1, 10, 4), widget.Frame(nil, nil, nil, container.NewCenter(more), container.New(layout.NewCustomPaddedLayout(6, 6, 0, 0), text))), 0)
	bar.Ground, bar.Edge = tone.Ground(), tone.Ink()
	return bar
}

// RecoveryText says in full what was mended when the store was opened, and what is lost, if anything.
func RecoveryText(w wording.Words, r storage.Recovery) string {
	lines := []string{w.Message(r.Message()), ""}
	add := func(key string, pairs ...string) { lines = append(lines, w.Say(key, pairs...)) }
	if r.Rebuilt {
		add("ui.recovery.rebuilt", "snapshot", strconv.FormatUint(r.Snapshot, 10), "replayed", strconv.Itoa(r.Replayed))
	} else if r.Replayed > 0 {
		add("ui.recovery.replayed", "replayed", strconv.Itoa(r.Replayed))
	}
	if r.Torn {
		add("ui.recovery.torn")
	}
	for _, lost := range r.LostChanges {
		add("ui.recovery.lost-changes", "first", strconv.FormatUint(lost.First, 10), "last", strconv.FormatUint(lost.Last, 10))
	}
	for _, lost := range r.LostHistory {
		add("ui.recovery.lost-history", "first", strconv.FormatUint(lost.First, 10), "last", strconv.FormatUint(lost.Last, 10))
	}
	if len(r.Affected) > 0 {
		add("ui.recovery.affected", "what", strings.Join(r.Affected[:min(len(r.Affected), mostAffected)], "\n"), "count", strconv.Itoa(len(r.Affected)))
	}
	if r.Aside != "" {
		add("ui.recovery.aside", "folder", r.Aside)
	}
	if !r.Lost() {
		add("ui.recovery.nothing-lost")
	}
	if r.Detail != "" {
		lines = append(lines, "", w.Say("ui.recovery.technical", "detail", r.Detail))
	}
	return strings.Join(lines, "\n")
}

// mostAffected is how many affected records are named.
const mostAffected = 12
