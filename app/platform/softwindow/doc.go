// Package softwindow shows the toolkit's windows without OpenGL: on remote desktops, virtual machines and old graphics. It is a
// driver of its own beside the toolkit's, for the same screens; nothing above it knows which of the two is at work.
//
// # How a picture comes about
//
// After anything happened, the tree of visible objects is read into a list of what is to be drawn where (tree.go, item.go). The list
// is compared with the one before (damage.go); only rectangles in which something differs are composed again (compose.go) and handed
// to the system. Plain fills are drawn here; texts, rounded shapes, pictures and all else are painted once by the toolkit's software
// painter and kept (picture.go).
//
// # How events come in
//
// A [Host] is the system: windows, a message loop, a clipboard. It tells a [Window] what the mouse and the keyboard do (pointer.go,
// keyboard.go) in pixels and key names; the rules of hovering, dragging, double taps, Tab and shortcuts are here, so that they can be
// tested without a system. [Windows] is the host on Microsoft Windows, written against user32, gdi32 and imm32 without cgo. Input
// methods type through the system's own composition window, which is placed at the caret.
//
// Everything runs on the goroutine that calls [App.Run], as the toolkit demands; other goroutines get there through fyne.Do.
package softwindow
