package year

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

// registry is a shelf that gives statuses, but not to what is not decided.
type registry struct {
	*shelf
	given []string
}

func (o *registry) Stand(_ context.Context, year int, ids []string, status scoring.Status) (desk.Stood, error) {
	var out desk.Stood
	headers := slices.Clone(o.headers[year])
	for i := range headers {
		h := &headers[i]
		switch {
		case !slices.Contains(ids, h.ID):
		case status != scoring.StatusDraft && h.Pending > 0:
			out.Refused = append(out.Refused, desk.StandingRefusal{ID: h.ID, Name: h.Name, Err: &desk.UnreadyError{Pending: h.Pending}})
		default:
			h.Status = status
			out.Changed = append(out.Changed, h.ID)
		}
	}
	o.headers[year] = headers
	o.given = append(o.given, fmt.Sprint(out.Changed, status))
	return out, nil
}

func TestChosenProjectsAreSubmittedByTheKeyboard(t *testing.T) {
	o := &registry{shelf: twoYears()}
	r := enter(t, o, 2022)
	r.Run(t, "year.standing")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // submitting is what is proposed for a draft
	r.Settle()                                  // it is done, the list
	if fmt.Sprint(o.given) != "[[a]submitted]" || !strings.Contains(r.shown(), "道路养护|养护中心|已提交|") || len(r.Toasts) != 1 {
		t.Errorf("given %v, shown\n%s\ntoasts %v", o.given, r.shown(), r.Toasts)
	}
	r.Run(t, "year.standing")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // taking back is what is proposed now
	r.Settle()
	if fmt.Sprint(o.given) != "[[a]submitted [a]draft]" {
		t.Errorf("given %v", o.given)
	}
}

func TestWhatIsNotReadyIsListedWithWhy(t *testing.T) {
	o := &registry{shelf: twoYears()}
	r := enter(t, o, 2022)
	r.page.grid.Mark("a", "b", "c")
	r.page.stand(2022, r.page.grid.Chosen(), scoring.StatusSubmitted)
	r.Settle()
	if r.Canvas().Overlays().Top() == nil {
		t.Fatal("nothing says what was refused")
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.Canvas().Overlays().Top(), "dialog-standing")
}

func TestARegistryThatWasLeftSaysSoInAToast(t *testing.T) {
	o := &registry{shelf: twoYears()}
	r := enter(t, o, 2022)
	r.page.stand(2022, []string{"b"}, scoring.StatusSigned)
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.Settle()
	if len(r.Toasts) != 1 || r.Canvas().Overlays().Top() != nil {
		t.Errorf("toasts %v", r.Toasts)
	}
}
