package published

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/strictjson"
)

// Table is one published table. Cells hold the text as printed; an absent or null one was blank or not readable.
type Table struct {
	Case       string      `json:"case"`
	Complete   bool        `json:"complete"` // execution row, every indicator row and the total were readable
	SourceURL  Cell        `json:"source_url"`
	SourceRef  Cell        `json:"source_ref"`
	Unit       Cell        `json:"unit"`
	Supervisor Cell        `json:"supervisor"`
	Project    Cell        `json:"project"`
	Year       Cell        `json:"year"`
	Form       Cell        `json:"form"`
	AmountUnit Cell        `json:"amount_unit"`
	Budget     []BudgetRow `json:"budget_rows"`
	Indicators []Row       `json:"indicators"`

	ExecutionScore Cell `json:"published_execution_score"`
	TotalWeight    Cell `json:"published_total_weight"`
	Total          Cell `json:"published_total"`
	Grade          Cell `json:"published_grade"`
	// ExecutionIsRow says that budget execution is one of the indicators and has no row of its own.
	ExecutionIsRow bool `json:"execution_is_an_indicator_row"`

	Notes []string `json:"notes"`

	Recomputed json.RawMessage `json:"recomputed_by_us"` // of whoever transcribed the table; not used

	// Unknown are the members of the document that this package does not know, in order; they are not used.
	Unknown []string `json:"-"`
}

// BudgetRow is one row of money; the first is the total.
type BudgetRow struct {
	Name     Cell `json:"name"`
	Initial  Cell `json:"initial"`
	Annual   Cell `json:"annual"`
	Executed Cell `json:"executed"`
	Weight   Cell `json:"weight"`
	Rate     Cell `json:"rate"`
	Score    Cell `json:"score"`
}

// Row is one indicator row.
type Row struct {
	Level1 Cell `json:"level1"`
	Level2 Cell `json:"level2"`
	Level3 Cell `json:"level3"`
	Target Cell `json:"target"`
	Actual Cell `json:"actual"`
	Weight Cell `json:"weight"`
	Score  Cell `json:"published_score"`
	Reason Cell `json:"deviation_reason"`
	// Share and Folded are printed by forms that apply the weight a second time: score x share %.
	Share  Cell `json:"weight_share"`
	Folded Cell `json:"published_folded_score"`
	// What the transcriber computed; tests compare it, nothing else uses it.
	Rule       Cell `json:"national_rule_score"`
	RuleLinear Cell `json:"national_rule_score_linear"`
}

// Cell is a text, or a number as it is spelled; null is "".
type Cell string

// UnmarshalJSON takes texts, numbers and null.
func (c *Cell) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case bytes.Equal(data, []byte("null")):
		*c = ""
		return nil
	case len(data) > 0 && data[0] == '"':
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*c = Cell(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return &json.UnmarshalTypeError{Value: string(data), Type: reflect.TypeFor[string]()}
	}
	*c = Cell(number)
	return nil
}

// text is the cell without blanks around it.
func (c Cell) text() string { return strings.TrimSpace(string(c)) }

// Is reports whether a document is of this form: an object with budget rows and indicators and without a format of our own.
func Is(data []byte) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &members); err != nil {
		return false
	}
	_, ours := members["format"]
	_, budget := members["budget_rows"]
	_, rows := members["indicators"]
	return !ours && budget && rows
}

// Read reads a published table. Faults of the document are joined [*scoring.InputError] values; faults of the table are not faults
// here.
func Read(data []byte) (*Table, error) {
	var members map[string]json.RawMessage
	if err := strictjson.Decode(data, &members, strictjson.DefaultLimits); err != nil {
		return nil, scoring.ReadError("published table", err)
	}
	var t Table
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &t); err != nil {
		return nil, wrongType(err)
	}
	t.Unknown = unknown(members)
	var faults []error
	missing := func(field, allowed string) {
		faults = append(faults, &scoring.InputError{Document: "published table", Fault: "missing", Field: field, Allowed: allowed})
	}
	if t.fiscalYear() == 0 {
		missing("year", "")
	}
	if len(t.Indicators) == 0 {
		missing("indicators", "")
	}
	return &t, errors.Join(faults...)
}

// fiscalYear reads the year, which some write as "2022年度"; 0 where there is none.
func (t *Table) fiscalYear() int {
	digits := t.Year.text()
	if end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		digits = digits[:end]
	}
	year, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return year
}

func wrongType(err error) error {
	fault := &scoring.InputError{Document: "published table", Fault: string(strictjson.WrongType), Found: err.Error()}
	var at *json.UnmarshalTypeError
	if errors.As(err, &at) {
		fault.Field, fault.Found = at.Field, at.Value
		if at.Type != nil {
			fault.Allowed = at.Type.Kind().String()
		}
	}
	return fault
}

var known = []string{
	"case", "complete", "source_url", "source_ref", "unit", "supervisor", "project", "year", "form", "amount_unit", "budget_rows", "indicators",
	"published_execution_score", "published_total_weight", "published_total", "published_grade", "execution_is_an_indicator_row", "notes",
	"recomputed_by_us",
}

func unknown(members map[string]json.RawMessage) (names []string) {
	for name := range members {
		if !slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// rowID is the ID of the indicator that a row of the table becomes, counted from 0.
func rowID(row int) string { return fmt.Sprintf("i%d", row+1) }
