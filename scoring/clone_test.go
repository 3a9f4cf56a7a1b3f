package scoring_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// TestCloneSharesNothing fills every slice, map and pointer an Evaluation can hold, and looks for one that the copy shares. A new
// member of a type is found without a change here.
func TestCloneSharesNothing(t *testing.T) {
	var e scoring.Evaluation
	fillValue(reflect.ValueOf(&e).Elem())
	c := e.Clone()
	if !reflect.DeepEqual(&e, c) {
		t.Error("the copy differs")
	}
	shared(t, reflect.ValueOf(&e).Elem(), reflect.ValueOf(c).Elem(), "evaluation")
}

func fillValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillValue(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fillValue(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillValue(key)
		fillValue(value)
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem())
	case reflect.String:
		v.SetString("x")
	}
}

func shared(t *testing.T, a, b reflect.Value, path string) {
	t.Helper()
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if field := a.Type().Field(i); field.IsExported() {
				shared(t, a.Field(i), b.Field(i), path+"."+field.Name)
			}
		}
	case reflect.Slice:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		for i := range a.Len() {
			shared(t, a.Index(i), b.Index(i), path+"[]")
		}
	case reflect.Map, reflect.Pointer:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		if a.Kind() == reflect.Pointer {
			shared(t, a.Elem(), b.Elem(), path)
		}
	}
}

// TestEqualSeesEveryMember changes each member that an indicator has, however deep, and expects the two to differ. A new member is
// found without a change here.
func TestEqualSeesEveryMember(t *testing.T) {
	var ind scoring.Indicator
	fillValue(reflect.ValueOf(&ind).Elem())
	if c := ind.Clone(); !ind.Equal(&c) {
		t.Fatal("a copy differs")
	}
	changes := 0
	eachLeaf(reflect.TypeOf(ind), nil, func(path []int) {
		c := ind.Clone()
		changeLeaf(reflect.ValueOf(&c).Elem(), path)
		changes++
		if ind.Equal(&c) || c.Equal(&ind) {
			t.Errorf("a change at %v is not seen: %+v", path, c)
		}
	})
	if changes < 40 {
		t.Errorf("only %d members were changed", changes)
	}
}

// The same for an evaluation without its lists; a change in those is not looked at.
func TestEqualBesidesListsSeesEveryOtherMember(t *testing.T) {
	var e scoring.Evaluation
	fillValue(reflect.ValueOf(&e).Elem())
	if !e.EqualBesidesLists(e.Clone()) {
		t.Fatal("a copy differs")
	}
	changes := 0
	eachLeaf(reflect.TypeOf(e), nil, func(path []int) {
		c := e.Clone()
		changeLeaf(reflect.ValueOf(c).Elem(), path)
		changes++
		name := reflect.TypeOf(e).Field(path[0]).Name
		if inList := name == "Indicators" || name == "Narrative"; e.EqualBesidesLists(c) != inList || c.EqualBesidesLists(&e) != inList {
			t.Errorf("a change of %s at %v: %+v", name, path, c)
		}
	})
	if changes < 80 {
		t.Errorf("only %d members were changed", changes)
	}
}

// changeLeaf changes what is found by the indices on the way.
func changeLeaf(v reflect.Value, path []int) {
	for _, at := range path {
		switch v.Kind() {
		case reflect.Pointer:
			v = v.Elem()
		case reflect.Slice:
			v = v.Index(at)
		default:
			v = v.Field(at)
		}
	}
	switch {
	case v.Type() == reflect.TypeFor[decimal.Decimal]():
		v.Set(reflect.ValueOf(decimal.MustParse("7.50")))
	case v.Type() == reflect.TypeFor[decimal.NullDecimal]():
		v.Set(reflect.ValueOf(decimal.NullDecimal{Decimal: decimal.MustParse("7.50"), Valid: true}))
	case v.Kind() == reflect.String:
		v.SetString("y")
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	case v.CanInt():
		v.SetInt(v.Int() + 1)
	case v.CanUint():
		v.SetUint(v.Uint() + 1)
	default:
		v.SetZero()
	}
}

// eachLeaf visits the members of a type that are not structures, by the indices on the way; lists and maps also as a whole.
func eachLeaf(typ reflect.Type, path []int, visit func(path []int)) {
	deeper := func(at int) []int { return append(slices.Clone(path), at) }
	isDecimal := typ == reflect.TypeFor[decimal.Decimal]() || typ == reflect.TypeFor[decimal.NullDecimal]()
	switch {
	case typ.Kind() == reflect.Struct && !isDecimal:
		for i := range typ.NumField() {
			eachLeaf(typ.Field(i).Type, deeper(i), visit)
		}
	case typ.Kind() == reflect.Pointer, typ.Kind() == reflect.Slice:
		visit(path)
		eachLeaf(typ.Elem(), deeper(1), visit)
	default:
		visit(path)
	}
}
