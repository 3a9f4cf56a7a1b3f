package sign

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"zhunsheng/app/pdf"
)

// firstDifference returns the first key, in alphabetical order and outside the allowed ones, whose values differ.
func firstDifference(before, after pdf.Dict, allowed ...pdf.Name) pdf.Name {
	keys := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(keys)
	for _, key := range keys {
		if !slices.Contains(allowed, key) && !equal(before[key], after[key]) {
			return key
		}
	}
	return ""
}

// appended tells whether after is before with elements added, and which.
func appended(before, after pdf.Array) (added []pdf.Object, ok bool) {
	i := 0
	for _, o := range after {
		if i < len(before) && equal(before[i], o) {
			i++
			continue
		}
		added = append(added, o)
	}
	return added, i == len(before)
}

// equal compares two objects as written; references are equal when they name the same object.
func equal(a, b pdf.Object) bool {
	switch x := a.(type) {
	case nil, pdf.Null:
		return isNull(b)
	case pdf.Array:
		y, ok := b.(pdf.Array)
		return ok && slices.EqualFunc(x, y, equal)
	case pdf.Dict:
		y, ok := b.(pdf.Dict)
		return ok && maps.EqualFunc(x, y, equal)
	case *pdf.Stream:
		y, ok := b.(*pdf.Stream)
		return ok && maps.EqualFunc(x.Dict, y.Dict, equal) && bytes.Equal(x.Data, y.Data)
	case pdf.String, pdf.HexString:
		return equalBytes(a, b)
	}
	switch b.(type) {
	case pdf.Array, pdf.Dict: // not comparable with ==
		return false
	}
	return a == b
}

func isNull(o pdf.Object) bool {
	_, null := o.(pdf.Null)
	return o == nil || null
}

func equalBytes(a, b pdf.Object) bool {
	first, ok1 := pdf.Bytes(a)
	second, ok2 := pdf.Bytes(b)
	return ok1 && ok2 && first == second
}

func describe(o pdf.Object) string {
	if ref, ok := o.(pdf.Ref); ok {
		return fmt.Sprintf("%d %d R", ref.Num, ref.Gen)
	}
	return fmt.Sprintf("of type %T", o)
}
