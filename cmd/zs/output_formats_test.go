package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReportOutputsFollowTheirSchemas makes, signs, rejects and verifies reports in JSON, sound ones and others: each output follows its
// schema, and each exit code tells.
func TestReportOutputsFollowTheirSchemas(t *testing.T) {
	o := outputs{t, t.TempDir()}
	report, verdict := compile(t, "report-output"), compile(t, "verify-output")
	const good, no = exitGood, exitNo
	o.run(good, "example", "-o", "@e.json")
	for name, text := range map[string]string{"secret": "口令", "many/broken.json": "{}", "text.pdf": "no report"} {
		path := filepath.Join(o.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.run(good, "example", "-o", "@many/e.json")
	for _, name := range []string{"a", "b"} {
		o.run(good, "identity", name, "-o", "@"+name+".p12", "--algorithm", "ecdsa", "--password-file", "@secret")
	}
	o.follows(report, o.run(good, "report", "@e.json", "-o", "@plain.pdf", "--draft", "--json"))
	signed := o.run(good, "report", "@e.json", "-o", "@signed.pdf", "--role", "preparer", "--identity", "@a.p12", "--password-file", "@secret", "--json")
	o.follows(report, signed)
	if !strings.Contains(string(signed), `"verdict"`) {
		t.Errorf("a signed report says nothing of its verdict: %s", signed)
	}
	o.follows(report, o.run(no, "report", "@many", "-o", "@out", "--json"))
	o.follows(report, o.run(good, "sign", "@signed.pdf", "-o", "@twice.pdf", "--role", "reviewer", "--identity", "@b.p12", "--password-file", "@secret", "--json"))
	o.follows(report, o.run(good, "sign", "@signed.pdf", "-o", "@rejected.pdf", "--role", "reviewer", "--identity", "@b.p12", "--password-file", "@secret", "--reject", "数据有误", "--json"))

	o.follows(verdict, o.run(no, "verify", "@plain.pdf", "--complete", "--json"))
	o.follows(verdict, o.run(good, "verify", "@signed.pdf", "--json"))
	o.follows(verdict, o.run(good, "verify", "@twice.pdf", "--json"))
	if late := o.run(good, "verify", "@twice.pdf", "--json", "--deadline", "2001-01-31"); !strings.Contains(string(late), `"late"`) {
		t.Errorf("nothing is said of signatures after the deadline: %s", late)
	} else {
		o.follows(verdict, late)
	}
	o.follows(verdict, o.run(no, "verify", "@rejected.pdf", "--json"))
	o.follows(verdict, o.run(no, "verify", "@text.pdf", "--json"))
	altered, err := os.ReadFile(filepath.Join(o.dir, "signed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	altered[len(altered)/3] ^= 1
	if err := os.WriteFile(filepath.Join(o.dir, "altered.pdf"), altered, 0o600); err != nil {
		t.Fatal(err)
	}
	o.follows(verdict, o.run(no, "verify", "@altered.pdf", "--json"))
}

// TestStoreOutputsFollowTheirSchemas asks a store what it is, what became of an evaluation, and whether its history is whole.
func TestStoreOutputsFollowTheirSchemas(t *testing.T) {
	o := outputs{t, t.TempDir()}
	schema := compile(t, "store-output")
	o.run(exitGood, "demo", "-o", "@demo")
	const id = "jiangmen-2022"
	o.run(exitGood, "round", "begin", "2022/"+id, "--name", "审核员", "--store", "@demo/store")
	o.run(exitGood, "round", "return", "2022/"+id, "--store", "@demo/store")
	o.follows(schema, o.run(exitGood, "store", "info", "@demo/store", "--json"))
	o.follows(schema, o.run(exitGood, "store", "history", "@demo/store", "2022", id, "--json"))
	o.follows(schema, o.run(exitGood, "store", "verify", "@demo/store", "--json"))
}
