package platform

import (
	"runtime"
	"testing"
	"time"
	"unsafe"
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

// Who is started while the one before is ending is not told to it, but takes its place.
func TestAnInstanceThatEndsIsWaitedFor(t *testing.T) {
	folder := `C:\数据\` + t.Name()
	first, err := ClaimInstance(folder, "", func(path string) { t.Errorf("%q was handed to a process that ends", path) })
	if err != nil || first == nil {
		t.Fatalf("the first claim: %v, %v", first, err)
	}
	first.Deafen()
	first.Deafen()
	type claim struct {
		instance *Instance
		err      error
	}
	second := make(chan claim)
	go func() {
		instance, err := ClaimInstance(folder, `D:\部门.zsb`, func(string) {})
		second <- claim{instance, err}
	}()
	first.Close()
	got := <-second
	if got.err != nil || got.instance == nil {
		t.Fatalf("the second claim: %v, %v", got.instance, got.err)
	}
	got.instance.Close()
}

// What is no path of ours leaves the process alone.
func TestReceivingWhatIsNoPath(t *testing.T) {
	received.Lock()
	received.call = func(path string) { t.Errorf("received %q", path) }
	received.Unlock()
	text := []uint16{'x', 0}
	for _, data := range []*copyData{nil, {}, {size: 4}, {size: mostHanded + 2, data: uintptr(unsafe.Pointer(&text[0]))}} {
		if result, done := receive(wmCopyData, 0, uintptr(unsafe.Pointer(data))); result != 0 || !done {
			t.Errorf("%+v: %d, %v", data, result, done)
		}
	}
	runtime.KeepAlive(text)
}
