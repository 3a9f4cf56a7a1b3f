package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/govalues/decimal"
)

// ErrFormat is wrapped by the errors of [Value.UnmarshalJSON].
var ErrFormat = errors.New("not a target or actual")

// record is the stored shape of a Value. Decimals and dates are strings; what a kind does not use is left out.
type record struct {
	Text    string   `json:"text"`
	Kind    Kind     `json:"kind,omitempty"`
	Sign    Sign     `json:"sign,omitempty"`
	Low     *string  `json:"low,omitempty"`
	High    *string  `json:"high,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Start   string   `json:"start,omitempty"`
	Due     string   `json:"due,omitempty"`
	Grain   Grain    `json:"grain,omitempty"`
	Yes     *bool    `json:"yes,omitempty"`
	Inexact bool     `json:"inexact,omitempty"`
	Several bool     `json:"several,omitempty"`
	Notes   []string `json:"notes,omitempty"`

	Corrected bool `json:"corrected,omitempty"`
}

// MarshalJSON writes v as an object: "text" always, and of the reading what its kind uses, decimals as strings and dates as
// "2022-12-31" ("--12-31" without a year).
func (v Value) MarshalJSON() ([]byte, error) {
	r := record{
		Text: v.Text, Kind: v.Kind, Sign: v.Sign, Unit: v.Unit, Start: v.Start.String(), Due: v.Due.String(), Grain: v.Grain,
		Inexact: v.Inexact, Several: v.Several, Notes: v.Notes.Keys(), Corrected: v.Corrected,
	}
	if v.IsNumeric() {
		low, high := v.Low.String(), v.High.String()
		r.Low, r.High = &low, &high
	}
	if v.Kind == YesNo {
		r.Yes = &v.Yes
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // the caller's encoder decides how ">=" is escaped
	if err := encoder.Encode(r); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// UnmarshalJSON reads an object as written by MarshalJSON, or a plain string or number. An object that states a kind is taken as
// given; an object with only "text", a string and a number are parsed without a context, see [Value.Reparse]. null is an empty cell.
// The error wraps [ErrFormat] and names the member at fault.
func (v *Value) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0:
		return fmt.Errorf("%w: no JSON value", ErrFormat)
	case bytes.Equal(data, []byte("null")):
		*v = Value{}
		return nil
	case data[0] == '"':
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("%w: %w", ErrFormat, err)
		}
		*v = Parse(text, Context{})
		return nil
	case data[0] == '{':
		return v.fromObject(data)
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return fmt.Errorf("%w: expected an object, a string or a number, found %.20q", ErrFormat, data)
	}
	*v = Parse(number.String(), Context{})
	return nil
}

func (v *Value) fromObject(data []byte) error {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if r.Kind == Empty {
		*v = Parse(r.Text, Context{})
		return nil
	}
	given, err := r.value()
	if err != nil {
		return fmt.Errorf("%w: %q: %w", ErrFormat, r.Text, err)
	}
	*v = given
	return nil
}

func (r record) value() (Value, error) {
	v := Value{Text: r.Text, Kind: r.Kind, Sign: r.Sign, Unit: r.Unit, Grain: r.Grain, Inexact: r.Inexact, Several: r.Several, Corrected: r.Corrected}
	if err := r.checkNames(); err != nil {
		return Value{}, err
	}
	var err error
	if v.Start, err = ParseDate(r.Start); err != nil {
		return Value{}, fmt.Errorf("member start: %w", err)
	}
	if v.Due, err = ParseDate(r.Due); err != nil {
		return Value{}, fmt.Errorf("member due: %w", err)
	}
	for _, key := range r.Notes {
		note, err := noteOf(key)
		if err != nil {
			return Value{}, fmt.Errorf("member notes: %w", err)
		}
		v.Notes |= note
	}
	if r.Kind == YesNo {
		if r.Yes == nil {
			return Value{}, errors.New(`kind "yes_no" needs the member yes`)
		}
		v.Yes = *r.Yes
	}
	if v.IsNumeric() {
		return v, r.figures(&v)
	}
	return v, nil
}

func (r record) checkNames() error {
	switch r.Kind {
	case Number, Range, DateKind, YesNo, Words, NotStated, NotApplicable:
	default:
		return fmt.Errorf("member kind: unknown kind %q", r.Kind)
	}
	switch r.Sign {
	case NoSign, Equal, AtLeast, AtMost, Above, Below:
	default:
		return fmt.Errorf("member sign: %q is none of = >= <= > <", r.Sign)
	}
	switch r.Grain {
	case NoGrain, Day, Month, Quarter, Half, Year:
	default:
		return fmt.Errorf("member grain: unknown grain %q", r.Grain)
	}
	return nil
}

// figures fills the bounds; one stated bound stands for both.
func (r record) figures(v *Value) error {
	low, high := r.Low, r.High
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	if low == nil {
		return fmt.Errorf("kind %q needs the member low or high", r.Kind)
	}
	var err error
	if v.Low, err = decimal.Parse(*low); err != nil {
		return fmt.Errorf("member low: %w", err)
	}
	if v.High, err = decimal.Parse(*high); err != nil {
		return fmt.Errorf("member high: %w", err)
	}
	if v.High.Less(v.Low) {
		return fmt.Errorf("low %s is above high %s", v.Low, v.High)
	}
	if v.Kind == Number && !v.Low.Equal(v.High) {
		return fmt.Errorf("a number has one figure, found low %s and high %s", v.Low, v.High)
	}
	return nil
}
