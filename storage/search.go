package storage

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"zhunsheng/assets/pinyin"
)

func indexKey(year int, id string) []byte { return makeKey(KindIndex, yearText(year), id) }

// saveIndex writes what a search for an evaluation looks at: id, name, code, unit and department, and the initials of their pinyin.
func saveIndex(tx *tx, h Header) error {
	key := indexKey(h.FiscalYear, h.ID)
	text := []byte(indexText(h))
	if r, err := load(tx, key); err == nil && string(r.content) == string(text) {
		return nil
	}
	return save(tx, key, record{revision: h.Revision, content: text})
}

func indexText(h Header) string {
	fields := []string{h.ID, h.Name, h.Code, h.Unit, h.Department}
	for _, field := range fields[1:] {
		if initials := Initials(field); initials != "" {
			fields = append(fields, initials)
		}
	}
	return strings.ToLower(strings.Join(fields, "\n"))
}

// Initials returns the first letters of the pinyin of a Chinese text, with its other letters and digits between: "创新券2022" gives
// "cxq2022". A text without Chinese characters gives "".
func Initials(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return ""
	}
	var b strings.Builder
	for _, r := range text {
		if letter, ok := pinyin.Initial(r); ok {
			b.WriteByte(letter)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Search returns the headers of a fiscal year whose id, name, code, unit or department holds every word of the query, as text or as
// pinyin initials, in any case; an empty query finds all. They are ordered by id. Errors are those of [Store.Headers].
func (s *Store) Search(ctx context.Context, year int, query string) ([]Header, error) {
	headers, err := s.Headers(ctx, year)
	if headers == nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return headers, err
	}
	texts := map[string]string{}
	scanErr := s.view(ctx, func(tx reader) error {
		return tx.scan(ofYear(KindIndex, year), func(key, value []byte) error {
			if r, err := unpack(key, value); err == nil {
				texts[lastPart(key)] = string(r.content)
			}
			return nil
		})
	})
	if scanErr != nil {
		return nil, scanErr
	}
	return slices.DeleteFunc(headers, func(h Header) bool {
		text, ok := texts[h.ID]
		if !ok {
			text = indexText(h)
		}
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}), err
}
