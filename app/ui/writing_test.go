package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

// slowly is a desk that gives statuses when it is let go.
type slowly struct {
	*desk.Desk
	begun, hold chan struct{}
}

func (s *slowly) Stand(ctx context.Context, number int, ids []string, status scoring.Status) (desk.Stood, error) {
	close(s.begun)
	<-s.hold
	return s.Desk.Stand(ctx, number, ids, status)
}

func TestUndoWaitsForWhatIsBeingWritten(t *testing.T) {
	shell, queue, d := furnish(t)
	slow := &slowly{Desk: d, begun: make(chan struct{}), hold: make(chan struct{})}
	shell.needs.Store = slow
	shell.ShowYear(0)
	list, ok := shell.Page().(*year.Page)
	if !ok {
		t.Fatalf("shows %T", shell.Page())
	}
	for list.Current() == "" {
		queue.Take()
	}
	shell.Run("year.standing")
	uitest.Press(t, shell.needs.Window.Canvas(), fyne.KeyReturn)
	<-slow.begun
	shell.Run("undo")
	close(slow.hold)
	for !strings.HasPrefix(shell.stage.Said(), "已撤销") {
		queue.Take()
	}
	if said := shell.stage.Said(); !strings.Contains(said, "已提交") {
		t.Errorf("says %q, want that the status was undone", said)
	}
	headers, err := d.Headers(t.Context(), list.Year())
	if err != nil || headers[0].Status != scoring.StatusDraft {
		t.Errorf("stands at %s after undoing: %v", headers[0].Status, err)
	}
}
