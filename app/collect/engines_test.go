package collect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhunsheng/app/collect"
	"zhunsheng/app/collect/dataset"
	"zhunsheng/app/collect/postgres"
)

// threeUnits writes bundles of three units and returns the folder.
func threeUnits(t *testing.T) string {
	t.Helper()
	in := t.TempDir()
	for i, name := range []string{"甲单位", "乙单位", "丙单位"} {
		u := newUnit(t, name)
		for j := range 2 {
			e := u.example(fmt.Sprint("p", j))
			e.Project.Department = []string{"教育/体育局", "财政局", ""}[i]
			u.write(join(in, fmt.Sprintf("%d-%d.zsb", i, j)), 1, e)
		}
	}
	return in
}

// sums are what every engine has to find.
type sums struct {
	Evaluations, Indicators, Findings int64
	Total, Points, Executed           string
}

func wanted(t *testing.T, in string, take func(collect.Rows) error) sums {
	t.Helper()
	var w sums
	var total, points, executed int64
	o := options(t)
	o.Rows = func(r collect.Rows) error {
		w.Evaluations++
		w.Indicators += int64(len(r.Indicators))
		w.Findings += int64(len(r.Findings))
		total += *r.Evaluation.Total
		executed += *r.Evaluation.Executed
		for _, i := range r.Indicators {
			points += *i.Points
		}
		return take(r)
	}
	if _, err := collect.Collect(t.Context(), []string{in}, o); err != nil {
		t.Fatal(err)
	}
	w.Total, w.Points, w.Executed = fixed(total, 4), fixed(points, 4), fixed(executed, 2)
	return w
}

func fixed(n int64, places int) string {
	text := fmt.Sprintf("%0*d", places+1, n)
	return text[:len(text)-places] + "." + text[len(text)-places:]
}

// script is what reads the dataset with DuckDB.
const script = `const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const c = await (await DuckDBInstance.create(':memory:')).connect();
  const of = t => "read_parquet('" + process.argv[2] + "/" + t + "/*/*/*.parquet', hive_partitioning=true, hive_types_autocast=false)";
  const one = async sql => (await (await c.run(sql)).getRowsJson())[0].map(String);
  const e = await one("select count(*), cast(sum(total) as varchar), cast(sum(executed_yuan) as varchar) from " + of('evaluations'));
  const i = await one("select count(*), cast(sum(points) as varchar) from " + of('indicators'));
  const f = await one("select count(*) from " + of('findings'));
  console.log(JSON.stringify({ Evaluations: +e[0], Total: e[1], Executed: e[2], Indicators: +i[0], Points: i[1], Findings: +f[0] }));
})().catch(error => { console.error(error); process.exit(1); });
`

// TestDuckDB has an independent engine read the dataset, and compares the totals.
func TestDuckDB(t *testing.T) {
	whole(t, "reading the dataset with DuckDB (npm @duckdb/node-api)")
	out, node := t.TempDir(), t.TempDir()
	d := dataset.New(out, "test")
	want := wanted(t, threeUnits(t), func(r collect.Rows) error { return d.Add(t.Context(), r) })
	if err := d.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(join(node, "read.js"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"npm", "install", "--silent", "--no-audit", "--no-fund", "@duckdb/node-api"}, {"node", "read.js", out}} {
		c := exec.CommandContext(t.Context(), command[0], command[1:]...)
		c.Dir = node
		var stdout, stderr bytes.Buffer
		c.Stdout, c.Stderr = &stdout, &stderr
		if err := c.Run(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, stderr.String())
		}
		if command[0] == "npm" {
			continue
		}
		var got sums
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || got != want {
			t.Errorf("got %+v, want %+v (%v)", got, want, err)
		}
	}
}

// startPostgres starts a server of its own for the test and returns its address. The server refuses to run as root.
func startPostgres(t *testing.T) string {
	t.Helper()
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(programs) == 0 {
		t.Fatal("Debian's package postgresql is not installed")
	}
	bin := filepath.Dir(programs[len(programs)-1])
	dir, err := os.MkdirTemp("", "zs-postgres-*") // the server's user must be able to reach it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := func(command string) *exec.Cmd {
		if os.Getuid() == 0 {
			return exec.Command("su", "postgres", "-s", "/bin/sh", "-c", command)
		}
		return exec.Command("sh", "-c", command)
	}
	name := "postgres"
	if os.Getuid() != 0 {
		me, err := user.Current()
		if err != nil {
			t.Fatal(err)
		}
		name = me.Username
	} else if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data := join(dir, "data")
	if out, err := as(bin + "/initdb -D " + data + " -A trust -E UTF8 --no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	start := bin + "/pg_ctl -w -D " + data + " -l " + join(dir, "log") + " -o \"-c listen_addresses='' -k " + dir + "\" start"
	if out, err := as(start).CombinedOutput(); err != nil {
		t.Fatalf("start: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := as(bin + "/pg_ctl -D " + data + " -m immediate stop").CombinedOutput(); err != nil {
			t.Logf("stop: %v\n%s", err, out)
		}
	})
	return "postgres://" + name + "@/postgres?host=" + dir
}

// TestPostgres loads twice, the second time with one evaluation changed, and compares the totals.
func TestPostgres(t *testing.T) {
	whole(t, "loading into PostgreSQL (Debian's package postgresql)")
	url := startPostgres(t)
	in := threeUnits(t)
	var want sums
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		loader, err := postgres.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		want = wanted(t, in, func(r collect.Rows) error { return loader.Add(ctx, r) })
		if err := loader.Close(ctx); err != nil || loader.Loaded != int(want.Evaluations) {
			t.Fatalf("%d loaded, %v", loader.Loaded, err)
		}
		cancel()
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		var got sums
		err = errors.Join(
			conn.QueryRow(t.Context(), "select count(*), sum(total)::text, sum(executed_yuan)::text from evaluations").Scan(&got.Evaluations, &got.Total, &got.Executed),
			conn.QueryRow(t.Context(), "select count(*), sum(points)::text from indicators").Scan(&got.Indicators, &got.Points),
			conn.QueryRow(t.Context(), "select count(*) from findings").Scan(&got.Findings),
			conn.Close(t.Context()))
		if err != nil || got != want {
			t.Errorf("got %+v, want %+v (%v)", got, want, err)
		}
		changed := newUnit(t, "甲单位")
		e := changed.example("p0")
		e.Project.Department, e.Project.Name = "教育/体育局", "改过"
		changed.write(join(in, "0-0.zsb"), 2, e)
	}
	if _, err := postgres.Open(t.Context(), strings.Replace(url, "host=", "host=/nowhere", 1)); err == nil {
		t.Error("connected to nothing")
	}
}
