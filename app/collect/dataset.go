package collect

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"zhunsheng/storage/atomicfile"
)

// The tables of the dataset, which are also the names of its folders.
const (
	TableEvaluations = "evaluations"
	TableIndicators  = "indicators"
	TableFindings    = "findings"
)

// Dataset writes rows as Parquet files: <folder>/<table>/year=2022/department=<name>/part-<number>-<hash>.parquet. Names of departments
// are percent-encoded, as readers of partitioned datasets expect. Every part is written whole. Rows wait in memory until a partition
// has enough of them, or all together are too many.
type Dataset struct {
	folder  string
	shard   string
	pending map[partition]*Buffered
	rows    int
	parts   int
}

type partition struct {
	year       int32
	department string
}

// Buffered are the rows of a partition that wait.
type Buffered struct {
	evaluations []EvaluationRow
	indicators  []IndicatorRow
	findings    []FindingRow
}

func (b *Buffered) size() int { return len(b.evaluations) + len(b.indicators) + len(b.findings) }

// The bounds of what waits, in rows of all tables together.
const (
	partRows    = 30000
	waitingRows = 60000
)

// NewDataset begins a dataset in a folder. The shard tells the parts of different runs into one folder apart.
func NewDataset(folder, shard string) *Dataset {
	return &Dataset{folder: folder, shard: shortHash(shard), pending: map[partition]*Buffered{}}
}

// Add takes the rows of one evaluation.
func (d *Dataset) Add(r Rows) error {
	p := partition{r.Evaluation.Year, r.Evaluation.Department}
	b := d.pending[p]
	if b == nil {
		b = &Buffered{}
		d.pending[p] = b
	}
	before := b.size()
	b.evaluations = append(b.evaluations, r.Evaluation)
	b.indicators = append(b.indicators, r.Indicators...)
	b.findings = append(b.findings, r.Findings...)
	d.rows += b.size() - before
	if b.size() >= partRows {
		return d.flush(p)
	}
	for d.rows >= waitingRows {
		if err := d.flush(d.largest()); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dataset) largest() partition {
	all := d.partitions()
	return slices.MaxFunc(all, func(a, b partition) int { return d.pending[a].size() - d.pending[b].size() })
}

// partitions lists what waits, in a fixed order.
func (d *Dataset) partitions() []partition {
	var all []partition
	for p := range d.pending {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b partition) int {
		if a.year != b.year {
			return int(a.year - b.year)
		}
		return bytes.Compare([]byte(a.department), []byte(b.department))
	})
	return all
}

// Close writes what still waits.
func (d *Dataset) Close() error {
	for _, p := range d.partitions() {
		if err := d.flush(p); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dataset) flush(p partition) error {
	b := d.pending[p]
	delete(d.pending, p)
	d.rows -= b.size()
	d.parts++
	if err := writePart(d, p, TableEvaluations, b.evaluations); err != nil {
		return err
	}
	if err := writePart(d, p, TableIndicators, b.indicators); err != nil {
		return err
	}
	return writePart(d, p, TableFindings, b.findings)
}

func writePart[T any](d *Dataset, p partition, table string, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	department := url.PathEscape(p.department)
	if department == "" {
		department = "__HIVE_DEFAULT_PARTITION__" // what readers take for no value
	}
	folder := filepath.Join(d.folder, table, "year="+strconv.Itoa(int(p.year)), "department="+department)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("zhunsheng", "1", ""))
	if _, err := w.Write(rows); err != nil {
		return fmt.Errorf("table %s: %w", table, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("table %s: %w", table, err)
	}
	return atomicfile.Write(filepath.Join(folder, fmt.Sprintf("part-%05d-%s.parquet", d.parts, d.shard)), out.Bytes(), 0o644)
}
