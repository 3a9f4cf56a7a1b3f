package storagetest

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func testIsolation(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	e.Project.Name = "changed by the caller"
	got, _, err := s.Evaluation(ctx, 2022, "a")
	must(t, err)
	got.Indicators[0].Name = "changed by the reader"
	wantEvaluation(t, s, Evaluation(2022, "a", 50), h.Revision)
	secret := []byte("secret")
	must(t, s.CreateIdentity(ctx, secret))
	secret[0] = 'X'
	value(s.Identity(ctx))(t)[1] = 'X'
	wantEqual(t, "identity", string(value(s.Identity(ctx))(t)), "secret")
}

func testConcurrent(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	create(t, s, Evaluation(2022, "shared", 0))
	const workers, edits = 4, 10
	var wg sync.WaitGroup
	errs := make(chan error, workers*(edits+1))
	for w := range workers {
		wg.Go(func() {
			own := "own" + strconv.Itoa(w)
			_, err := s.Create(ctx, Evaluation(2022, own, w))
			errs <- err
			for range edits {
				_, err := s.Update(ctx, 2022, "shared", func(e *scoring.Evaluation) error {
					e.Project.Period += strconv.Itoa(w)
					return nil
				})
				errs <- err
				if _, err := s.Headers(ctx, 2022); err != nil {
					t.Errorf("listing beside edits: %v", err)
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		must(t, err)
	}
	e, revision, err := s.Evaluation(ctx, 2022, "shared")
	must(t, err)
	for w := range workers {
		wantEqual(t, "edits kept", strings.Count(e.Project.Period, strconv.Itoa(w)), edits)
	}
	if last := value(s.Revision(ctx))(t); last != 2+workers*(edits+1) || revision > last {
		t.Errorf("last change is %d", last)
	}
	wantEqual(t, "evaluations", len(value(s.Headers(ctx, 2022))(t)), workers+1)
}

func testIdentity(t *testing.T, s Store) {
	ctx := t.Context()
	first, second := []byte{0, 1, 2, 0xff}, []byte("second")
	wantError(t, s.ReplaceIdentity(ctx, nil, second), storage.ErrNotFound)
	wantError(t, s.CreateIdentity(ctx, nil), storage.ErrInvalid)
	wantError(t, s.CreateIdentity(ctx, make([]byte, storage.MaxIdentity+1)), storage.ErrTooLarge)
	must(t, s.CreateIdentity(ctx, first))
	wantError(t, s.CreateIdentity(ctx, second), storage.ErrExists)
	wantError(t, s.ReplaceIdentity(ctx, second, second), storage.ErrConflict)
	wantEqual(t, "identity", value(s.Identity(ctx))(t), first)
	must(t, s.ReplaceIdentity(ctx, first, second))
	wantEqual(t, "identity", value(s.Identity(ctx))(t), second)
}

func testSettings(t *testing.T, s Store) {
	ctx := t.Context()
	must(t, s.SetSetting(ctx, "scheme", "cn-2020"))
	must(t, s.SetSetting(ctx, "办法", "多行\n文字"))
	must(t, s.SetSetting(ctx, "empty", ""))
	must(t, s.SetSetting(ctx, "scheme", "jiangmen"))
	wantEqual(t, "setting", value(s.Setting(ctx, "scheme"))(t), "jiangmen")
	wantEqual(t, "settings", value(s.Settings(ctx))(t), map[string]string{"scheme": "jiangmen", "办法": "多行\n文字", "empty": ""})
	last := value(s.Revision(ctx))(t)
	must(t, s.SetSetting(ctx, "scheme", "jiangmen"))
	must(t, s.DeleteSetting(ctx, "nothing"))
	wantEqual(t, "revision", value(s.Revision(ctx))(t), last)
	must(t, s.DeleteSetting(ctx, "empty"))
	_, err := s.Setting(ctx, "empty")
	wantError(t, err, storage.ErrNotFound)
	wantError(t, s.SetSetting(ctx, "", "x"), storage.ErrInvalid)
	wantError(t, s.SetSetting(ctx, "a\x00b", "x"), storage.ErrInvalid)
	wantError(t, s.SetSetting(ctx, "a", "\xff"), storage.ErrInvalid)
	wantError(t, s.SetSetting(ctx, "a", strings.Repeat("x", storage.MaxSetting+1)), storage.ErrTooLarge)
}

func testContext(t *testing.T, s Store) {
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Update(ended, 2022, "a", func(e *scoring.Evaluation) error { setActual(e, 99); return nil })
	wantError(t, err, context.Canceled)
	_, err = s.Headers(ended, 2022)
	wantError(t, err, context.Canceled)
	wantEvaluation(t, s, e, h.Revision)
	// A context that ends during the edit does not undo it.
	running, cancel := context.WithCancel(t.Context())
	defer cancel()
	h = value(s.Update(running, 2022, "a", func(e *scoring.Evaluation) error {
		cancel()
		setActual(e, 60)
		return nil
	}))(t)
	setActual(e, 60)
	wantEvaluation(t, s, e, h.Revision)
}

func testClosed(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	create(t, s, Evaluation(2022, "a", 50))
	must(t, s.Close())
	must(t, s.Close())
	_, _, err := s.Evaluation(ctx, 2022, "a")
	wantError(t, err, storage.ErrClosed)
	_, err = s.Update(ctx, 2022, "a", func(*scoring.Evaluation) error { return nil })
	wantError(t, err, storage.ErrClosed)
	_, err = s.Headers(ctx, 2022)
	wantError(t, err, storage.ErrClosed)
	wantError(t, s.SetSetting(ctx, "a", "b"), storage.ErrClosed)
}

func testReopen(t *testing.T, m Maker) {
	s := m.Open(t)
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	create(t, s, e)
	h := value(s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { setActual(e, 75); return nil }))(t)
	setActual(e, 75)
	gone := create(t, s, Evaluation(2022, "gone", 50))
	must(t, s.Delete(ctx, 2022, "gone", gone.Revision))
	must(t, s.CreateIdentity(ctx, []byte("identity")))
	must(t, s.SetSetting(ctx, "name", "value"))
	years, last := value(s.Years(ctx))(t), value(s.Revision(ctx))(t)
	for range 3 {
		s = m.Reopen(t, s)
		wantEqual(t, "years", value(s.Years(ctx))(t), years)
		wantEqual(t, "revision", value(s.Revision(ctx))(t), last)
		wantEvaluation(t, s, e, h.Revision)
		wantEqual(t, "headers", value(s.Headers(ctx, 2022))(t), []storage.Header{h})
		wantEqual(t, "identity", string(value(s.Identity(ctx))(t)), "identity")
		wantEqual(t, "setting", value(s.Setting(ctx, "name"))(t), "value")
	}
	must(t, s.Close())
}
