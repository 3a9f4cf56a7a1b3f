package handover

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

// memory is a store that lives in maps. It can be made to fail.
type memory struct {
	mu          sync.Mutex
	revision    uint64
	evaluations map[string]kept
	notes       map[string][]byte
	own         map[string][]byte
	closed      map[int]bool
	changes     int   // made so far
	failAt      int   // number of the change that fails, 0: none
	failure     error // why
}

type kept struct {
	content  []byte
	revision uint64
}

var _ Store = (*memory)(nil)

func newMemory() *memory {
	return &memory{evaluations: map[string]kept{}, notes: map[string][]byte{}, own: map[string][]byte{}, closed: map[int]bool{}}
}

// clone copies the content, restore puts it back.
func (m *memory) clone() *memory {
	return &memory{revision: m.revision, notes: maps.Clone(m.notes), evaluations: maps.Clone(m.evaluations), closed: m.closed}
}

func (m *memory) restore(from *memory) {
	m.revision, m.notes, m.evaluations = from.revision, from.notes, from.evaluations
}

func (m *memory) Revisions(_ context.Context, years []int) (map[string]uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[string]uint64{}
	for key, e := range m.evaluations {
		if len(years) == 0 || slices.Contains(years, yearOf(key)) {
			all[key] = e.revision
		}
	}
	return all, nil
}

func (m *memory) Evaluation(_ context.Context, key string) ([]byte, uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.evaluations[key]
	if !ok {
		return nil, 0, ErrAbsent
	}
	return e.content, e.revision, nil
}

func (m *memory) Closed(_ context.Context, year int) (bool, error) { return m.closed[year], nil }

func (m *memory) Notes(_ context.Context, prefix string, visit func(string, []byte) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(m.notes)) {
		if strings.HasPrefix(name, prefix) {
			if err := visit(name, m.notes[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) Note(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.notes[name]
	if !ok {
		return nil, ErrAbsent
	}
	return value, nil
}

func (m *memory) Own(_ context.Context, kind, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.own[kind+"/"+key], nil
}

func (m *memory) Head(context.Context) (string, error) { return fmt.Sprint(m.revision), nil }

func (m *memory) Change(_ context.Context, _ string, build func(uint64) ([]Change, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	changes, err := build(m.revision + 1)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.Evaluation != "" && m.evaluations[c.Evaluation].revision != c.Seen {
			return ErrMoved
		}
	}
	if m.changes++; m.changes == m.failAt {
		return m.failure
	}
	m.revision++
	for _, c := range changes {
		switch {
		case c.Own != "" && c.Value == nil:
			delete(m.own, c.Own+"/"+c.Key)
		case c.Own != "":
			m.own[c.Own+"/"+c.Key] = c.Value
		case c.Note != "" && c.Value == nil:
			delete(m.notes, c.Note)
		case c.Note != "":
			m.notes[c.Note] = c.Value
		case c.Value == nil:
			delete(m.evaluations, c.Evaluation)
		default:
			m.evaluations[c.Evaluation] = kept{c.Value, m.revision}
		}
	}
	return nil
}

// files keeps evidence in a map.
type files map[string][]byte

func (f files) Has(_ context.Context, sha string) (bool, error) { _, ok := f[sha]; return ok, nil }

func (f files) Sizes(_ context.Context, shas []string) (map[string]int64, error) {
	sizes := map[string]int64{}
	for _, sha := range shas {
		if data, ok := f[sha]; ok {
			sizes[sha] = int64(len(data))
		}
	}
	return sizes, nil
}

func (f files) Open(_ context.Context, sha string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(f[sha])), nil
}

func (f files) Begin() (EvidenceBatch, error) { return &fileBatch{to: f, kept: files{}}, nil }

type fileBatch struct {
	mu       sync.Mutex
	to, kept files
}

func (b *fileBatch) Keep(_ context.Context, sha string, file io.Reader) error {
	data, err := io.ReadAll(file)
	if err == nil && hashOf(string(data)) != sha {
		err = bundle.ErrContent
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		b.kept[sha] = data
	}
	return err
}

func (b *fileBatch) Commit() error {
	maps.Copy(b.to, b.kept)
	return nil
}

func (b *fileBatch) Discard() error { return nil }

// desk is one evaluator with a store.
type desk struct {
	t      testing.TB
	name   string
	store  *memory
	files  files
	key    bundle.DeviceKey
	x      *Exchange
	clock  int
	bundle int
}

func newDesk(t testing.TB, name string) *desk {
	seed := sha256.Sum256([]byte(name))
	d := &desk{t: t, name: name, store: newMemory(), files: files{}, key: bundle.DeviceKey{Private: ed25519.NewKeyFromSeed(seed[:])}}
	d.x = New(d.store, d.files, Who{
		Device: d.device(), Author: name, Unit: "unit of " + name, Program: "test",
		Now: func() time.Time {
			d.clock++
			return time.Date(2023, 1, 1, 0, 0, d.clock, 0, time.UTC)
		},
		NewID: func() string { d.bundle++; return fmt.Sprintf("%x-%d", name, d.bundle) },
	})
	return d
}

func (d *desk) public() ed25519.PublicKey { return d.key.Private.Public().(ed25519.PublicKey) }

func (d *desk) device() string { return bundle.DeviceID(d.public()) }

// edit does what a user does in the app, past the exchange.
func (d *desk) edit(key string, change func(e *scoring.Evaluation)) {
	d.t.Helper()
	e := evaluation(key)
	if old, ok := d.store.evaluations[key]; ok {
		var err error
		if e, err = scoring.RestoreEvaluation(old.content); err != nil {
			d.t.Fatal(err)
		}
	}
	change(e)
	content, err := compact(e)
	if err != nil {
		d.t.Fatal(err)
	}
	d.store.revision++
	d.store.evaluations[key] = kept{content, d.store.revision}
}

func (d *desk) remove(key string) {
	d.store.revision++
	delete(d.store.evaluations, key)
}

func (d *desk) get(key string) *scoring.Evaluation {
	d.t.Helper()
	e, err := scoring.RestoreEvaluation(d.store.evaluations[key].content)
	if err != nil {
		d.t.Fatalf("%s of %s: %v", key, d.name, err)
	}
	return e
}

// evaluation is a small evaluation.
func evaluation(key string) *scoring.Evaluation {
	year, id, _ := strings.Cut(key, "/")
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: id, Scheme: scoring.SchemeRef{ID: "national"}, MoneyUnit: "万元",
		Project: scoring.Project{Name: "项目 " + id, Unit: "市财政局", Department: "财政局"},
		SignOff: scoring.SignOff{Preparer: "王小明", Contact: "13912345678"},
	}
	fmt.Sscan(year, &e.FiscalYear)
	for i := range 3 {
		e.Indicators = append(e.Indicators, scoring.Indicator{
			ID: fmt.Sprintf("i%d", i), Level1: "产出", Level2: "数量", Name: fmt.Sprintf("指标%d", i), Method: scoring.Method{Kind: "manual"},
		})
	}
	return e
}

// pack makes a bundle's bytes.
func (d *desk) pack(sel Selection) []byte {
	d.t.Helper()
	c, err := d.x.Export(context.Background(), sel)
	if err != nil {
		d.t.Fatal(err)
	}
	if !sel.Deidentified {
		c.Signers = []bundle.Signer{d.key}
	}
	var out bytes.Buffer
	if _, err := bundle.Write(context.Background(), &out, c); err != nil {
		d.t.Fatal(err)
	}
	return out.Bytes()
}

// open opens a bundle; senders are trusted.
func (d *desk) open(data []byte, trusted ...*desk) *bundle.Reader {
	d.t.Helper()
	devices := bundle.Devices{}
	for _, other := range trusted {
		devices[bundle.KeyID(other.public())] = other.name
	}
	r, err := bundle.Open(bytes.NewReader(data), int64(len(data)), bundle.Options{Devices: devices})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// take takes in all that another desk has.
func (d *desk) take(from *desk) *Result {
	d.t.Helper()
	out, err := d.x.Import(context.Background(), d.open(from.pack(Selection{Kind: bundle.KindYear}), from), Choice{})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// same compares all that two stores have, revisions aside.
func same(t testing.TB, a, b *desk) {
	t.Helper()
	if x, y := a.contents(), b.contents(); !maps.Equal(x, y) {
		t.Fatalf("%s and %s differ:\n%v\n%v", a.name, b.name, x, y)
	}
}

func (d *desk) contents() map[string]string {
	all := map[string]string{}
	for key, e := range d.store.evaluations {
		all[key] = string(e.content)
	}
	for name, value := range d.store.notes {
		if strings.HasPrefix(name, noteRecord) {
			all[name] = string(value)
		}
	}
	return all
}

func hashOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

var errDisk = errors.New("no space left on device")
