package chronicle

import (
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Settings are told by their names; lists that the program keeps among them are not shown as they are stored.
func TestSettingsAreToldByTheirNames(t *testing.T) {
	store, teller, _ := told(t, locale.Chinese)
	for _, c := range []struct{ name, value, want string }{
		{"signers", `[{"id":"local","place":"store"}]`, "签名身份清单"},
		{"backup-reminder-days", "7", "7"},
		{"year.2022.deadline", "2023-03-31", "2022 年度截止日期"},
		{"of-a-later-version", "x", "x"},
	} {
		if err := store.SetSetting(t.Context(), c.name, c.value); err != nil {
			t.Fatal(err)
		}
		if got := lastSentence(t, store, teller); !strings.Contains(got, c.want) || strings.ContainsAny(got, `{}[]"`) || strings.Contains(got, "chronicle.") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTiersAreToldByTheirNames(t *testing.T) {
	store, teller, e := told(t, locale.Chinese)
	if _, err := store.Update(t.Context(), e.FiscalYear, e.ID, func(e *scoring.Evaluation) error {
		e.Indicators[0].Judgement = scoring.Judgement{Tier: "reached"}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got := lastSentence(t, store, teller); !strings.Contains(got, "达成") || strings.Contains(got, "reached") {
		t.Errorf("%q", got)
	}
}

func lastSentence(t *testing.T, store *storage.Store, teller *Teller) string {
	t.Helper()
	var last storage.Entry
	if err := store.Entries(t.Context(), 1, func(e storage.Entry) error { last = e; return nil }); err != nil {
		t.Fatal(err)
	}
	return teller.Sentence(&last)
}
