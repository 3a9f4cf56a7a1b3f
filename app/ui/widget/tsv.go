package widget

import "strings"

// SplitTable reads tab-separated text as spreadsheets put it on the clipboard: rows end with a line break, cells with a tab; a cell
// with line breaks, tabs or quotes in it is quoted, its quotes doubled. One line break at the very end is no row. Any text is
// accepted: a quote that never closes is an ordinary character.
func SplitTable(text string) [][]string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.TrimSuffix(text, "\n")
	rows := [][]string{nil}
	for {
		cell, rest := nextCell(text)
		last := len(rows) - 1
		rows[last] = append(rows[last], cell)
		if rest == "" {
			return rows
		}
		if rest[0] == '\n' {
			rows = append(rows, nil)
		}
		text = rest[1:]
	}
}

// nextCell returns the first cell of a text, and what follows it from its tab or line break on.
func nextCell(text string) (cell, rest string) {
	if strings.HasPrefix(text, `"`) {
		if cell, rest, ok := quotedCell(text[1:]); ok {
			return cell, rest
		}
	}
	if end := strings.IndexAny(text, "\t\n"); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

func quotedCell(text string) (cell, rest string, ok bool) {
	var b strings.Builder
	for {
		end := strings.IndexByte(text, '"')
		if end < 0 {
			return "", "", false
		}
		b.WriteString(text[:end])
		text = text[end+1:]
		switch {
		case strings.HasPrefix(text, `"`):
			b.WriteByte('"')
			text = text[1:]
		case text == "" || text[0] == '\t' || text[0] == '\n':
			return b.String(), text, true
		default:
			return "", "", false
		}
	}
}

// JoinTable writes rows as tab-separated text that [SplitTable] reads back; line breaks and tabs inside cells become spaces, so that
// every row stays on its line wherever it is pasted.
func JoinTable(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j, cell := range row {
			if j > 0 {
				b.WriteByte('\t')
			}
			cell = strings.Join(strings.Fields(cell), " ")
			if strings.HasPrefix(cell, `"`) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
	}
	return b.String()
}
