package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// outputs runs commands one after the other and checks what each prints against a schema.
type outputs struct {
	t   *testing.T
	dir string
}

// run runs a command line whose words begin with "@" are files in the folder, and returns what it printed.
func (o outputs) run(want int, args ...string) []byte {
	o.t.Helper()
	for i, arg := range args {
		if name, ok := strings.CutPrefix(arg, "@"); ok {
			args[i] = filepath.Join(o.dir, name)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, strings.NewReader(""), &out, &errs); code != want {
		o.t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, out.String(), errs.String())
	}
	return out.Bytes()
}

func (o outputs) follows(schema *jsonschema.Schema, data []byte) {
	o.t.Helper()
	if err := schema.Validate(parsed(o.t, data)); err != nil {
		o.t.Errorf("%v\n%.2000s", err, data)
	}
}

// TestExchangeOutputsFollowTheirSchemas goes through an exchange in JSON: each output follows its schema, and each exit code tells.
func TestExchangeOutputsFollowTheirSchemas(t *testing.T) {
	o := outputs{t, t.TempDir()}
	manifest, output := compile(t, "bundle-manifest"), compile(t, "bundle-output")
	const good, no = exitGood, exitNo
	o.run(good, "demo", "-o", "@demo")
	o.run(good, "example", "-o", "@e.json")
	data, err := os.ReadFile(filepath.Join(o.dir, "e.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.dir, "e2.json"), bytes.Replace(data, []byte(`"unit": "`), []byte(`"unit": "新`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	const key = "2022/jiangmen-2022"
	store := []string{"--store", "@demo/store", "--json"}
	with := func(args ...string) []string { return append(args, store...) }
	o.follows(manifest, o.run(good, with("bundle", "create", "-o", "@a.zsb")...))
	o.run(good, "bundle", "create", "@e2.json", "-o", "@b.zsb", "--name", "乙")
	o.follows(output, o.run(good, with("bundle", "inspect", "@b.zsb")...))
	o.follows(output, o.run(no, "bundle", "verify", "@b.zsb", "--json"))
	o.follows(output, o.run(no, "bundle", "diff", "@a.zsb", "@b.zsb", "--json"))
	o.follows(output, o.run(no, with("bundle", "import", "@b.zsb", "--any-origin", "--check")...))
	o.follows(output, o.run(no, with("bundle", "import", "@b.zsb", "--any-origin")...))
	o.follows(output, o.run(no, with("bundle", "conflicts")...))
	o.follows(output, o.run(good, with("bundle", "imports")...))
	o.run(good, with("bundle", "trust", "add", "@b.zsb", "--name", "乙")...)
	o.follows(output, o.run(good, with("bundle", "trust", "list")...))
	o.follows(manifest, o.run(good, with("bundle", "create", "--kind", "schemes", "--scheme", "cn-2020", "-o", "@s.zsb")...))
	o.follows(output, o.run(good, with("bundle", "inspect", "@s.zsb")...))

	one, all := compile(t, "review-round"), compile(t, "review-rounds")
	o.follows(one, o.run(good, with("round", "begin", key, "--name", "审核员", "--unit", "财政局")...))
	o.follows(one, o.run(good, with("round", "comment", key, "--indicator", "lab-projects", "--text", "请补充")...))
	o.follows(one, o.run(good, with("round", "score", key, "--indicator", "lab-projects", "--points", "0.5", "--reason", "不足")...))
	o.follows(one, o.run(good, with("round", "return", key)...))
	o.follows(all, o.run(no, with("round", "show", key)...))
	o.follows(one, o.run(good, with("round", "answer", key, "--comment", "c1", "--text", "已补", "--name", "填报人")...))
	o.run(good, with("round", "begin", key, "--name", "审核员")...)
	o.follows(all, o.run(good, with("round", "show", key)...))

	o.follows(output, o.run(good, with("panel", "begin", key, "--member", "li=李")...))
	o.follows(output, o.run(good, with("panel", "list")...))

	if err := os.Mkdir(filepath.Join(o.dir, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.zsb", "b.zsb"} {
		if err := os.Rename(filepath.Join(o.dir, name), filepath.Join(o.dir, "in", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(o.dir, "in", "bad.zsb"), []byte("no bundle"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.follows(compile(t, "collect-summary"), o.run(no, "collect", "@in", "--sample", "2", "--seed", "7", "--json"))
}

func TestSchemasRefuse(t *testing.T) {
	for name, document := range map[string]string{
		"bundle-manifest": `{"format":"zhunsheng/bundle"}`,
		"bundle-output":   `{"bundle":"x","counts":{"somehow":1},"items":[],"changed":0,"conflicts":0,"files":0}`,
		"review-round":    `{"format":"zhunsheng/review-round/1","round":0}`,
		"review-rounds":   `{"format":"zhunsheng/review-rounds/2","rounds":[]}`,
		"collect-summary": `{"files":-1}`,
		"report-output":   `{"name":"e.json","draft":false,"signature":{"role":"preparer"}}`,
		"verify-output":   `{"kind":"perhaps"}`,
		"change-output":   `{"format":"zhunsheng/change/1","change":"unit","evaluation":"e","fiscalYear":2022,"year":{"from":2022,"to":2023}}`,
		"store-output":    `{"dir":"x","store":1}`,
	} {
		if err := compile(t, name).Validate(parsed(t, []byte(document))); err == nil {
			t.Errorf("%s takes %s", name, document)
		}
	}
}
