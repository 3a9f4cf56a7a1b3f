package history

import (
	"testing"

	"zhunsheng/storage"
)

func TestNothingIsDoneToAnActionThatIsNotCurrentAnyMore(t *testing.T) {
	r := furnish(t, "zh")
	r.enter(storage.Scope{}, storage.Recovery{}, nil)
	r.choose("3")
	if !r.Can("history.field") || !r.Can("history.version") {
		t.Fatal("nothing can be restored")
	}
	r.page.grid.Select("4")
	if r.Can("history.field") || r.Can("history.version") || r.Can("history.open") || r.Can("history.compare") {
		t.Error("the action before can still be turned back while the current one is read")
	}
	r.page.restoreField()
	r.Settle()
	if len(r.Toasts) > 0 || r.page.deed == nil || r.page.deed.Event.Seq != 4 || !r.Can("history.field") {
		t.Errorf("said %q, shows %+v", r.Toasts, r.page.deed)
	}
}
