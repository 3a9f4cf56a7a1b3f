package chronicle

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

func words(t testing.TB, language string) *locale.Printer {
	t.Helper()
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(language)
}

// told is a store with the example in it, and its teller.
func told(t *testing.T, language string) (*storage.Store, *Teller, *scoring.Evaluation) {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() { store.Close() })
	e := scoringtest.Example(t)
	if _, err := store.CreateYear(t.Context(), storage.Year{Year: e.FiscalYear, Unit: "局"}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Create(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return store, New(words(t, language), func(year int, id string) *Names {
		e, _, err := store.Evaluation(t.Context(), year, id)
		if err != nil {
			return nil
		}
		return NamesOf(e, nil)
	}), e
}

func TestEditsAreToldInTheUsersWords(t *testing.T) {
	store, teller, e := told(t, locale.Chinese)
	at := func(id string) int {
		for i := range e.Indicators {
			if e.Indicators[i].ID == id {
				return i
			}
		}
		t.Fatalf("no indicator %s", id)
		return 0
	}
	stock := at("hi-stock")
	name := e.Indicators[stock].Name
	for _, c := range []struct {
		name  string
		edit  func(e *scoring.Evaluation)
		wants []string
	}{
		{"an actual is one field, by its text", func(e *scoring.Evaluation) {
			e.Indicators[stock].Actual = target.Parse("1500", target.Context{FiscalYear: e.FiscalYear})
		}, []string{"修改", "江门市级扶持科技发展资金", "指标「" + string([]rune(name)[:8]), "」 实际完成值：", "→ 1500"}},
		{"a state by its words", func(e *scoring.Evaluation) { e.Indicators[stock].State = scoring.StateNoEvidence }, []string{"计分状态：计分 → 缺佐证"}},
		{"the project", func(e *scoring.Evaluation) { e.Project.Department = "省科技厅" }, []string{"主管部门：", "→ 省科技厅"}},
		{"money by its row", func(e *scoring.Evaluation) { e.Funds[0].Name = "总额" }, []string{"资金「总额」 名称："}},
		{
			"a removed indicator by its name", func(e *scoring.Evaluation) { e.Indicators = e.Indicators[:len(e.Indicators)-1] },
			[]string{"移除指标「" + string([]rune(e.Indicators[len(e.Indicators)-1].Name)[:4])},
		},
		{"status", func(e *scoring.Evaluation) { e.Status = scoring.StatusSubmitted }, []string{"状态：", "→ 已提交"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := store.Update(t.Context(), e.FiscalYear, e.ID, func(e *scoring.Evaluation) error { c.edit(e); return nil }); err != nil {
				t.Fatal(err)
			}
			undo, _, err := store.NextSteps(t.Context(), storage.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			got := teller.Step(undo)
			for _, want := range c.wants {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not say %q", got, want)
				}
			}
			if strings.ContainsAny(got, "/{}#") || strings.Contains(got, "chronicle.") {
				t.Errorf("%q shows paths or codes", got)
			}
			if fields := teller.Fields(&undo.Entries[0]); len(fields) != 1 {
				t.Errorf("%d fields, want 1: %+v", len(fields), fields)
			}
		})
	}
}

func TestLongTextsShowWhereTheyDiffer(t *testing.T) {
	long := strings.Repeat("前面相同的文字。", 40)
	before, after := excerpts(long+"甲乙丙", long+"甲丁丙", 16)
	if !strings.Contains(before, "乙") || !strings.Contains(after, "丁") || len([]rune(before)) > 16 {
		t.Errorf("%q, %q", before, after)
	}
}

func TestActionsOnManyNameTheFirstAndCount(t *testing.T) {
	store, teller, e := told(t, locale.Chinese)
	var parts []storage.Part
	for _, id := range []string{"n1", "n2", "n3"} {
		c := *e
		c.ID = id
		content, err := json.Marshal(&c)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, storage.Part{Year: c.FiscalYear, ID: id, Content: content})
	}
	if err := store.Apply(t.Context(), storage.ActionImport, "file 自评表.xlsx #n1", func(uint64) ([]storage.Part, error) { return parts, nil }); err != nil {
		t.Fatal(err)
	}
	undo, _, err := store.NextSteps(t.Context(), storage.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if got := teller.Step(undo); !strings.Contains(got, "从文件导入（自评表.xlsx）") || !strings.Contains(got, "3 项评价") {
		t.Errorf("%q", got)
	}
}

// TestEveryMemberHasWords walks through the example and through the types: no member goes by "other".
func TestEveryMemberHasWords(t *testing.T) {
	var walk func(of reflect.Type, key string, depth int)
	teller := New(words(t, locale.Chinese), nil)
	english := New(words(t, locale.English), nil)
	walk = func(of reflect.Type, key string, depth int) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || depth > 2 {
			return
		}
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			if name == "" || name == "id" {
				continue
			}
			k := strings.TrimPrefix(key+"."+name, ".")
			whole := k
			if label := teller.label(&whole); label == "其他内容" {
				t.Errorf("no words for %s", k)
			}
			if label := english.label(&whole); label == "Other content" {
				t.Errorf("no English words for %s", k)
			}
			walk(of.Field(i).Type, k, depth+1)
		}
	}
	walk(reflect.TypeFor[scoring.Evaluation](), "", 0)
}

func TestEveryActionAndKindHasWords(t *testing.T) {
	data, err := os.ReadFile("../../storage/entry.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, language := range []string{locale.Chinese, locale.English} {
		w := words(t, language)
		for line := range strings.Lines(string(data)) {
			if !strings.HasPrefix(line, "\tAction") || !strings.Contains(line, `= "`) {
				continue
			}
			found++
			code := strings.Split(line, `"`)[1]
			if !w.Has("chronicle.action." + code) {
				t.Errorf("%s has no words for action %s", language, code)
			}
		}
	}
	if found < 20 {
		t.Fatalf("only %d actions found: the search is broken", found)
	}
}

// TestTellingNeverPanics: whatever a history holds, it can be told.
func TestTellingNeverPanics(t *testing.T) {
	teller := New(words(t, locale.Chinese), nil)
	rapid.Check(t, func(t *rapid.T) {
		raw := func(label string) json.RawMessage {
			return json.RawMessage(rapid.SampledFrom([]string{"", `"x"`, `1`, `{}`, `{"text":3}`, `[`, `["a",{}]`, `null`, `true`, `{"name":"甲"}`, "\xff"}).Draw(t, label))
		}
		path := rapid.SampledFrom([]string{"", "/", "/indicators/#a/actual/text", "/0/1", "/#a", "/funds/3/executed", "/project/name/x", "nonsense", "/x/y/#z/w"}).Draw(t, "path")
		action := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"import", "review", "panel"})).Draw(t, "action")
		reason := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"begin 2022/a/0001", "edit /", "x 2022//", "form p 2022/a", "keep review", "import"})).Draw(t, "reason")
		e := storage.Entry{Action: storage.Action(action), Reason: reason, Ops: []storage.Op{{
			Key:     rapid.SampledFrom([]string{"evaluation\x002022\x00a", "year\x002022", "note\x00x", "setting\x00y", "comment\x002022\x00a\x00c", "", "evaluation"}).Draw(t, "key"),
			Changes: []delta.Change{{Path: path, Old: raw("old"), New: raw("new")}, {Path: path + "/x", New: raw("more")}},
		}}}
		_ = teller.Sentence(&e)
		_, _ = About(&e)
		for _, f := range teller.Fields(&e) {
			_ = teller.Change(&f) + f.Path()
		}
	})
}

func TestWorkBesideTheEvaluationsIsTold(t *testing.T) {
	store, teller, e := told(t, locale.Chinese)
	note := func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Note: "head/x", Content: []byte(`{}`)}}, nil
	}
	name := string([]rune(e.Project.Name)[:8])
	of := "2022/" + e.ID
	for _, c := range []struct {
		action storage.Action
		reason string
		wants  []string
	}{
		{storage.ActionReview, "begin " + of + "/0001", []string{"开始审核", name, "第 1 轮"}},
		{storage.ActionReview, "edit " + of + "/0002", []string{"审核", name, "第 2 轮"}},
		{storage.ActionReview, "answer " + of + "/0012", []string{"答复意见", "第 12 轮"}},
		{storage.ActionReview, "return " + of + "/0001", []string{"退回修改", name}},
		{storage.ActionReview, "accept " + of + "/0001", []string{"审核通过", name}},
		{storage.ActionReview, "of-a-later-version " + of + "/0001", []string{"审核", name}},
		{storage.ActionPanel, "begin p1 " + of, []string{"组织评分", name}},
		{storage.ActionPanel, "form p1/e1 " + of, []string{"填写评分", name}},
		{storage.ActionPanel, "submit p1/e1 " + of, []string{"提交评分", name}},
		{storage.ActionPanel, "merge p1 " + of, []string{"收取评分", name}},
		{storage.ActionPanel, "arbitrate p1 " + of, []string{"仲裁", name}},
		{storage.ActionImport, "keep review", []string{"审核"}}, // as earlier versions wrote it
		{storage.ActionImport, "keep panel", []string{"专家评分"}},
		{storage.ActionImport, "keep scheme", []string{"登记随包资料"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			if err := store.Apply(t.Context(), c.action, c.reason, note); err != nil {
				t.Fatal(err)
			}
			var last storage.Entry
			if err := store.Entries(t.Context(), 1, func(e storage.Entry) error { last = e; return nil }); err != nil {
				t.Fatal(err)
			}
			got := teller.Sentence(&last)
			for _, want := range c.wants {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not say %q", got, want)
				}
			}
			if strings.ContainsAny(got, "/{}") || strings.Contains(got, "chronicle.") || strings.Contains(got, "导入") {
				t.Errorf("%q shows paths, codes or an import", got)
			}
		})
	}
}
