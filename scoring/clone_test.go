package scoring_test

import (
	"reflect"
	"testing"

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
