package handover

import (
	"encoding/json"
	"reflect"
	"testing"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// What readHead makes of a note is what was written.
func TestHeadsComeBack(t *testing.T) {
	heads := []head{
		{},
		{Revision: 1 << 63, Info: bundle.RecordInfo{Kind: "evaluation", Key: "2022/<p>\u2028\"", Deleted: true}},
		{
			Revision: 7, Conflicts: 2, Files: map[string]string{"aa": "证明 & <1>.pdf", "bb": ""},
			Info: bundle.RecordInfo{
				Kind: "evaluation", Key: "2022/p1", Size: 3, SHA256: "cc", Vector: merge.Vector{"d": 1, "e": 2}, Year: 2022, Title: "题\n",
				Unit: "u", Department: "d", Status: "draft", Changed: "2023-01-01T00:00:00Z", By: "李",
			},
		},
	}
	for _, want := range heads {
		note, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeHead(note)
		if err != nil || !reflect.DeepEqual(got.head, want) {
			t.Errorf("%s: %+v (%v)", note, got.head, err)
		}
		for n := range len(note) {
			if _, err := decodeHead(note[:n]); err == nil {
				t.Errorf("%s: accepted", note[:n])
			}
		}
	}
}
