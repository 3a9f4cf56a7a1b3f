package storage

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"zhunsheng/scoring"
)

// sample makes an evaluation that needs no scheme.
func sample(id string) *scoring.Evaluation {
	return &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: id, FiscalYear: 2022,
		Project: scoring.Project{Name: "项目 " + id}, Indicators: []scoring.Indicator{{ID: "i1", Name: "指标"}},
	}
}

// withSamples makes a store in memory with evaluations a, b and c.
func withSamples(t *testing.T) *Store {
	t.Helper()
	s := OpenMemory(Options{})
	if _, err := s.CreateYear(t.Context(), Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c"} {
		if _, err := s.Create(t.Context(), sample(id)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// put writes a value behind the store's back.
func put(t *testing.T, s *Store, key, value []byte) {
	t.Helper()
	s.lists.forget()
	if err := s.engine.apply([]keyValue{{key, value}}); err != nil {
		t.Fatal(err)
	}
}

func raw(t *testing.T, s *Store, key []byte) []byte {
	t.Helper()
	var value []byte
	err := s.engine.view(func(tx reader) (err error) {
		value, err = tx.get(key)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestDamagedRecordsAreReported(t *testing.T) {
	key := evaluationKey(2022, "b")
	good := raw(t, withSamples(t), key)
	content := func(json string) []byte { return pack(key, record{revision: 3, content: []byte(json)}) }
	cases := map[string][]byte{
		"empty":                {},
		"cut":                  good[:len(good)-1],
		"cut in the head":      good[:recordHead-1],
		"a bit flipped":        flip(good, len(good)-3),
		"the revision flipped": flip(good, 12),
		"unknown layout":       flip(good, 0),
		"another's record":     raw(t, withSamples(t), evaluationKey(2022, "a")),
		"another's content":    content(`{"format":"zhunsheng/evaluation/1","id":"a","fiscalYear":2022}`),
		"no JSON":              content("{"),
		"null":                 content("null"),
		"trailing data":        content(string(good[recordHead:]) + "{}"),
		"an unknown member":    content(`{"id":"b","fiscalYear":2022,"future":1}`),
		"a member twice":       content(`{"id":"b","fiscalYear":2022,"id":"b"}`),
		"not UTF-8":            content("{\"id\":\"b\",\"fiscalYear\":2022,\"status\":\"\xff\"}"),
		"too deep":             content(strings.Repeat("[", 65) + strings.Repeat("]", 65)),
	}
	for name, value := range cases {
		t.Run(name, func(t *testing.T) {
			s := withSamples(t)
			put(t, s, key, value)
			_, _, err := s.Evaluation(t.Context(), 2022, "b")
			var damaged *DamagedError
			if !errors.As(err, &damaged) || damaged.Place != `evaluation "b" of 2022` {
				t.Errorf("error is %v", err)
			}
			_, err = s.Update(t.Context(), 2022, "b", func(*scoring.Evaluation) error { return nil })
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("error of an edit is %v", err)
			}
			if _, _, err := s.Evaluation(t.Context(), 2022, "a"); err != nil {
				t.Errorf("another evaluation: %v", err)
			}
			if headers, err := s.Headers(t.Context(), 2022); err != nil || len(headers) != 3 {
				t.Errorf("%d headers (%v)", len(headers), err)
			}
		})
	}
}

func flip(value []byte, at int) []byte {
	value = bytes.Clone(value)
	value[at] ^= 0x10
	return value
}

func TestDamagedHeaderIsDerivedAgain(t *testing.T) {
	s := withSamples(t)
	want, err := s.Headers(t.Context(), 2022)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, headerKey(2022, "b"), []byte("nonsense"))
	got, err := s.Headers(t.Context(), 2022)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("headers are %v (%v), want %v", got, err, want)
	}
	put(t, s, evaluationKey(2022, "b"), []byte("nonsense too"))
	got, err = s.Headers(t.Context(), 2022)
	if !errors.Is(err, ErrDamaged) || len(got) != 2 {
		t.Errorf("%d headers (%v), want the two that are whole and what is wrong", len(got), err)
	}
}

func TestDamagedYearAndSetting(t *testing.T) {
	s := withSamples(t)
	if _, err := s.CreateYear(t.Context(), Year{Year: 2023}); err != nil {
		t.Fatal(err)
	}
	put(t, s, yearKey(2022), flip(raw(t, s, yearKey(2022)), 14))
	put(t, s, settingKey("x"), []byte("nonsense"))
	if years, err := s.Years(t.Context()); !errors.Is(err, ErrDamaged) || len(years) != 1 {
		t.Errorf("years are %v (%v)", years, err)
	}
	if _, err := s.Settings(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("settings: %v", err)
	}
	if err := s.SetSetting(t.Context(), "x", "repaired"); err != nil {
		t.Error(err)
	}
	// Reading evaluations does not need the year, changing them does.
	if headers, err := s.Headers(t.Context(), 2022); err != nil || len(headers) != 3 {
		t.Errorf("%d headers (%v)", len(headers), err)
	}
	if _, err := s.Update(t.Context(), 2022, "a", func(*scoring.Evaluation) error { return nil }); !errors.Is(err, ErrDamaged) {
		t.Errorf("edit: %v", err)
	}
}

func TestHeadersOfOlderRulesAreDerivedAgainAtOpen(t *testing.T) {
	s := withSamples(t)
	want := raw(t, s, headerKey(2022, "b"))
	for _, id := range []string{"a", "b", "c"} {
		old := record{revision: 1, content: []byte(`{"id":"` + id + `","fiscalYear":2022,"name":"old"}`)}
		put(t, s, headerKey(2022, id), pack(headerKey(2022, id), old))
	}
	put(t, s, evaluationKey(2022, "c"), []byte("damaged"))
	put(t, s, metaKey(metaDerivation), nil)
	device := s.device
	s = newStore(s.engine, s.ledger, nil, Options{}.withDefaults())
	s.device = device
	if err := s.prepare(); err != nil {
		t.Fatal(err)
	}
	if got := raw(t, s, headerKey(2022, "b")); !bytes.Equal(got, want) {
		t.Errorf("header is %q, want %q", got, want)
	}
	if h, err := s.Header(t.Context(), 2022, "c"); err != nil || h.Name != "old" {
		t.Errorf("the header of a damaged evaluation is %v (%v)", h, err)
	}
	if n, err := s.readNumber(metaDerivation); err != nil || n != derivation {
		t.Errorf("derivation is %d (%v)", n, err)
	}
	if last, err := s.Revision(t.Context()); err != nil || last != 4 || s.sequence != 4 {
		t.Errorf("the last change is %d, in memory %d (%v)", last, s.sequence, err)
	}
}

func TestRecordsOfANewerFormatAreRefused(t *testing.T) {
	s := withSamples(t)
	if err := s.writeNumbers(map[string]int{metaFormat: Format + 1}); err != nil {
		t.Fatal(err)
	}
	var newer *FormatError
	if err := s.prepare(); !errors.As(err, &newer) || newer.Found != Format+1 || newer.Known != Format {
		t.Errorf("error is %v", err)
	}
}

// failing is an engine whose disk is full.
type failing struct{ *memoryEngine }

func (failing) apply([]keyValue) error {
	return fmt.Errorf("%w: %w", ErrWriteFailed, bounded(fmt.Errorf("while writing: %w", syscall.ENOSPC)))
}

func TestNothingIsWrittenAfterAFailedWrite(t *testing.T) {
	s := withSamples(t)
	whole := s.engine.(*memoryEngine)
	s.engine = failing{whole}
	edit := func(e *scoring.Evaluation) error { e.Project.Name = "changed"; return nil }
	_, err := s.Update(t.Context(), 2022, "a", edit)
	if !errors.Is(err, ErrWriteFailed) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error is %v", err)
	}
	s.engine = whole
	if _, err := s.Update(t.Context(), 2022, "a", edit); !errors.Is(err, ErrWriteFailed) {
		t.Errorf("error of a later edit is %v", err)
	}
	if e, _, err := s.Evaluation(t.Context(), 2022, "a"); err != nil || e.Project.Name != "项目 a" {
		t.Errorf("evaluation is %v (%v)", e, err)
	}
}

func TestDatabaseErrorsAreCutToOneLine(t *testing.T) {
	long := fmt.Errorf("table index:\n\x00 %s\xff %w", strings.Repeat("键 ", 100_000), syscall.EIO)
	got := bounded(long)
	if text := got.Error(); len(text) > maxErrorLine+20 || strings.ContainsAny(text, "\n\x00") || !strings.HasSuffix(text, "...") {
		t.Errorf("error is %q", text)
	}
	if !errors.Is(got, syscall.EIO) {
		t.Error("the system's error number is lost")
	}
	if bounded(nil) != nil {
		t.Error("no error became one")
	}
	if got := bounded(errors.New("no errno")); errors.Is(got, syscall.Errno(0)) {
		t.Error("an error number was made up")
	}
}
