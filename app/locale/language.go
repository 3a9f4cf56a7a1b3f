package locale

import "strings"

// The languages of the program.
const (
	Chinese = "zh"
	English = "en"
)

// System returns the language of the user's system, Chinese where it says nothing. The environment variables LC_ALL, LC_MESSAGES and
// LANG come first, on Windows too; then, on Windows, the user's locale.
func System(environment func(name string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := environment(name); value != "" {
			return Match(value)
		}
	}
	return Match(userLocale())
}

// Match returns the program's language for a tag such as "zh_CN.UTF-8", "zh-Hans" or "en-GB": Chinese for Chinese and for a tag that
// names no language ("", "C", "POSIX"), English for every other language.
func Match(tag string) string {
	switch primary(tag) {
	case "", "c", "posix", "zh", "cmn", "yue", "wuu":
		return Chinese
	default:
		return English
	}
}

// Ours returns the program's language that a tag such as "zh", "zh-CN" or "en_GB" names; ok is false for one that names another language,
// or none.
func Ours(tag string) (language string, ok bool) {
	switch language = primary(tag); language {
	case Chinese, English:
		return language, true
	}
	return "", false
}

// primary is the part of a tag that names the language, in small letters.
func primary(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ".")
	language, _, _ = strings.Cut(strings.ReplaceAll(language, "-", "_"), "_")
	return language
}
