package start

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

var (
	errNeeded = errors.New("needed")
	errWrong  = errors.New("wrong")
	errBroken = errors.New("broken")
)

// door is a store that opens with one password.
type door struct {
	screen   *Screen
	queue    uitest.Queue
	window   fyne.Window
	ticks    chan time.Time
	now      time.Time
	password string
	err      error
	wait     chan struct{} // nil: opens at once
	reached  chan func(done, total uint64)
	tried    []string
	opened   int
	quits    int
	copied   string
	backup   string // the password of a backup
	damaged  bool   // the backup
	taken    bool   // by another program
	restored []string
}

func knock(t *testing.T, d *door) *door {
	t.Helper()
	d.queue, d.ticks, d.now = uitest.NewQueue(), make(chan time.Time, 10), time.Unix(0, 0)
	d.reached = make(chan func(done, total uint64), 10)
	runner := task.NewRunner(t.Context(), d.queue.Post).WithTicks(func(time.Duration) (<-chan time.Time, func()) { return d.ticks, func() {} })
	d.window = uitest.Window(t, widget.Gap(1, 1))
	d.screen = New(Needs{
		Words: uitest.Words(t, "zh"), Runner: runner, Now: func() time.Time { return d.now },
		Open: func(ctx context.Context, password []byte, progress func(done, total uint64)) error {
			d.tried = append(d.tried, string(password))
			if d.wait != nil {
				d.reached <- progress
				select {
				case <-d.wait:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			switch {
			case d.err != nil:
				return d.err
			case d.password == string(password):
				return nil
			case len(password) == 0:
				return errNeeded
			}
			return errWrong
		},
		Asks:       func(err error) (bool, bool) { return errors.Is(err, errNeeded), errors.Is(err, errWrong) },
		Done:       func() { d.opened++ },
		Helps:      func(error) bool { return !d.taken },
		PickBackup: func(done func(path string)) { done("/盘/旧.zsbackup") },
		Restore: func(_ context.Context, _ string, password []byte) error {
			d.restored = append(d.restored, string(password))
			switch {
			case d.damaged:
				return errBroken
			case d.backup == string(password):
				d.password = d.backup
				return nil
			case len(password) == 0:
				return errNeeded
			}
			return errWrong
		},
		Failed: func(err error) string { return "坏了：" + err.Error() },
		Quit:   func() { d.quits++ },
		Copy:   func(text string) { d.copied = text },
	})
	d.window.SetContent(d.screen.Content())
	d.screen.Begin()
	return d
}

func TestStoreThatOpensAtOnceShowsNothing(t *testing.T) {
	d := knock(t, &door{})
	d.queue.Take()
	if d.opened != 1 || d.screen.card.Visible() {
		t.Errorf("opened %d times, card shown: %t", d.opened, d.screen.card.Visible())
	}
}

func TestPasswordIsAskedForUntilItIsRight(t *testing.T) {
	d := knock(t, &door{password: "Geheim 1"})
	d.queue.Take()
	uitest.Structure(t, d.screen.Content(), "locked")
	if d.window.Canvas().Focused() != d.screen.entry {
		t.Fatal("the field has not got the keyboard")
	}
	for i, wrong := range []string{"falsch", "noch falscher", "GEHEIM 1"} {
		uitest.Type(t, d.window.Canvas(), wrong)
		uitest.Press(t, d.window.Canvas(), fyne.KeyReturn)
		if !d.screen.entry.Disabled() || !strings.Contains(d.screen.Said(), "正在验证") {
			t.Fatalf("while it is checked: %q", d.screen.Said())
		}
		d.queue.Take()
		if d.screen.entry.Text != "" || d.screen.entry.Disabled() || !strings.Contains(d.screen.Said(), "密码不对") || d.window.Canvas().Focused() != d.screen.entry {
			t.Fatalf("try %d: %q in the field, said %q", i, d.screen.entry.Text, d.screen.Said())
		}
	}
	if !d.screen.caps.Visible() {
		t.Error("capitals without the Shift key did not bring the hint")
	}
	uitest.Press(t, d.window.Canvas(), fyne.KeyReturn) // nothing typed: nothing tried
	uitest.Type(t, d.window.Canvas(), "Geheim 1")
	uitest.Press(t, d.window.Canvas(), fyne.KeyReturn)
	d.queue.Take()
	if d.opened != 1 || len(d.tried) != 5 || d.tried[4] != "Geheim 1" {
		t.Errorf("opened %d times after %q", d.opened, d.tried)
	}
}

func TestLongOpeningSaysHowFarItIs(t *testing.T) {
	d := knock(t, &door{wait: make(chan struct{})})
	progress := <-d.reached
	d.ticks <- d.now
	d.queue.Take()
	if !d.screen.card.Visible() || d.screen.Said() != "请稍候。" || d.screen.meter.Visible() {
		t.Fatalf("after a moment: %q", d.screen.Said())
	}
	d.now = d.now.Add(5 * time.Second)
	d.ticks <- d.now
	d.queue.Take()
	if !strings.Contains(d.screen.Said(), "不会丢失") || d.screen.count.Say() != "已用 5 秒" {
		t.Fatalf("after five seconds: %q %q", d.screen.Said(), d.screen.count.Say())
	}
	progress(30, 120)
	d.ticks <- d.now
	d.queue.Take()
	if !d.screen.meter.Visible() || d.screen.meter.Fill != 0.25 || d.screen.count.Say() != "已重放 30 / 120 次操作" {
		t.Fatalf("while replaying: %v %q", d.screen.meter.Fill, d.screen.count.Say())
	}
	uitest.Structure(t, d.screen.Content(), "mending")
	close(d.wait)
	d.queue.Take()
	if d.opened != 1 {
		t.Error("not opened")
	}
}

func TestWhatCannotBeOpenedIsSaidAndCanBeCopied(t *testing.T) {
	d := knock(t, &door{err: errBroken})
	d.queue.Take()
	if d.screen.Said() != "坏了：broken" || d.screen.form.Visible() || d.opened != 0 {
		t.Fatalf("said %q", d.screen.Said())
	}
	d.screen.copy.OnTapped()
	d.screen.quit.OnTapped()
	if d.copied != "坏了：broken" || d.quits != 1 {
		t.Errorf("copied %q, quit %d times", d.copied, d.quits)
	}
}
