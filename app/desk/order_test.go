package desk

import (
	"strings"
	"testing"

	"zhunsheng/storage"
)

func TestListsAreByCodeThenByName(t *testing.T) {
	headers := []storage.Header{{ID: "1", Name: "校舍"}, {ID: "2", Name: "道路"}, {ID: "3", Name: "养老", Code: "B"}, {ID: "4", Name: "照明", Code: "A"}}
	inOrder(headers)
	var order []string
	for i := range headers {
		order = append(order, headers[i].ID)
	}
	if got := strings.Join(order, ""); got != "4321" {
		t.Errorf("order %s, want 4321: codes, then 道路 before 校舍", got)
	}
}

func BenchmarkOrder(b *testing.B) {
	headers := make([]storage.Header, 2000)
	for i := range headers {
		headers[i].Name = "农村饮水安全巩固提升工程" + string(rune(0x4e00+(i*7919)%20000))
	}
	for b.Loop() {
		inOrder(headers)
	}
}
