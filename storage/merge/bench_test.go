package merge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// large is an evaluation of 30 indicators with the text that a real one has.
func large() string {
	var rows []string
	for i := range 30 {
		rows = append(rows, fmt.Sprintf(`{"id":"i%d","level1":"产出指标","level2":"数量指标","name":"指标%d","target":{"text":"≥95%%","sign":"ge"},"actual":{"text":"96%%"},"weight":"2","method":{"kind":"proportional"},"reason":%q}`,
			i, i, strings.Repeat("偏差原因", 30)))
	}
	return strings.Replace(start, `"indicators":[`, `"indicators":[`+strings.Join(rows, ",")+`,`, 1)
}

func BenchmarkMerge(b *testing.B) {
	base := New()
	if _, err := base.Update(EvaluationShape, json.RawMessage(large()), edit("o", 0)); err != nil {
		b.Fatal(err)
	}
	data, err := base.Encode(EvaluationShape)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := Decode(EvaluationShape, data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			if _, err := base.Encode(EvaluationShape); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("merge", func(b *testing.B) {
		for b.Loop() {
			Merge(base, base)
		}
	})
}
