package schemeedit

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

func draft(t testing.TB) *Draft {
	t.Helper()
	d, err := New(scoringtest.Schemes(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// fields are all fields of a draft by path.
func fields(d *Draft) map[string]Field {
	all := map[string]Field{}
	for _, s := range d.Sections() {
		for _, f := range s.Fields {
			all[f.Path] = f
		}
		if s.Table != nil {
			for _, r := range s.Table.Rows {
				for _, f := range r.Fields {
					all[f.Path] = f
				}
			}
		}
	}
	return all
}

func TestWritingEveryFieldBackChangesNothing(t *testing.T) {
	for _, s := range scoringtest.Schemes(t) {
		d, err := New(s)
		if err != nil {
			t.Fatal(err)
		}
		all := fields(d)
		if len(all) < 60 {
			t.Fatalf("%s has only %d fields", s.ID, len(all))
		}
		for path, f := range all {
			if err := d.Set(path, f.Value); err != nil {
				t.Errorf("%s %s = %q: %v", s.ID, path, f.Value, err)
			}
		}
		now, err := d.Scheme()
		if err != nil || now.Hash() != s.Hash() {
			changes, _ := scoring.Diff(s, now)
			t.Errorf("%s changed: %+v, %v", s.ID, changes, err)
		}
	}
}

func TestValuesAreReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"levels[0].weight", "６０。５", "60.5"},
		{"levels[0].weight", "", "0"},
		{"thresholds.lowExecution", " 85% ", "85"},
		{"grades[0].aliases", "优秀，很好; 甲", "优秀、很好、甲"},
		{"grades[0].text.en", "Best", "Best"},
		{"tiers[1].highOpen", No, No},
		{"places", "１", "1"},
		{"methods[tier]", No, No},
		{"panel", Yes, Yes},
		{"levels[0].children[1].name", "品质", "品质"},
	} {
		d := draft(t)
		if err := d.Set(c.path, c.text); err != nil {
			t.Errorf("%s = %q: %v", c.path, c.text, err)
		}
		if got := fields(d)[c.path].Value; got != c.want {
			t.Errorf("%s = %q is read as %q, want %q", c.path, c.text, got, c.want)
		}
	}
}

func TestWhatCannotBeAValueIsRefusedAndChangesNothing(t *testing.T) {
	d := draft(t)
	for path, text := range map[string]string{
		"levels[0].weight": "很多", "places": "1.5", "grades[9].min": "3", "grades[x].min": "3", "nothing": "1", "panel.quorum": "2", "levels": "x", "fullMark.x": "1",
	} {
		var refusal *Refusal
		if err := d.Set(path, text); !errors.As(err, &refusal) || refusal.Path != path {
			t.Errorf("%s = %q gave %v", path, text, err)
		}
	}
	if d.Changed() || d.Undo() {
		t.Error("a refused value left a trace")
	}
}

func TestRowsAreAddedMovedAndRemoved(t *testing.T) {
	d := draft(t)
	path, err := d.Add("grades", 0)
	if err != nil || path != "grades[1]" {
		t.Fatalf("added at %s, %v", path, err)
	}
	for at, text := range map[string]string{path + ".name": "优减", path + ".min": "85"} {
		if err := d.Set(at, text); err != nil {
			t.Fatal(err)
		}
	}
	if faults := d.Faults(); len(faults) != 0 {
		t.Errorf("faults %v", faults)
	}
	if path, err = d.Move(path, 1); err != nil || path != "grades[2]" {
		t.Fatalf("moved to %s, %v", path, err)
	}
	if faults := d.Faults(); len(faults) == 0 || SectionOf(faults[0].Field) != "grades" {
		t.Errorf("grades out of order are no fault: %v", faults)
	}
	if err := d.Remove(path); err != nil {
		t.Fatal(err)
	}
	if d.Changed() {
		t.Error("removing the row does not bring the scheme back")
	}
	child, err := d.Add("levels[0].children", 3)
	if err != nil || child != "levels[0].children[4]" {
		t.Errorf("child at %s, %v", child, err)
	}
	if role, err := d.Add("roles", 99); err != nil || fields(d)[role+".id"].Value == "" {
		t.Errorf("a new role at %s has no ID, %v", role, err)
	}
	if stays, err := d.Move("grades[0]", -1); err != nil || stays != "grades[0]" {
		t.Errorf("the first moved to %s, %v", stays, err)
	}
	if err := d.Remove("fullMark"); err == nil {
		t.Error("what is no row was removed")
	}
}

func TestEveryChangeCanBeUndoneAndMadeAgain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draft(t)
		paths := make([]string, 0, 100)
		for path := range fields(d) {
			paths = append(paths, path)
		}
		slices.Sort(paths)
		before, _ := d.Encode()
		changes := 0
		for range rapid.IntRange(1, 8).Draw(r, "changes") {
			was, _ := d.Encode()
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				_, _ = d.Add(rapid.SampledFrom([]string{"grades", "tiers", "levels", "outline", "caps"}).Draw(r, "list"), rapid.IntRange(-1, 5).Draw(r, "at"))
			case 1:
				_ = d.Remove(rapid.SampledFrom([]string{"grades[1]", "levels[2]", "outline[0].children[1]"}).Draw(r, "row"))
			case 2:
				_, _ = d.Move(rapid.SampledFrom([]string{"grades[1]", "roles[0]"}).Draw(r, "row"), 1)
			default:
				_ = d.Set(rapid.SampledFrom(paths).Draw(r, "path"), rapid.SampledFrom([]string{"1", "yes", "x", "", "七"}).Draw(r, "text"))
			}
			if now, _ := d.Encode(); !bytes.Equal(was, now) {
				changes++
			}
		}
		after, _ := d.Encode()
		for range changes {
			if !d.Undo() {
				r.Fatal("a change cannot be undone")
			}
		}
		if now, _ := d.Encode(); !bytes.Equal(now, before) || d.Undo() {
			r.Fatal("undoing everything does not bring the scheme back")
		}
		for range changes {
			if !d.Redo() {
				r.Fatal("a change cannot be made again")
			}
		}
		if now, _ := d.Encode(); !bytes.Equal(now, after) {
			r.Fatal("making all changes again gives another scheme")
		}
	})
}

func TestEveryFieldHasAName(t *testing.T) {
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := draft(t)
	if err := d.Set("panel", Yes); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"execution.bands", "satisfaction", "caps"} {
		if _, err := d.Add(list, -1); err != nil {
			t.Fatal(err)
		}
	}
	for _, language := range c.Languages() {
		for _, s := range d.Sections() {
			if _, ok := c.Sentence(language, "scheme.section."+s.ID); !ok {
				t.Errorf("%s: no name of section %s", language, s.ID)
			}
		}
		for path, f := range fields(d) {
			if key, _ := Label(path); !strings.HasPrefix(path, "methods[") {
				if _, ok := c.Sentence(language, key); !ok {
					t.Errorf("%s: no sentence %s for %s", language, key, path)
				}
			}
			for _, o := range f.Options {
				if !f.Named && o != "" {
					if _, ok := c.Sentence(language, "scheme.option."+o); !ok {
						t.Errorf("%s: no sentence scheme.option.%s", language, o)
					}
				}
			}
			if SectionOf(path) == "" {
				t.Errorf("%s belongs to no section", path)
			}
		}
	}
}

func TestLabelsNameTheMembersOfLists(t *testing.T) {
	for path, want := range map[string]string{
		"grades[优].min": "scheme.field.grades.min [优]", "execution.weight": "scheme.field.execution.weight []",
		"levels[产出].children[数量].weight": "scheme.field.levels.weight [产出 数量]", "levels": "scheme.field.levels []",
	} {
		key, members := Label(path)
		if got := key + " [" + strings.Join(members, " ") + "]"; got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
