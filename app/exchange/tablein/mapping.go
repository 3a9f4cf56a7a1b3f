package tablein

import (
	"maps"
	"slices"
	"strings"

	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
)

// ParseMapping reads what a person says about columns: "A=level1,B=level2,C=name,D=target". The names are those of [Columns]. header
// is the last row of the headings. The error is an [*ooxml.Error] with the fault Unmapped.
func ParseMapping(sheetName string, header int, text string) (Mapping, error) {
	m := Mapping{Sheet: sheetName, Header: header, Columns: make(map[int]Column)}
	names := make([]string, 0, len(Columns()))
	for _, c := range Columns() {
		names = append(names, string(c))
	}
	allowed := strings.Join(names, ", ")
	named := false
	for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '，' || r == ' ' }) {
		letter, name, ok := strings.Cut(pair, "=")
		col := sheet.ColumnNumber(strings.TrimSpace(letter))
		if !ok || col == 0 || m.Columns[col] != "" || !slices.Contains(names, strings.TrimSpace(name)) {
			return m, &ooxml.Error{Fault: ooxml.Unmapped, Found: pair, Allowed: allowed}
		}
		m.Columns[col] = Column(strings.TrimSpace(name))
		named = named || m.Columns[col] == ColumnName
	}
	if !named || header < 1 {
		return m, &ooxml.Error{Fault: ooxml.Unmapped, Found: text, Allowed: allowed}
	}
	return m, nil
}

// Mapping says how the columns of the indicators were understood, as [ParseMapping] reads it.
func (t *Table) Mapping() string {
	var parts []string
	for _, col := range slices.Sorted(maps.Keys(t.Columns)) {
		if kind := t.Columns[col]; slices.Contains(Columns(), kind) {
			parts = append(parts, sheet.ColumnName(col)+"="+string(kind))
		}
	}
	return strings.Join(parts, ",")
}
