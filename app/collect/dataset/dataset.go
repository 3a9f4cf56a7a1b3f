// Package dataset writes what package collect hands on as Parquet files that other engines read: docs/formats/dataset.md. It is a
// package of its own so that a program without datasets need not carry the library.
package dataset

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"zhunsheng/app/collect"
	"zhunsheng/storage/atomicfile"
)

// Dataset writes rows as Parquet files: <folder>/<table>/year=2022/department=<name>/part-<number>-<hash>.parquet. Names of departments
// are percent-encoded, as readers of partitioned datasets expect. Every part is written whole. Rows wait in memory until a partition
// has enough of them, or all together are too many.
type Dataset struct {
	folder  string
	shard   string
	pending map[partition]*buffered
	rows    int
	parts   int
}

type partition struct {
	year       int32
	department string
}

// buffered are the rows of a partition that wait.
type buffered struct {
	evaluations []collect.EvaluationRow
	indicators  []collect.IndicatorRow
	findings    []collect.FindingRow
}

func (b *buffered) size() int { return len(b.evaluations) + len(b.indicators) + len(b.findings) }

// The bounds of what waits, in rows of all tables together.
const (
	partRows    = 30000
	waitingRows = 60000
)

// New begins a dataset in a folder. The shard tells the parts of different runs into one folder apart.
func New(folder, shard string) *Dataset {
	sum := sha256.Sum256([]byte(shard))
	return &Dataset{folder: folder, shard: hex.EncodeToString(sum[:6]), pending: map[partition]*buffered{}}
}

// Add takes the rows of one evaluation.
func (d *Dataset) Add(_ context.Context, r collect.Rows) error {
	p := partition{r.Evaluation.Year, r.Evaluation.Department}
	b := d.pending[p]
	if b == nil {
		b = &buffered{}
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
func (d *Dataset) Close(context.Context) error {
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
	if err := writePart(d, p, collect.TableEvaluations, b.evaluations); err != nil {
		return err
	}
	if err := writePart(d, p, collect.TableIndicators, b.indicators); err != nil {
		return err
	}
	return writePart(d, p, collect.TableFindings, b.findings)
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
