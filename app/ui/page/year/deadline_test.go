package year

import (
	"strings"
	"testing"
	"time"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
)

// TestDeadlineOfAUnitsOwnSchemeAndYear goes from no deadline over the scheme's own to that of the year.
func TestDeadlineOfAUnitsOwnSchemeAndYear(t *testing.T) {
	d := uitest.Desk(t, "", "n", time.Date(2023, 3, 1, 9, 0, 0, 0, time.UTC))
	uitest.ExampleYear(t, d)
	r := enter(t, d, 0)
	r.Until(t, "the list is there", func() bool { return len(r.page.items) == 1 })
	if tip := r.page.tiles.due.Tip; r.page.due.Date != "" || r.page.tiles.days.Say() != "—" || !strings.Contains(tip, "评分办法") || !strings.Contains(tip, "次年截止日") {
		t.Fatalf("without a deadline it says %q, and how to set one: %q", r.page.tiles.days.Say(), tip)
	}
	infos, err := d.Schemes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	own, err := infos[0].Scheme.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	own.ID, own.Version, own.Deadline = "own", "1", "03-31"
	if _, err := d.KeepScheme(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Begin(t.Context(), desk.Start{Year: 2022, Name: "甲", MoneyUnit: desk.Yuan, Scheme: own.ID}); err != nil {
		t.Fatal(err)
	}
	r.page.Reload()
	r.Until(t, "the scheme's date is shown", func() bool { return r.page.due.Date == "2023-03-31" })
	if !strings.Contains(r.page.tiles.due.Tip, "评分办法规定") || r.page.tiles.due.Text != "2023-03-31" || r.page.tiles.days.Say() != "还有 30 天" {
		t.Errorf("%q, %q, %q", r.page.tiles.days.Say(), r.page.tiles.due.Text, r.page.tiles.due.Tip)
	}
	r.page.manageYear(r.page.year, yearDeadline, "2023年3月6日")
	r.Until(t, "the year's date is shown", func() bool { return r.page.due.Set })
	if !strings.Contains(r.page.tiles.due.Tip, "本年度设定") || r.page.tiles.days.Say() != "还有 5 天" {
		t.Errorf("%q, %q", r.page.tiles.days.Say(), r.page.tiles.due.Tip)
	}
	r.page.manageYear(r.page.year, yearDeadline, "")
	r.Until(t, "the scheme's date counts again", func() bool { return !r.page.due.Set && r.page.due.Date == "2023-03-31" })
}
