package pdf

import (
	"bytes"
	"reflect"
	"regexp"
	"strconv"
	"testing"
)

func FuzzRead(f *testing.F) {
	f.Add(newRaw().document().table("").out)
	f.Add(streamFile(f))
	f.Add(sample(f, 1))
	f.Add(updated(f, streamFile(f)).Data)
	f.Fuzz(func(_ *testing.T, data []byte) { explore(data) })
}

// FuzzObjects makes a sound file around the objects it is given, so that the fuzzer gets past the cross-reference.
func FuzzObjects(f *testing.F) {
	f.Add([]byte("5 0 obj<</Length 6 0 R/Filter[/AHx/A85]/DecodeParms[null<<>>]>>stream\n7A>\nendstream endobj 6 0 obj 3 endobj"))
	f.Add([]byte("3 0 obj<</Type/Page/Contents[4 0 R 5 0 R]>>endobj 5 0 obj<</Length 2>>stream\r\nq \nendstream endobj"))
	f.Add([]byte("2 0 obj<</Type/Pages/Kids 5 0 R>>endobj 5 0 obj[3 0 R 6 0 R]endobj 6 0 obj<</Type/Pages/Kids[]>>endobj"))
	f.Add([]byte("5 0 obj<</Type/ObjStm/N 1/First 4/Length 8>>stream\n6 0 null\nendstream endobj"))
	head := regexp.MustCompile(`\b([1-9][0-9]{0,2}) 0 obj`)
	f.Fuzz(func(_ *testing.T, data []byte) {
		raw := newRaw().document()
		for _, m := range head.FindAllSubmatchIndex(data, 500) {
			num, err := strconv.Atoi(string(data[m[2]:m[3]]))
			if err == nil {
				raw.offsets[num] = len(raw.out) + m[0]
			}
		}
		raw.out = append(raw.out, data...)
		raw.raw("\n").table("")
		explore(raw.out)
	})
}

// FuzzParse checks that what parses is written and parsed again as the same object.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"null", "<</A[1 0 R(x\\101)<4142>-1.5]/B#20 true>>", "[[[]]]", "/a#41", "1 % x\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Parse(data)
		if err != nil {
			return
		}
		text, err := Append(nil, o)
		if err != nil {
			return // a number beyond what is written
		}
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		rewritten, err := Append(nil, again)
		if err != nil || !bytes.Equal(rewritten, text) {
			t.Fatalf("%q, then %q, %v", text, rewritten, err)
		}
		if !bytes.ContainsAny(data, ".") && !reflect.DeepEqual(o, again) { // reals are rounded
			t.Fatalf("%#v, then %#v", o, again)
		}
	})
}

func FuzzTokenizer(f *testing.F) {
	f.Add([]byte("BT /F1 12 Tf [(a)-20<62>]TJ ET BI /W 1 ID x EI Q"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tokens := NewTokenizer(data)
		for last := -1; ; {
			op, err := tokens.Next()
			if err != nil {
				return
			}
			if op.Offset <= last || op.Operator == "" {
				t.Fatalf("%+v after %d", op, last)
			}
			last = op.Offset
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add("FlateDecode", 12, 3, zipped(f, []byte{0, 1, 2, 3}))
	f.Add("LZWDecode", 1, 1, lzwEncode([]byte("hello hello")))
	f.Add("ASCII85Decode", 1, 1, []byte("87cUR~>"))
	f.Fuzz(func(t *testing.T, name string, predictor, columns int, data []byte) {
		r := bare()
		r.limits.Decoded = 1 << 20
		out, err := r.Decode(&Stream{
			Dict: Dict{"Filter": Name(name), "DecodeParms": Dict{"Predictor": Int(predictor), "Columns": Int(columns)}}, Data: data,
		})
		if err == nil && len(out) > 1<<20 {
			t.Fatalf("%d bytes", len(out))
		}
	})
}
