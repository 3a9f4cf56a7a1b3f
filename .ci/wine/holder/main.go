//go:build windows

// Command holder stands for other programs on a Windows desktop:
//
//	holder hold FILE    opens a file as a reader of PDF does, so that nobody may replace it, says "held" and stays
//	holder icons FILE   says how many icons a program has
package main

import (
	"fmt"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: holder hold|icons FILE")
	}
	name, err := windows.UTF16PtrFromString(args[1])
	if err != nil {
		return err
	}
	if args[0] == "icons" {
		count, _, _ := windows.NewLazySystemDLL("shell32.dll").NewProc("ExtractIconExW").Call(uintptr(unsafe.Pointer(name)), ^uintptr(0), 0, 0, 0)
		fmt.Println(uint32(count))
		return nil
	}
	if _, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil, windows.OPEN_EXISTING, 0, 0); err != nil {
		return err
	}
	fmt.Println("held")
	time.Sleep(time.Hour)
	return nil
}
