package platform

import (
	"testing"
	"time"
)

func TestSecondInstanceHandsItsFileOver(t *testing.T) {
	got := make(chan string, 1)
	folder := `C:\数据\` + t.Name()
	first, err := ClaimInstance(folder, "", func(path string) { got <- path })
	if err != nil || first == nil {
		t.Fatalf("the first claim: %v, %v", first, err)
	}
	second, err := ClaimInstance(folder, `D:\移动 盘\部门.zsb`, func(string) {})
	if err != nil || second != nil {
		t.Fatalf("the second claim: %v, %v", second, err)
	}
	select {
	case path := <-got:
		if path != `D:\移动 盘\部门.zsb` {
			t.Errorf("got %q", path)
		}
	case <-time.After(time.Minute):
		t.Fatal("nothing was handed over")
	}
	first.Close()
}
