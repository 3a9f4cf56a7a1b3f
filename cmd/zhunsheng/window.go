package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/typeface/embedded"
	"zhunsheng/app/ui"
	"zhunsheng/app/ui/look"
	"zhunsheng/assets"
	"zhunsheng/storage"
)

// metadata is what the system is told about the program; FyneApp.toml says the same, and a test compares them.
var metadata = fyne.AppMetadata{
	ID:         "cn.zhunsheng.desktop",
	Name:       "准绳",
	Version:    app.Version,
	Build:      1,
	Migrations: map[string]bool{"fyneDo": true},
}

// size of a new window: it fits a screen of 1366 by 768 with a task bar.
var windowSize = fyne.NewSize(1320, 690)

// show makes the window, opens the store behind it and runs until the window is closed.
func show(o options, catalogue *locale.Catalogue, log *logFile) int {
	metadata.Icon = fyne.NewStaticResource("icon.png", assets.IconPNG())
	toolkit.SetMetadata(metadata)
	debug.SetGCPercent(garbage)
	for _, face := range faces {
		go face.Content() // while the window is made
	}
	p := &program{options: o, catalogue: catalogue, log: log, settings: openSettings(o.data, log.Error), unheed: func() {}, unwatch: func() {}}
	defer p.close()
	defer p.settings.Close()
	give := keepToolkitIn(o.data)
	inside := toolkit.NewWithID(metadata.ID)
	inside.SetIcon(metadata.Icon)
	inside.Settings().SetTheme(newTheme(look.Mode(p.settings.Text("theme", string(look.Light)))))
	words := catalogue.Printer(p.language())
	if p.claim() {
		return exitGood
	}
	var err error
	renderer := cmp.Or(o.renderer, p.settings.Text("renderer", rendererAuto))
	var trying attempt
	if len(renderers()) > 0 {
		renderer = trying.begin(renderer, o.data, p.settings, log.Error)
	}
	defer trying.end()
	p.app, p.window, err = firstWindow(renderer, inside, words, log)
	give()
	if err != nil {
		log.Error(err)
		text := words.Text("ui.start.no-window", nil)
		if o.renderer != rendererGL {
			text = noWindow(words, o)
		}
		platform.MessageBox(words.Text("ui.start.no-window.title", nil), text)
		return exitNoWindow
	}
	if p.app != inside {
		trying.end() // not with OpenGL after all
	}
	trying.endSoon()
	watchdog(func() {
		log.Error(errUnpainted)
		trying.late()
		platform.MessageBox(words.Text("ui.start.no-window.title", nil), words.Text("platform.renderer.unpainted", map[string]string{
			"seconds": strconv.Itoa(int(unpaintedAfter.Seconds())), "log": o.data,
		}))
	})
	defer followCaret(p.window)()
	defer func() { p.unheed() }()
	p.begin()
	p.unwatch = watchHolds(log.Error)
	drive(p) // nothing, except in builds that are driven by tests
	p.app.Run()
	if p.refused {
		return exitUnusable
	}
	return exitGood
}

func (p *program) language() string {
	return cmp.Or(p.options.language, p.settings.Text("language", locale.Chinese))
}

// faces are the regular and the bold one of all text in the window.
var faces = [2]*look.Face{
	look.NewFace("zhunsheng-regular.otf", embedded.ScreenRegular), look.NewFace("zhunsheng-bold.otf", embedded.ScreenBold),
}

func newTheme(mode look.Mode) fyne.Theme { return look.NewTheme(mode, faces[0], faces[1]) }

var errUnpainted = errors.New("nothing was painted in time")

var errNoWindow = errors.New("no window: the system gave none, most likely for want of OpenGL")

// appear makes and shows the window. The toolkit panics where there is no display at all, be it when it makes or when it shows one, and
// stays silent where there is no OpenGL.
func appear(a fyne.App, words *locale.Printer) (w fyne.Window, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", errNoWindow, v)
		}
	}()
	w = newWindow(a, words)
	w.Show()
	if !onScreen(w) {
		return w, errNoWindow
	}
	return w, nil
}

// onScreen reports whether the system has given the window a handle. Without a usable OpenGL driver the toolkit makes none and
// would leave an invisible process behind.
func onScreen(w fyne.Window) bool { return handleOf(w) != 0 }

// handleOf returns the system's handle of a window, 0 if there is none, 1 if the driver does not say.
func handleOf(w fyne.Window) uintptr {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return 1
	}
	handle := uintptr(0)
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.WindowsWindowContext:
			handle = c.HWND
		case driver.X11WindowContext:
			handle = c.WindowHandle
		case driver.WaylandWindowContext:
			handle = c.WaylandSurface
		case driver.MacWindowContext:
			handle = c.NSWindow
		default:
			handle = 1
		}
	})
	return handle
}

// program is what belongs together while the window is open.
type program struct {
	options   options
	app       fyne.App
	window    fyne.Window
	catalogue *locale.Catalogue
	log       *logFile
	settings  *settings
	holding   sync.Mutex // held while store is looked at: it is opened and closed in the background
	store     *storage.Store
	refused   bool // the store could not be opened
	finishing bool
	runner    *task.Runner
	shell     *ui.Shell
	forget    func() error // removes files that were opened for the user
	instance  *platform.Instance
	waiting   []string // files that were handed over while the store was being opened
	unheed    func()   // stops heeding the end of the user's session
	unwatch   func()   // stops telling what holds the window
}

// fill makes the window's screens on an open store. former is the folder of one that it took the place of, "" for none.
func (p *program) fill(d *desk.Desk, former string) {
	folder, err := platform.Documents(environment)
	if err != nil {
		folder = ""
	}
	p.forget = d.ForgetCopies
	p.forgetLeft(d.ForgetLeftCopies)
	p.shell = ui.NewShell(ui.Needs{
		App: p.app, Window: p.window, Catalogue: p.catalogue, Language: p.options.language, Runner: p.runner,
		Store: d, Exporter: d, Settings: p.settings, Folder: folder, AutoOpen: autoOpen(),
		PickFile: pickFile(p.window),
		OpenFile: platform.OpenFile, Theme: newTheme, Fabric: readFaces, Log: p.log.Error, Now: time.Now, Zoom: zoom, Quit: p.finish, Settled: giveMemoryBack,
		Compare: d, Schemes: d, Verify: d, Exchange: d, Collect: d, Review: d, Setup: d, Print: p.print, Renderers: renderers(), LogFolder: p.options.data, Former: former,
		Licences: func() (string, error) { return writeLicences(d.PassingFolder) },
	})
}

// forgetLeft removes in the background what an earlier run did not come to remove.
func (p *program) forgetLeft(forget func(before time.Time) error) {
	now := time.Now()
	task.Run(p.runner, new(task.Slot), func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, forget(now)
	}, func(_ struct{}, err error) { p.note(err) })
}

// writeLicences writes the licences of others in the program into a new folder that passes.
func writeLicences(folder func() (string, error)) (path string, err error) {
	in, err := folder()
	if err != nil {
		return "", err
	}
	path = filepath.Join(in, "LICENSE-third-party.txt")
	return path, os.WriteFile(path, []byte(assets.Licences()), 0o600)
}

// print sends a document to a printer, with the window under the system's dialog. It is called in the background.
func (p *program) print(ctx context.Context, job platform.Job) (platform.PrintWay, error) {
	owner := uintptr(0)
	fyne.DoAndWait(func() { owner = handleOf(p.window) })
	job.Choose = p.shell.ChoosePrinter
	return platform.Print(ctx, owner, job)
}

// garbage is how much of what is in use may be left unused before it is collected, in percent. Some 35 MB stay in use while the window
// rests, and the usual 100 would let as much garbage stand beside them.
const garbage = 40

// readFaces reads the fonts, which takes a tenth of a second, for a theme that is going to be set.
func readFaces() {
	for _, face := range faces {
		face.Content()
	}
}

// giveMemoryBack returns what reading fonts and building pages has left to the system.
func giveMemoryBack() {
	go func() {
		for _, face := range faces {
			face.Forget()
		}
		debug.FreeOSMemory()
	}()
}

// zoom tells the toolkit the scale of everything on the screen. It reads this variable whenever the theme is set, and its own setting
// is one for all programs of the user.
func zoom(percent int) {
	_ = os.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(percent)/100, 'f', -1, 64)) // fails only for a name that is none
}
