package scoring_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

var update = flag.Bool("update", false, "write the scorecards of testdata/replay anew")

// TestReplay: an old evaluation under its old scheme gives the scorecard of its day, byte for byte. Each folder of testdata/replay
// holds a scheme, an evaluation as this program wrote it, and the scorecard. A folder is never edited: a change of the rules is a new
// scheme, and a change of what a scorecard says must be a new format.
func TestReplay(t *testing.T) {
	folders, err := filepath.Glob("testdata/replay/*")
	if err != nil || len(folders) < 3 {
		t.Fatalf("testdata/replay: %v, %v", folders, err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			scheme, err := scoring.ReadScheme(read(t, folder, "scheme.json"))
			if err != nil {
				t.Fatal(err)
			}
			e, err := scoring.RestoreEvaluation(read(t, folder, "evaluation.json"))
			if err != nil {
				t.Fatal(err)
			}
			if e.Scheme.Hash != "" && e.Scheme.Hash != scheme.Hash() {
				t.Errorf("the evaluation pins scheme %s, this one is %s", e.Scheme.Hash, scheme.Hash())
			}
			got, err := scoring.Score(scheme, e).Encode()
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(folder, "scorecard.json")
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := read(t, folder, "scorecard.json"); !bytes.Equal(got, want) {
				t.Errorf("%s differs; the scorecard now is\n%s", name, got)
			}
		})
	}
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestReplayOfAStoredEvaluation: storing an evaluation and reading it back changes no byte of its scorecard under any scheme.
func TestReplayOfAStoredEvaluation(t *testing.T) {
	e := scoringtest.Example(t)
	stored, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	restored, err := scoring.RestoreEvaluation(stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scoringtest.Schemes(t) {
		once, err := scoring.Score(s, e).Encode()
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := scoring.Score(s, restored).Encode(); !bytes.Equal(once, twice) {
			t.Errorf("%s: the restored evaluation scores otherwise", s.ID)
		}
	}
}
