package chronicle_test

import (
	"encoding/json"
	"testing"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/locale"
	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

func TestMovesAndSchemesAreTold(t *testing.T) {
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	project := raw(`{"project":{"name":"道路"}}`)
	op := func(key string, gone bool, changes ...delta.Change) storage.Op {
		return storage.Op{Key: "evaluation\x00" + key, Gone: gone, Changes: changes}
	}
	gone, came := op("2022\x00a", true, delta.Change{Old: project}), op("2023\x00a", false, delta.Change{New: project})
	other := op("2023\x00b", true, delta.Change{Old: project})
	tests := []struct {
		entry storage.Entry
		want  string
	}{
		{storage.Entry{Action: storage.ActionMove, Year: 2023, ID: "a", Reason: "from 2022/a", Ops: []storage.Op{gone, came}}, "更改年度　道路　2022 年度 → 2023 年度"},
		{storage.Entry{Action: storage.ActionMove, Year: 2023, ID: "a", Reason: "from 2022/a", Ops: []storage.Op{gone, other, came}}, "更改年度　道路　2022 年度 → 2023 年度，替换那里的同一项目"},
		{storage.Entry{Action: storage.ActionChangeEvaluation, Ops: []storage.Op{op("2022\x00a", false,
			delta.Change{Path: "/scheme/id", Old: raw(`"old"`), New: raw(`"new"`)},
			delta.Change{Path: "/scheme/version", Old: raw(`"1"`), New: raw(`"2"`)},
			delta.Change{Path: "/scheme/hash", New: raw(`"e3b0c44298fc1c14"`)},
		)}}, "修改　a　评分办法：旧办法 1 → new 2"},
	}
	teller := chronicle.New(c.Printer(locale.Chinese), nil).WithSchemes(func(id string) string { return map[string]string{"old": "旧办法"}[id] })
	for _, test := range tests {
		if got := teller.Sentence(&test.entry); got != test.want {
			t.Errorf("tells %q, want %q", got, test.want)
		}
	}
}
