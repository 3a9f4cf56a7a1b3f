package scoring

// Args are the values a sentence is filled with, by placeholder name.
type Args map[string]string

// Message names a sentence of the translation files and the values it is filled with. The zero Message says nothing.
type Message struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
}

// IsZero reports whether m says nothing.
func (m Message) IsZero() bool { return m.Key == "" }

// Text is a short text in several languages by language tag ("zh", "en"), used by data files for titles and names.
type Text map[string]string

// In returns the text in the given language, else in Chinese, else "".
func (t Text) In(language string) string {
	if s, ok := t[language]; ok {
		return s
	}
	return t["zh"]
}
