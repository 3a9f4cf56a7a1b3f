// Command stores measures the store beside bbolt and SQLite on the same work, in one run: each save of one is followed by one of the
// others, so whatever else the machine does slows all alike. It is a module of its own, so that the program does not depend on them.
//
//	cd .ci/stores && CGO_ENABLED=0 go run . [-n SAVES] [-dir FOLDER]
//
// A save is durable: an evaluation of 30 indicators was edited, and its content, header and an entry of the history are on disk. SQLite runs in
// WAL mode with synchronous=FULL, bbolt as it comes.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"

	"github.com/govalues/decimal"
)

// contender is a store under test.
type contender interface {
	name() string
	open(dir string) error
	load(evaluations iter.Seq[*scoring.Evaluation]) error
	save(id string, edit func(*scoring.Evaluation)) error
	list() (int, error)
	close() error
}

func main() {
	saves := flag.Int("n", 1000, "saves of each store")
	dir := flag.String("dir", "", "folder to work in, on the disk to be measured")
	bulk := flag.Int("bulk", 10_000, "evaluations of the bulk import")
	reopen := flag.String("open", "", "only open the store in this folder, and say what that takes")
	flag.Parse()
	if *reopen != "" {
		opening(*reopen)
		return
	}
	work, err := os.MkdirTemp(*dir, "stores-*")
	check(err)
	defer os.RemoveAll(work)
	autosave(work, *saves)
	importing(work, *bulk)
	sessions(work)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func contenders() []contender { return []contender{&ours{}, &boltStore{}, &sqliteStore{}} }

// evaluation makes one with 30 indicators, of about the size and variety of real ones.
func evaluation(i int) *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: fmt.Sprintf("e%05d", i), FiscalYear: 2022, Scheme: scoring.SchemeRef{ID: assets.NationalScheme, Version: "1"},
		Project:   scoring.Project{Name: fmt.Sprintf("第 %d 号科技专项资金项目", i), Code: fmt.Sprintf("P%07d", i*7), Unit: fmt.Sprintf("第 %d 单位", i%97), Department: "科学技术局"},
		MoneyUnit: "万元", Status: scoring.StatusDraft,
		Funds: []scoring.FundRow{{Name: "年度资金总额", Initial: amount(1000 + i), Adjusted: amount(900 + i), Executed: amount(800 + i%90)}},
	}
	levels := []string{"产出指标", "效益指标", "满意度指标"}
	for k := range 30 {
		context := target.Context{FiscalYear: 2022}
		e.Indicators = append(e.Indicators, scoring.Indicator{
			ID: fmt.Sprintf("i%02d", k), Level1: levels[k%3], Level2: "数量指标", Name: fmt.Sprintf("支持企业和机构数量之 %d-%d", i, k), Weight: decimal.MustNew(3, 0),
			Target: target.Parse(fmt.Sprintf("≥%d家", 100+(i*31+k*17)%900), context), Actual: target.Parse(fmt.Sprintf("%d家", 90+(i*13+k*29)%950), context),
			Method: scoring.Method{Kind: scoring.MethodProportional}, Reason: fmt.Sprintf("因项目第 %d 批立项时间推迟，第 %d 季度完成率偏低，已督促整改。", i%9, k%4+1),
		})
	}
	e.Narrative = []scoring.Narrative{{Section: "1", Text: strings.Repeat(fmt.Sprintf("项目 %d 按计划实施，资金使用规范。", i), 20)}}
	return e
}

func amount(n int) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: decimal.MustNew(int64(n)*100, 2), Valid: true}
}

func evaluations(n int) iter.Seq[*scoring.Evaluation] {
	return func(yield func(*scoring.Evaluation) bool) {
		for i := range n {
			if !yield(evaluation(i)) {
				return
			}
		}
	}
}

// autosave compares durable saves into stores of 2,000 evaluations.
func autosave(work string, saves int) {
	all := contenders()
	for _, c := range all {
		check(c.open(filepath.Join(work, "save-"+c.name())))
		check(c.load(evaluations(2000)))
	}
	took := make([][]time.Duration, len(all))
	for n := range saves {
		for k := range all {
			c := all[(n+k)%len(all)]
			start := time.Now()
			check(c.save(fmt.Sprintf("e%05d", n/50), func(e *scoring.Evaluation) { e.Indicators[n%30].Reason = fmt.Sprintf("第 %d 次修改", n) }))
			at := (n + k) % len(all)
			took[at] = append(took[at], time.Since(start))
		}
	}
	fmt.Printf("durable autosave, %d each, 2,000 evaluations of 30 indicators\n", saves)
	p50, p99 := map[string]float64{}, map[string]float64{}
	for k, c := range all {
		slices.Sort(took[k])
		p50[c.name()], p99[c.name()] = ms(took[k][len(took[k])/2]), ms(took[k][len(took[k])*99/100])
		fmt.Printf("  %-8s p50 %7.3f ms   p99 %7.3f ms\n", c.name(), p50[c.name()], p99[c.name()])
		check(c.close())
	}
	atLeast("p50 of bbolt to ours", p50["bbolt"]/p50["ours"], 2)
	atLeast("p50 of SQLite to ours", p50["sqlite"]/p50["ours"], 1)
	atMost("p99 of ours to the better of theirs", p99["ours"]/min(p99["bbolt"], p99["sqlite"]), 1)
	self, err := os.Executable()
	check(err)
	for _, c := range contenders() { // each in a process of its own
		command := exec.Command(self, "-open", filepath.Join(work, "save-"+c.name()))
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		check(command.Run())
	}
}

// opening opens a store once and lists its year twice.
func opening(dir string) {
	for _, c := range contenders() {
		if !strings.HasSuffix(dir, "-"+c.name()) {
			continue
		}
		start := time.Now()
		check(c.open(dir))
		opened := time.Since(start)
		start = time.Now()
		count, err := c.list()
		check(err)
		listed := time.Since(start)
		start = time.Now()
		_, err = c.list()
		check(err)
		again := time.Since(start)
		inUse := heap()
		used := resident()
		if c.name() == "ours" {
			defer func() {
				atMost("open, ms", ms(opened), 100)
				atMost("list of a year, ms", ms(listed), 20)
				atMost("resident memory, MB", used, 80)
			}()
		}
		fmt.Printf("  %-8s open %6.1f ms   list of %d: %6.1f ms, again %6.2f ms   heap %.0f MB, resident %.0f MB\n",
			c.name(), ms(opened), count, ms(listed), ms(again), inUse, used)
		check(c.close())
	}
}

// importing compares the import of many evaluations, and what they take on disk.
func importing(work string, count int) {
	fmt.Printf("import of %d evaluations of 30 indicators\n", count)
	state, others, took, closing := 0.0, 1e9, 0.0, 0.0
	for _, c := range contenders() {
		dir := filepath.Join(work, "bulk-"+c.name())
		check(c.open(dir))
		start, before := time.Now(), processor()
		check(c.load(evaluations(count)))
		imported, used := time.Since(start), processor()-before
		start = time.Now()
		check(c.close())
		closed := time.Since(start)
		fmt.Printf("  %-8s import %6.2f s (processor %5.2f s)   close %5.2f s   on disk %6.1f MB", c.name(), imported.Seconds(), used.Seconds(), closed.Seconds(), size(dir))
		if c.name() != "ours" {
			others = min(others, size(dir))
		} else {
			state, took, closing = size(filepath.Join(dir, "state")), imported.Seconds(), closed.Seconds()
			fmt.Printf(" (state %.1f, journal %.1f, snapshots %.1f)", size(filepath.Join(dir, "state")), size(filepath.Join(dir, "journal")), size(filepath.Join(dir, "snapshots")))
			check(c.open(dir))
			check(c.(*ours).store.Maintain(context.Background()))
			check(c.close())
			fmt.Printf("; after the background work %.1f (state %.1f, journal %.1f, snapshots %.1f)", size(dir), size(filepath.Join(dir, "state")), size(filepath.Join(dir, "journal")), size(filepath.Join(dir, "snapshots")))
		}
		fmt.Println()
	}
	atMost("import of 10,000, s", took*10_000/float64(count), 8)
	atMost("state on disk to that of the smaller of theirs", state/others, 1.0/3)
	atMost("close after the import, s", closing, 1)
}

// atLeast and atMost hold a figure against its mark.
func atLeast(what string, value, mark float64) { judge(what, value, "at least", mark, value >= mark) }

func atMost(what string, value, mark float64) { judge(what, value, "at most", mark, value <= mark) }

func judge(what string, value float64, how string, mark float64, met bool) {
	verdict := "met"
	if !met {
		verdict = "NOT met"
	}
	fmt.Printf("  mark: %s %.2f, asked: %s %.2f: %s\n", what, value, how, mark, verdict)
}

// sessions opens, edits and closes a store 400 times.
func sessions(work string) {
	dir := filepath.Join(work, "sessions")
	c := &ours{}
	check(c.open(dir))
	check(c.load(evaluations(50)))
	check(c.close())
	var worst time.Duration
	for n := range 400 {
		start := time.Now()
		check(c.open(dir))
		check(c.save(fmt.Sprintf("e%05d", n%50), func(e *scoring.Evaluation) { e.Indicators[0].Reason = fmt.Sprint(n) }))
		check(c.close())
		worst = max(worst, time.Since(start))
	}
	tables, err := filepath.Glob(filepath.Join(dir, "state", "*.sst"))
	check(err)
	fmt.Printf("400 short sessions leave %d tables, %.1f MB; the longest took %.0f ms\n", len(tables), size(dir), ms(worst))
	atMost("tables", float64(len(tables)), 10)
}

// processor is the time that the process has spent on processors.
func processor() time.Duration {
	var u syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// size is what the files below a folder take on disk, in MB.
func size(dir string) float64 {
	var total int64
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	check(err)
	return float64(total) / 1e6
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / 1e6
}

func resident() float64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var total, pages float64
	if _, err := fmt.Sscan(string(data), &total, &pages); err != nil {
		return 0
	}
	return pages * float64(os.Getpagesize()) / 1e6
}

// ours is the program's store.
type ours struct {
	store *storage.Store
}

func (o *ours) name() string { return "ours" }

func (o *ours) open(dir string) (err error) {
	data, _ := assets.Scheme(assets.NationalScheme)
	scheme, err := scoring.ReadScheme(data)
	check(err)
	o.store, err = storage.Open(dir, storage.Options{Schemes: func(scoring.SchemeRef) (*scoring.Scheme, bool) { return scheme, true }})
	return err
}

func (o *ours) load(evaluations iter.Seq[*scoring.Evaluation]) error {
	if _, err := o.store.CreateYear(context.Background(), storage.Year{Year: 2022}); err != nil {
		return err
	}
	_, err := o.store.Import(context.Background(), func(yield func(*scoring.Evaluation, error) bool) {
		for e := range evaluations {
			if !yield(e, nil) {
				return
			}
		}
	}, nil)
	return err
}

func (o *ours) save(id string, edit func(*scoring.Evaluation)) error {
	_, err := o.store.Update(context.Background(), 2022, id, func(e *scoring.Evaluation) error { edit(e); return nil })
	return err
}

func (o *ours) list() (int, error) {
	headers, err := o.store.Headers(context.Background(), 2022)
	return len(headers), err
}

func (o *ours) close() error { return o.store.Close() }

// header is what the others keep for the list of a year.
func header(e *scoring.Evaluation) []byte {
	data, err := json.Marshal(storage.Header{ID: e.ID, FiscalYear: e.FiscalYear, Name: e.Project.Name, Code: e.Project.Code, Unit: e.Project.Unit, Status: e.Status, Rows: len(e.Indicators)})
	check(err)
	return data
}
