//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/widget"
)

// drive opens a loopback endpoint through which a test looks at the window and types into it. Its address is written to
// <data>/drive. It exists only in builds with the tag e2e.
//
//	GET  /tree          what is on the screen: type, text, place and size of every visible object
//	GET  /focus         what has the keyboard
//	GET  /busy          whether work in the background has results to bring yet, or something is on its way to the disk
//	GET  /window        how large the window's content is, and which of Shift, Ctrl and Alt it takes for held down
//	GET  /origin        where on the screen the window's content begins, if the program knows
//	POST /type?text=…   types a text, as an input method would deliver it
//	POST /key?name=…    presses a key in the control that has the keyboard
//	POST /tap?text=…    taps the first visible control with that text that is not disabled
//	POST /run?id=…      does a command
//	POST /paste?text=…  puts a text on the clipboard, as another program would
//	POST /held          what held the window's goroutine since this was asked last; from the first question on it is watched
//	GET  /debug/pprof/  what memory and time are spent on, in builds that have the tag profile too: telling costs memory
//	POST /answer?path=… answers the system's file dialog, where the system has one
//
// and on Windows what only the system's own messages can do:
//
//	GET  /cursor        the system's number of the cursor on the screen
//	GET  /latency       how long a key and a notch of the wheel take until their picture is on the screen
//	POST /chars?text=…  sends characters as input methods send them
//	POST /drop?path=…   drops a file into the window
//
// The variable ZHUNSHENG_LATE keeps the window's goroutine for a while before anything is painted, such as "17s".
func drive(p *program) {
	if late, err := time.ParseDuration(os.Getenv("ZHUNSHENG_LATE")); err == nil {
		<-time.After(late)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.log.Error(err)
		return
	}
	d, watched := &driverEndpoint{program: p}, new(tracer)
	mux := http.NewServeMux()
	profile(mux)
	for pattern, serve := range map[string]func(*http.Request) any{
		"GET /tree": d.tree, "GET /focus": d.focus, "GET /busy": d.busy, "GET /window": d.size, "GET /origin": d.origin, "POST /type": d.typeText, "POST /key": d.key, "POST /tap": d.tap, "POST /run": d.command,
		"POST /paste": d.board, "POST /held": watched.held,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			var answer any
			fyne.DoAndWait(func() { answer = serve(r) })
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(answer); err != nil {
				p.log.Error(err)
			}
		})
	}
	for pattern, serve := range native(p) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			var answer any
			fyne.DoAndWait(func() { answer = serve(r.FormValue) })
			if err := json.NewEncoder(w).Encode(answer); err != nil {
				p.log.Error(err)
			}
		})
	}
	mux.HandleFunc("POST /answer", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, answerDialog(r.FormValue("path"))) // the test asks again if it gets none
	})
	p.app.Lifecycle().SetOnStarted(func() {
		go func() {
			if err := os.WriteFile(filepath.Join(p.options.data, "drive"), []byte(listener.Addr().String()), 0o600); err != nil {
				p.log.Error(err)
			}
			p.log.Error(http.Serve(listener, mux)) //nolint:gosec // a test's own loopback endpoint
		}()
	})
}

type driverEndpoint struct{ program *program }

// node is one visible thing on the screen, in device-independent pixels from the window's corner.
type node struct {
	Type       string  `json:"type"`
	Text       string  `json:"text,omitempty"`
	At         string  `json:"at,omitempty"`
	X, Y, W, H float32 `json:",omitempty"`
	Focused    bool    `json:"focused,omitempty"`
	Disabled   bool    `json:"disabled,omitempty"`
	object     fyne.CanvasObject
}

func (d *driverEndpoint) canvas() fyne.Canvas { return d.program.window.Canvas() }

func (d *driverEndpoint) tree(*http.Request) any { return d.nodes() }

func (d *driverEndpoint) nodes() []node {
	var nodes []node
	top := d.canvas().Overlays().Top()
	if top != nil {
		return d.walk(top, nodes)
	}
	return d.walk(d.canvas().Content(), nodes)
}

func (d *driverEndpoint) walk(o fyne.CanvasObject, nodes []node) []node {
	if o == nil || !o.Visible() {
		return nodes
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	n := node{Type: strings.TrimPrefix(fmt.Sprintf("%T", o), "*"), X: pos.X, Y: pos.Y, W: o.Size().Width, H: o.Size().Height, object: o}
	n.Text = textOf(o)
	if f, ok := o.(fyne.Focusable); ok {
		n.Focused = d.canvas().Focused() == f
	}
	if f, ok := o.(fyne.Disableable); ok {
		n.Disabled = f.Disabled()
	}
	nodes = append(nodes, n)
	if parted, ok := o.(widget.Parted); ok {
		for _, part := range parted.Parts() {
			nodes = append(nodes, node{
				Type: part.Name, Text: part.Text, At: part.At, X: pos.X + part.Pos.X, Y: pos.Y + part.Pos.Y, W: part.Size.Width, H: part.Size.Height,
			})
		}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			nodes = d.walk(child, nodes)
		}
	case fyne.Widget:
		if _, drawn := o.(widget.Parted); drawn {
			break
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			nodes = d.walk(child, nodes)
		}
	}
	return nodes
}

func textOf(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case interface{ Say() string }: // texts, the editor of a cell
		return o.Say()
	case *widget.Button:
		return o.Text
	case *widget.Entry:
		return o.Text
	case *widget.Label:
		return o.Text
	case *canvas.Text:
		return o.Text
	}
	return ""
}

func (d *driverEndpoint) focus(*http.Request) any {
	o, ok := d.canvas().Focused().(fyne.CanvasObject)
	if !ok {
		return node{}
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return node{Type: strings.TrimPrefix(fmt.Sprintf("%T", o), "*"), Text: textOf(o), X: pos.X, Y: pos.Y, W: o.Size().Width, H: o.Size().Height, Focused: true}
}

func (d *driverEndpoint) busy(*http.Request) any {
	r := d.program.runner
	return r != nil && (r.Busy() || r.Writing())
}

func (d *driverEndpoint) size(*http.Request) any {
	held := fyne.KeyModifier(0)
	if w, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		held = w.CurrentKeyModifiers()
	}
	return struct {
		W, H               float32
		Shift, Ctrl, Alter bool
	}{d.canvas().Size().Width, d.canvas().Size().Height, held&fyne.KeyModifierShift != 0, held&fyne.KeyModifierControl != 0, held&fyne.KeyModifierAlt != 0}
}

func (d *driverEndpoint) origin(*http.Request) any {
	x, y, known := origin(d.program.window)
	return struct {
		X, Y  int
		Known bool
	}{x, y, known}
}

func (d *driverEndpoint) typeText(r *http.Request) any {
	for _, char := range r.FormValue("text") {
		focused := d.canvas().Focused()
		if focused == nil {
			return "nothing has the keyboard"
		}
		focused.TypedRune(char)
	}
	return "ok"
}

func (d *driverEndpoint) key(r *http.Request) any {
	ev := &fyne.KeyEvent{Name: fyne.KeyName(r.FormValue("name"))}
	if focused := d.canvas().Focused(); focused != nil {
		focused.TypedKey(ev)
	} else if handler := d.canvas().OnTypedKey(); handler != nil {
		handler(ev)
	}
	return "ok"
}

func (d *driverEndpoint) tap(r *http.Request) any {
	want := r.FormValue("text")
	for _, n := range d.nodes() {
		if tappable, ok := n.object.(fyne.Tappable); ok && !n.Disabled && n.Text != "" && strings.Contains(n.Text, want) {
			tappable.Tapped(&fyne.PointEvent{Position: fyne.NewPos(n.W/2, n.H/2), AbsolutePosition: fyne.NewPos(n.X+n.W/2, n.Y+n.H/2)})
			return "ok"
		}
	}
	return "no control with the text " + want
}

func (d *driverEndpoint) command(r *http.Request) any {
	if d.program.shell != nil && d.program.shell.Run(r.FormValue("id")) {
		return "ok"
	}
	return "no command " + r.FormValue("id")
}

func (d *driverEndpoint) board(r *http.Request) any {
	d.program.app.Clipboard().SetContent(r.FormValue("text"))
	return "ok"
}
