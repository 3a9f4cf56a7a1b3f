package locale_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
)

func open(t *testing.T) *locale.Catalogue {
	t.Helper()
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLanguageSaysEverythingWithTheSamePlaceholders(t *testing.T) {
	c := open(t)
	if got := c.Languages(); !slices.Equal(got, []string{"zh", "en"}) {
		t.Fatalf("languages %v", got)
	}
	keys := c.Keys("zh")
	for _, language := range c.Languages()[1:] {
		for _, key := range c.Keys(language) {
			if _, ok := c.Sentence("zh", key); !ok {
				t.Errorf("%s has %q, zh has not", language, key)
			}
		}
		for _, key := range keys {
			chinese, _ := c.Sentence("zh", key)
			other, ok := c.Sentence(language, key)
			if !ok {
				t.Errorf("%s lacks %q", language, key)
				continue
			}
			if want, got := locale.Placeholders(chinese), locale.Placeholders(other); !slices.Equal(want, got) {
				t.Errorf("%q: zh has the placeholders %v, %s has %v", key, want, language, got)
			}
			if strings.TrimSpace(chinese) == "" && strings.TrimSpace(other) == "" {
				t.Errorf("%q says nothing in any language", key)
			}
		}
	}
}

func TestText(t *testing.T) {
	c, err := locale.Load(fstest.MapFS{
		"a.zh.json": {Data: []byte(`{"both": "甲{x}乙{y}", "only": "仅中文"}`)},
		"b.zh.json": {Data: []byte(`{"open": "{x"}`)},
		"a.en.json": {Data: []byte(`{"both": "{y} and {x}, {x}"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, language, key string
		args                map[string]string
		want                string
	}{
		{"filled", "zh", "both", map[string]string{"x": "1", "y": "2"}, "甲1乙2"},
		{"own order", "en", "both", map[string]string{"x": "1", "y": "2"}, "2 and 1, 1"},
		{"values are not read again", "zh", "both", map[string]string{"x": "{y}", "y": "{x}"}, "甲{y}乙{x}"},
		{"a value is missing", "zh", "both", map[string]string{"y": "2"}, "甲{x}乙2"},
		{"falls back to Chinese", "en", "only", nil, "仅中文"},
		{"nobody has it", "en", "none.such", map[string]string{"x": "1"}, "none.such"},
		{"a brace that does not close", "zh", "open", map[string]string{"x": "1"}, "{x"},
		{"unknown language", "fr", "only", nil, "仅中文"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := c.Printer(test.language).Text(test.key, test.args); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if p := c.Printer("en"); p.Has("none.such") || !p.Has("only") || p.Message(scoring.Message{}) != "" {
		t.Error("Has or the zero message is wrong")
	}
}

func TestValuesAreNeverReadAgain(t *testing.T) {
	c, err := locale.Load(fstest.MapFS{"a.zh.json": {Data: []byte(`{"k": "<{a}|{b}>"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer("zh")
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOf(rapid.RuneFrom([]rune("{}ab 中")))
		a, b := value.Draw(t, "a"), value.Draw(t, "b")
		if got, want := p.Text("k", map[string]string{"a": a, "b": b}), "<"+a+"|"+b+">"; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestLoadRefusesFaultyFiles(t *testing.T) {
	for _, test := range []struct {
		name  string
		files fstest.MapFS
		is    error
		says  string
	}{
		{"key in two files", fstest.MapFS{"a.zh.json": {Data: []byte(`{"k":"1"}`)}, "b.zh.json": {Data: []byte(`{"k":"2"}`)}}, locale.ErrDuplicateKey, "b.zh.json"},
		{"key twice in one file", fstest.MapFS{"a.zh.json": {Data: []byte(`{"k":"1","k":"1"}`)}}, locale.ErrDuplicateKey, `"k"`},
		{"no language", fstest.MapFS{"a.json": {Data: []byte(`{}`)}}, locale.ErrFileName, "a.json"},
		{"not an object", fstest.MapFS{"a.zh.json": {Data: []byte(`["k"]`)}}, nil, "not a JSON object"},
		{"not a string", fstest.MapFS{"a.zh.json": {Data: []byte(`{"k":{"x":"1"}}`)}}, nil, `"k"`},
		{"cut off", fstest.MapFS{"a.zh.json": {Data: []byte(`{"k":"1"`)}}, nil, "a.zh.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := locale.Load(test.files)
			if err == nil || (test.is != nil && !errors.Is(err, test.is)) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"k":"{x}"}`))
	f.Add([]byte(`{"k":"1","k":"2"}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := locale.Load(fstest.MapFS{"a.zh.json": {Data: data}})
		if err != nil {
			return
		}
		for _, key := range c.Keys("zh") {
			c.Printer("zh").Text(key, map[string]string{"x": "1"})
		}
	})
}

type spoken struct{ key string }

func (e spoken) Error() string { return "technical " + e.key }
func (e spoken) Message() scoring.Message {
	return scoring.Message{Key: e.key, Args: scoring.Args{"field": "f", "line": "3"}}
}

func TestError(t *testing.T) {
	p := open(t).Printer("en")
	missing := filepath.Join(t.TempDir(), "不在.json")
	_, notExist := os.Open(missing)
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"none", nil, ""},
		{"with remedy", spoken{"input.missing"}, "The required field f is missing. Fill it in and try again."},
		{"wrapped", fmt.Errorf("reading: %w", spoken{"input.missing"}), "The required field f is missing. Fill it in and try again."},
		{
			"joined, each once", errors.Join(spoken{"input.missing"}, spoken{"input.empty"}, spoken{"input.missing"}),
			"The required field f is missing. Fill it in and try again.\nThe file is empty. Check that it is the right file.",
		},
		{"a sentinel beside the cause", fmt.Errorf("%w: %w", errors.New("sentinel"), spoken{"input.empty"}), "The file is empty. Check that it is the right file."},
		{"file", fmt.Errorf("open: %w", notExist), "The file " + missing + " does not exist. Check its name and place."},
		{"renaming", &os.LinkError{Op: "rename", Old: "a", New: "b.pdf", Err: fs.ErrPermission}, p.Text("error.permission", map[string]string{"path": "b.pdf"}) + " " + p.Text("error.permission.remedy", nil)},
		{"another fault of a file", &fs.PathError{Op: "read", Path: "a.json", Err: errors.New("i/o")}, "The file a.json could not be read or written: i/o. Try another place."},
		{"cancelled", fmt.Errorf("export: %w", context.Canceled), "Cancelled."},
		{"unknown", errors.New("flux"), "This could not be done. Technical details: flux"},
		{"a file that is not named", fmt.Errorf("x: %w", fs.ErrNotExist), "This could not be done. Technical details: x: file does not exist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := p.Error(test.err); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	for tag, want := range map[string]string{
		"": "zh", "C": "zh", "C.UTF-8": "zh", "POSIX": "zh", "zh_CN.UTF-8": "zh", "zh-Hans": "zh", "ZH": "zh", "zh-CN": "zh",
		"en_US.UTF-8": "en", "en-GB": "en", "fr_FR@euro": "en", "de": "en",
	} {
		if got := locale.Match(tag); got != want {
			t.Errorf("Match(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestSystemReadsTheEnvironmentInOrder(t *testing.T) {
	for _, test := range []struct {
		environment map[string]string
		want        string
	}{
		{map[string]string{"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"},
		{map[string]string{"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"},
		{map[string]string{"LANG": "en_US.UTF-8"}, "en"},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, "zh"},
	} {
		got := locale.System(func(name string) string { return test.environment[name] })
		if got != test.want {
			t.Errorf("%v: got %q, want %q", test.environment, got, test.want)
		}
	}
}

// TestSentencesHaveAFormForOne fills sentences with forms, and looks for forms in the files that are not two, or of no number of their sentence.
func TestSentencesHaveAFormForOne(t *testing.T) {
	c, err := locale.Load(fstest.MapFS{
		"a.zh.json": {Data: []byte(`{"a": "{n} 格"}`)},
		"a.en.json": {Data: []byte(`{"a": "{n} {n:cell is|cells are} {m:{|}} {m}"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[string]string{"0": "0 cells are", "1": "1 cell is", "2": "2 cells are", "1.00": "1.00 cells are", "": " cells are"} {
		if got := c.Printer(locale.English).Text("a", map[string]string{"n": n}); !strings.HasPrefix(got, want) {
			t.Errorf("%q gives %q, want %q", n, got, want)
		}
	}
	forms := regexp.MustCompile(`\{(\w+):([^}]*)\}`)
	all := open(t)
	for _, language := range all.Languages() {
		for _, key := range all.Keys(language) {
			text, _ := all.Sentence(language, key)
			for _, found := range forms.FindAllStringSubmatch(text, -1) {
				if one, many, ok := strings.Cut(found[2], "|"); !ok || one == "" || many == "" || strings.Contains(many, "|") || language == locale.Chinese {
					t.Errorf("%s: %q has the form %q", language, key, found[0])
				}
			}
		}
	}
}
