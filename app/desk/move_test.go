package desk

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/round"
	"zhunsheng/storage"
)

// idsOf lists the evaluations of a year by ID, "" for a year that is not there.
func idsOf(t *testing.T, d *Desk, year int) string {
	t.Helper()
	headers, err := d.Headers(t.Context(), year)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		t.Fatal(err)
	}
	var ids []string
	for i := range headers {
		ids = append(ids, headers[i].ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func TestMoveTakesDraftsAlongAndIsUndone(t *testing.T) {
	d := counted(newDesk(t))
	example(t, d)
	id := exampleID(t, d)
	before, _, err := d.Open(t.Context(), 2022, id)
	if err != nil {
		t.Fatal(err)
	}
	was, err := before.Encode()
	if err != nil {
		t.Fatal(err)
	}
	drafts := edit.Drafts{"field/date": {"": {Text: "春天"}}}
	if err := d.KeepDrafts(t.Context(), 2022, id, drafts); err != nil {
		t.Fatal(err)
	}
	at, err := d.YearFor(t.Context(), before, 2023)
	if err != nil || !at.New || at.Closed || at.Fits || len(at.Same) > 0 { // the example's scheme is for 2022 only
		t.Errorf("2023 is %+v, %v", at, err)
	}
	got, err := d.Move(t.Context(), Move{Year: 2022, ID: id, To: 2023})
	if err != nil || got != id || idsOf(t, d, 2022) != "" || idsOf(t, d, 2023) != id {
		t.Fatalf("moved as %q: %v, 2022 %q, 2023 %q", got, err, idsOf(t, d, 2022), idsOf(t, d, 2023))
	}
	if kept, err := d.Drafts(t.Context(), 2023, id); err != nil || kept["field/date"][""].Text != "春天" {
		t.Errorf("drafts %v, %v", kept, err)
	}
	if e, scheme, err := d.Open(t.Context(), 2023, id); err != nil || e.FiscalYear != 2023 || scheme.ID != before.Scheme.ID {
		t.Errorf("opened %v, %v", scheme, err)
	}
	next, err := d.NextSteps(t.Context(), speak(t))
	if err != nil || !strings.Contains(next.Undo, "更改年度") || !strings.Contains(next.Undo, "2022 年度 → 2023 年度") || !strings.Contains(next.Undo, "江门市级扶持") {
		t.Errorf("undo would turn to %q, %v", next.Undo, err)
	}
	if turned, err := d.UndoLast(t.Context(), speak(t)); err != nil || !turned.Moved || turned.Year != 2022 || turned.ID != id {
		t.Fatalf("%+v, %v", turned, err)
	}
	back, _, err := d.Open(t.Context(), 2022, id)
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := back.Encode(); !bytes.Equal(was, now) {
		t.Error("undone is not the same")
	}
	if years, _ := d.Years(t.Context()); len(years) != 1 {
		t.Errorf("years %v", years)
	}
	if kept, _ := d.Drafts(t.Context(), 2022, id); kept["field/date"][""].Text != "春天" {
		t.Errorf("drafts %v", kept)
	}
}

func TestMoveAsksAboutTheSameProject(t *testing.T) {
	for _, answer := range []Beside{KeepBeside, ReplaceBeside} {
		d := counted(newDesk(t))
		example(t, d)
		id := exampleID(t, d)
		made, err := d.CarryOver(t.Context(), 2022, []string{id}, 2023)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Move(t.Context(), Move{Year: 2022, ID: id, To: 2023})
		var taken *TakenError
		if !errors.As(err, &taken) || taken.Others[0].ID != made[0] || idsOf(t, d, 2022) != id {
			t.Fatalf("%v", err)
		}
		if said := app.Sentence(speak(t), err); !strings.Contains(said, "2023 年度已有同一项目的自评") {
			t.Errorf("says %q", said)
		}
		if _, err := d.Move(t.Context(), Move{Year: 2022, ID: id, To: 2023, Beside: answer}); err != nil {
			t.Fatal(err)
		}
		want := id
		if answer == KeepBeside {
			want = strings.Join([]string{id, made[0]}, " ")
			if made[0] < id {
				want = strings.Join([]string{made[0], id}, " ")
			}
		}
		if got := idsOf(t, d, 2023); got != want {
			t.Errorf("%s: 2023 holds %q, want %q", answer, got, want)
		}
		next, _ := d.NextSteps(t.Context(), speak(t))
		if replaced := strings.Contains(next.Undo, "替换"); replaced != (answer == ReplaceBeside) {
			t.Errorf("%s: undo would turn to %q", answer, next.Undo)
		}
		if _, err := d.UndoLast(t.Context(), speak(t)); err != nil || idsOf(t, d, 2022) != id || idsOf(t, d, 2023) != made[0] {
			t.Errorf("undone: %v, 2022 %q, 2023 %q", err, idsOf(t, d, 2022), idsOf(t, d, 2023))
		}
	}
}

func TestMoveIsRefusedWithASentence(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, d *Desk, id string)
		to      int
		want    string
	}{
		{"signed", func(t *testing.T, d *Desk, _ string) {
			change(t, d, func(e *scoring.Evaluation) { e.Status = scoring.StatusSigned })
		}, 2023, "已签名"},
		{"submitted", func(t *testing.T, d *Desk, _ string) {
			change(t, d, func(e *scoring.Evaluation) { e.Status = scoring.StatusSubmitted })
		}, 2023, "改回草稿"},
		{"under review", func(t *testing.T, d *Desk, id string) {
			if _, err := d.BeginRound(t.Context(), 2022, id, round.Person{Name: "审核员"}); err != nil {
				t.Fatal(err)
			}
		}, 2023, "1 轮审核"},
		{"closed", func(t *testing.T, d *Desk, _ string) {
			if err := errors.Join(d.BeginYear(t.Context(), 2021, "局"), d.CloseYear(t.Context(), 2021, "")); err != nil {
				t.Fatal(err)
			}
		}, 2021, "封存"},
		{"no such year", func(*testing.T, *Desk, string) {}, 1900, "1990-2100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			example(t, d)
			id := exampleID(t, d)
			test.prepare(t, d, id)
			_, err := d.Move(t.Context(), Move{Year: 2022, ID: id, To: test.to})
			if err == nil || idsOf(t, d, 2022) != id {
				t.Fatal("moved")
			}
			if said := app.Sentence(speak(t), err); !strings.Contains(said, test.want) {
				t.Errorf("says %q, want %q", said, test.want)
			}
		})
	}
}

func TestReplacingWhatWasSignedThereIsRefused(t *testing.T) {
	d := counted(newDesk(t))
	example(t, d)
	id := exampleID(t, d)
	made, err := d.CarryOver(t.Context(), 2022, []string{id}, 2023)
	if err != nil {
		t.Fatal(err)
	}
	there, _, err := d.Open(t.Context(), 2023, made[0])
	if err != nil {
		t.Fatal(err)
	}
	there.Status = scoring.StatusSigned
	if err := d.Save(t.Context(), there); err != nil {
		t.Fatal(err)
	}
	var standing *recast.StandingError
	if _, err := d.Move(t.Context(), Move{Year: 2022, ID: id, To: 2023, Beside: ReplaceBeside}); !errors.As(err, &standing) || idsOf(t, d, 2022) != id {
		t.Errorf("%v", err)
	}
}

func TestRulesOfferNewerVersionsFirst(t *testing.T) {
	d := newDesk(t)
	example(t, d)
	e, scheme, err := d.Open(t.Context(), 2022, exampleID(t, d))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Rules(e) {
		if r.Scheme == scheme || r.Newer || r.Ref.Hash != "" {
			t.Errorf("offers %+v", r.Ref)
		}
	}
	next, err := scheme.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	next.Thresholds.HeavyIndicator = next.FullMark
	hash, err := d.KeepScheme(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	rules := d.Rules(e)
	if first := rules[0]; !first.Newer || first.Ref != (scoring.SchemeRef{ID: scheme.ID, Version: next.Version, Hash: hash}) {
		t.Errorf("offers %+v first", first.Ref)
	}
	if len(rules) != len(d.SchemesFor(2022)) {
		t.Errorf("offers %d", len(rules))
	}
}

// TestSchemeIsOneEntryOfTheHistoryAndComesBackAfterARestart: over the real store.
func TestSchemeIsOneEntryOfTheHistory(t *testing.T) {
	d := newDesk(t)
	example(t, d)
	s := sitDown(t, d)
	was, err := s.Evaluation().Encode()
	if err != nil {
		t.Fatal(err)
	}
	rules := d.Rules(s.Evaluation())
	at := slices.IndexFunc(rules, func(r Rule) bool { return r.Scheme.ID == "twenty-eighty" })
	if err := s.Apply(s.SetScheme(rules[at].Scheme, rules[at].Ref)); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	s = sitDown(t, d) // as after a restart
	if s.Scheme().ID != "twenty-eighty" || s.Card().Reweighed {
		t.Errorf("opened under %s", s.Scheme().ID)
	}
	if undo := s.Next().Undo; !strings.Contains(undo, "评分办法") || !strings.Contains(undo, "预算执行率20分、绩效指标80分") {
		t.Errorf("undo would turn to %q", undo)
	}
	s.Undo()
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	now, _ := s.Evaluation().Encode()
	if !bytes.Equal(was, now) || s.Scheme().ID != "jiangmen-example-2022" || s.Card().Total.String() != "99.00" {
		t.Errorf("undone: under %s, %s", s.Scheme().ID, s.Card().Total)
	}
}

func TestDeadlineOfTheYearIsKnownToTheChecks(t *testing.T) {
	d := newDesk(t)
	example(t, d)
	id := exampleID(t, d)
	change(t, d, func(e *scoring.Evaluation) { e.SignOff.Date = "2023-03-01" })
	waiting := func() int {
		headers, err := d.Headers(t.Context(), 2022)
		if err != nil {
			t.Fatal(err)
		}
		insights, err := d.Insights(t.Context(), headers, nil)
		if err != nil {
			t.Fatal(err)
		}
		return insights[id].Waiting
	}
	before := waiting()
	if err := d.SetDeadline(t.Context(), 2022, "2023-01-31"); err != nil {
		t.Fatal(err)
	}
	if got := waiting(); got != before+1 {
		t.Errorf("%d wait, want %d and one more", got, before)
	}
	e, scheme, err := d.Open(t.Context(), 2022, id)
	if err != nil {
		t.Fatal(err)
	}
	known, err := d.Known(t.Context(), e)
	if err != nil || known.Deadline != "2023-01-31" {
		t.Fatalf("knows %q, %v", known.Deadline, err)
	}
	late := func(findings []review.Finding) bool {
		return slices.ContainsFunc(findings, func(f review.Finding) bool { return f.Check == "D18" })
	}
	if !late(known.Run(scheme, e, scoring.Score(scheme, e))) || !late(d.assess(t.Context(), scheme, e, nil).Findings) {
		t.Error("the date of the example is not late")
	}
	if said := d.words().Text("review.D18", nil); !strings.Contains(said, "截止日期") || d.words().Language() != locale.Chinese {
		t.Errorf("says %q", said)
	}
	if err := d.SetDeadline(t.Context(), 2022, ""); err != nil || waiting() != before {
		t.Errorf("%v, %d wait", err, waiting())
	}
}
