package locale

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"zhunsheng/assets"
)

// ErrDuplicateKey is wrapped by the error of [Load] when two sentences of one language have the same key.
var ErrDuplicateKey = errors.New("key is defined twice")

// ErrFileName is wrapped by the error of [Load] when a file is not named <subject>.<language>.json.
var ErrFileName = errors.New("translation file has no language in its name")

// Catalogue holds the sentences of every language.
type Catalogue struct {
	sentences map[string]map[string]string // by language, by key
}

// Open loads the translations that the program carries.
func Open() (*Catalogue, error) { return Load(assets.Translations()) }

// Load reads every <subject>.<language>.json at the top of files. It reports all faults at once; they wrap [ErrDuplicateKey],
// [ErrFileName] or the error of the JSON reader, each with the file's name.
func Load(files fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("translations: %w", err)
	}
	c := &Catalogue{sentences: make(map[string]map[string]string)}
	var faults []error
	for _, name := range names {
		if err := c.add(files, name); err != nil {
			faults = append(faults, fmt.Errorf("translations: %s: %w", name, err))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return c, nil
}

func (c *Catalogue) add(files fs.FS, name string) error {
	language := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".json")), ".")
	if language == "" {
		return ErrFileName
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	sentences, faults := readFlat(data)
	into := c.sentences[language]
	if into == nil {
		into = make(map[string]string)
		c.sentences[language] = into
	}
	for _, s := range sentences {
		if _, taken := into[s.key]; taken {
			faults = append(faults, fmt.Errorf("%q: %w", s.key, ErrDuplicateKey))
			continue
		}
		into[s.key] = s.text
	}
	return errors.Join(faults...)
}

type sentence struct{ key, text string }

// readFlat reads a flat JSON object of strings and keeps repeated keys, which a map would swallow.
func readFlat(data []byte) (sentences []sentence, faults []error) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, []error{fmt.Errorf("not a JSON object: %w", err)}
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return sentences, []error{err}
		}
		var text string
		if err := decoder.Decode(&text); err != nil {
			return sentences, []error{fmt.Errorf("%q: %w", key, err)}
		}
		sentences = append(sentences, sentence{key.(string), text}) // a member's name is always a string
	}
	if _, err := decoder.Token(); err != nil {
		return sentences, []error{err}
	}
	return sentences, nil
}

// Languages returns the languages that have sentences: Chinese first, the others in alphabetical order.
func (c *Catalogue) Languages() []string {
	languages := slices.Sorted(maps.Keys(c.sentences))
	if at := slices.Index(languages, Chinese); at > 0 {
		languages = slices.Insert(slices.Delete(languages, at, at+1), 0, Chinese)
	}
	return languages
}

// Keys returns the keys of a language in alphabetical order.
func (c *Catalogue) Keys(language string) []string {
	return slices.Sorted(maps.Keys(c.sentences[language]))
}

// Sentence returns the sentence of a key as it stands in the file, without falling back; ok is false where there is none.
func (c *Catalogue) Sentence(language, key string) (text string, ok bool) {
	text, ok = c.sentences[language][key]
	return text, ok
}

// Printer returns the printer for a language; for one without sentences it prints Chinese.
func (c *Catalogue) Printer(language string) *Printer {
	if _, ok := c.sentences[language]; !ok {
		language = Chinese
	}
	return &Printer{language: language, own: c.sentences[language], chinese: c.sentences[Chinese]}
}
