package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/collect"
	"zhunsheng/app/ui/page/compare"
	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/app/ui/page/guide"
	judging "zhunsheng/app/ui/page/review"
	"zhunsheng/app/ui/page/schemes"
	"zhunsheng/app/ui/page/settings"
	"zhunsheng/app/ui/page/verify"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
)

// Page is what the window shows.
type Page interface {
	Content() fyne.CanvasObject
	// Title is the page's part of the window's title.
	Title() string
	// Commands lists what can be done on the page.
	Commands() []command.Command
	// Shown is called when the page is on the screen.
	Shown()
	// Leave is called before the page goes away. An error means that something of it could not be kept; the page then stays.
	Leave() error
}

// Store is what the window needs of a store.
type Store interface {
	year.Source
	// Open returns an evaluation and the scheme it was made under.
	Open(ctx context.Context, year int, id string) (*scoring.Evaluation, *scoring.Scheme, error)
	edit.Keeper
	// Example loads the example year and returns which it is.
	Example(ctx context.Context) (int, error)
	// Scheme finds a scheme.
	Scheme(ref scoring.SchemeRef) (*scoring.Scheme, bool)
}

// Settings are the window's own state between starts: never data, and never worth an error.
type Settings interface {
	Text(name, otherwise string) string
	SetText(name, value string)
}

// Needs is what the shell works with.
type Needs struct {
	App       fyne.App
	Window    fyne.Window
	Catalogue *locale.Catalogue
	Language  string // "" takes the one of the settings
	Runner    *task.Runner
	Store     Store
	Exporter  guide.Exporter
	Settings  Settings
	Folder    string // where reports go unless the user says otherwise
	AutoOpen  bool   // open reports when they are made
	OpenFile  func(path string) error
	Theme     func(look.Mode) fyne.Theme
	Log       func(error) // technical text of errors that were shown
	Now       func() time.Time
	// PickFile is the system's own file dialog; nil takes the program's, and so does an error, which says that there was none to show.
	PickFile func(q picker.Question, done func(path string)) error
	// Fabric reads what themes are made of, such as fonts, so that Theme need not wait for it; it is called in the background. It may be nil.
	Fabric func()
	// Zoom makes everything larger or smaller, in percent; nil where that cannot be done.
	Zoom func(percent int)
	// Renderers are what can draw windows, such as "auto", where there is a choice; LogFolder is where the log lies. Both may be empty.
	Renderers []string
	LogFolder string
	// Former is the folder of the data that those of a backup took the place of, as long as the user has not been told of it; "" for none.
	Former string
	// Licences writes the licences of others in the program where a viewer can read them; nil leaves them out of what is said about it.
	Licences func() (path string, err error)
	// Settled is called some seconds after a page came, when no other one followed and what it reads has come; nil where nothing is to be
	// done then.
	Settled func()
	// Quit ends the program when the page has let go; nil closes the window.
	Quit func()
	// Print sends a document to a printer, in a background goroutine; nil where the program cannot print.
	Print func(ctx context.Context, job platform.Job) (platform.PrintWay, error)
	// Compare is behind the screen of two evaluations side by side; nil leaves it out.
	Compare compare.Source
	// Schemes keeps the schemes; nil leaves their screen out.
	Schemes schemes.Source
	// Verify is behind the screen that judges files; nil leaves it out.
	Verify verify.Source
	// Exchange is behind the screen for bundles; nil leaves it out.
	Exchange exchange.Source
	// Collect is behind the screen of many files; nil leaves it out.
	Collect collect.Source
	// Review is behind the screen for reviews and panels; nil leaves it out.
	Review judging.Source
	// Setup is behind the settings; nil leaves them out.
	Setup settings.Source
}

// Shell is the window's content. It belongs to the window's goroutine.
type Shell struct {
	needs       Needs
	words       wording.Words
	mode        look.Mode
	zoom        int // percent
	worn        int // the zoom that the window has by now
	dressing    task.Line
	stage       *widget.Stage
	prompts     *prompt.Prompts
	page        Page
	again       func() // shows the page anew, as after a change of language
	place       string // the place the page is, "" for a page that is none
	rail        *widget.Steps
	guide       *guide.Page     // the page, when it is a guide
	year        int             // the year that was looked at last
	current     string          // the evaluation that was current in its list
	listed      year.View       // how the list was looked at
	going       going           // work that goes on behind other screens
	beside      [2]desk.SideRef // what was compared last
	foot        foot
	verified    *verify.Page     // the one that was on the screen last
	backup      desk.BackupState // as it was last looked at
	backingUp   bool             // as planned, behind whatever is on the screen
	reminding   task.Slot
	revealing   task.Slot // a folder, in the system's program
	remindLater func()    // stops the next look
	undecided   undecided
	opening     task.Slot
	leaving     *leaving // the page that is waited for, nil for none
	awaiting    task.Slot
	behind      int  // pages that were left before all was on the disk
	gone        bool // the window is being closed
	turner      turner
	collected   collected
	rounds      []*round.Review // of the evaluation in the guide
	tour        tour
	schemeDeeds schemes.Deeds // what was done to schemes and can be undone
	helped      func()        // goes back from the help
	unsettle    func()        // stops waiting for the page to settle
	commands    []command.Command
	bound       []fyne.Shortcut
}

// names of settings
const (
	settingLanguage = "language"
	settingTheme    = "theme"
	settingZoom     = "zoom"
)

// NewShell fills the window and shows the newest year. The window must be visible already.
func NewShell(needs Needs) *Shell {
	s := &Shell{needs: needs}
	language := needs.Language
	if language == "" {
		language = needs.Settings.Text(settingLanguage, locale.Chinese)
	}
	s.mode = look.Mode(needs.Settings.Text(settingTheme, string(look.Light)))
	s.words = wording.Words{Printer: needs.Catalogue.Printer(language)}
	s.words.SpeakToolkit()
	s.prompts = prompt.New(needs.Window.Canvas(), func() wording.Words { return s.words }, s.copy)
	s.zoom = nearestZoom(needs.Settings.Text(settingZoom, "100"))
	s.worn = s.zoom
	if needs.Zoom != nil && s.zoom != plainZoom {
		needs.Zoom(s.zoom)
	}
	size := needs.Window.Canvas().Size()
	if s.zoom != plainZoom || !s.themed() {
		needs.App.Settings().SetTheme(needs.Theme(s.mode))
	}
	if needs.Zoom != nil && s.zoom != plainZoom {
		s.keepSize(size, plainZoom, s.zoom)
	}
	needs.Window.SetOnDropped(s.dropped)
	needs.Window.Canvas().SetOnTypedKey(s.key)
	needs.Window.SetCloseIntercept(s.quit)
	s.ShowYear(0)
	s.remind()
	s.countUndecided()
	return s
}

// themed reports whether the window has the theme already. To set it once more would make the toolkit read the fonts again, and it does
// not let go of those of before.
func (s *Shell) themed() bool {
	current, ours := s.needs.App.Settings().Theme().(*look.Theme)
	return ours && current.Mode() == s.mode
}

// Page returns the page on the screen.
func (s *Shell) Page() Page { return s.page }

// Prompts returns the opener of dialogs.
func (s *Shell) Prompts() *prompt.Prompts { return s.prompts }

// ShowYear shows the list of a year; 0 takes the newest.
func (s *Shell) ShowYear(number int) { s.showYear(number, "") }

// pick lets the user choose a file.
func (s *Shell) pick(q picker.Question, done func(path string)) {
	if s.needs.PickFile != nil {
		err := s.needs.PickFile(q, done)
		if err == nil {
			return
		}
		s.needs.Log(err)
	}
	picker.Ask(picker.Needs{Words: s.words, Prompts: s.prompts, Runner: s.needs.Runner, Folder: s.needs.Folder}, q, done)
}

// toast says for a while that something was done.
func (s *Shell) toast(text string, tone look.Tone) {
	s.stage.Toast(text, tone)
	s.askNext() // most of what is said was done to the store
}

func (s *Shell) copy(text string) { s.needs.App.Clipboard().SetContent(text) }

// dropped hands files that were dropped on the window on: those that one page takes together at once, the others one by one.
func (s *Shell) dropped(_ fyne.Position, files []fyne.URI) {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path()
	}
	s.openPaths(paths)
}

func (s *Shell) showGuide(session *edit.Session, step edit.Step, turns moveTurns) {
	files, _ := s.needs.Store.(guide.Evidence)
	rules, _ := s.needs.Store.(guide.Rules)
	var deadline func(context.Context, int) (desk.Deadline, error)
	if manager, ok := s.needs.Store.(year.Manager); ok {
		deadline = manager.Deadline
	}
	page := guide.New(guide.Needs{
		Host: s.host(), Session: session, Exporter: s.needs.Exporter, Deadline: deadline, Evidence: files, AutoOpen: s.needs.AutoOpen,
		Report: s.reportingOn(session), History: s.recallingOf(session), Remarks: s.remarksOn(session), Beside: s.besideOf(session),
		Rules: rules, Moved: s.follow, UndoMove: turns.undo, RedoMove: turns.redo,
	}, step)
	s.put("", page, func() { s.showGuide(session, page.Step(), turns) })
}

// back leaves a page for the list when everything on it is on disk.
func (s *Shell) back() {
	s.leave(func() {
		if _, there := s.page.(*year.Page); there { // it was wished twice
			return
		}
		current := ""
		if s.guide != nil {
			current = s.guide.Session().Evaluation().ID
		}
		s.showYear(s.year, current)
	})
}

// put brings a page to the screen: at which place, "" for none, and how to show it anew.
func (s *Shell) put(place string, p Page, again func()) {
	s.opening.Drop() // what was asked for before this page does not take its place
	if s.guide != nil {
		s.guide.Close()
	}
	if list, ok := s.page.(*year.Page); ok {
		s.year, s.current = list.Year(), list.Current()
		s.look()
	}
	s.guide, _ = p.(*guide.Page)
	if s.guide != nil { // the list is found at it again, whichever year it showed before
		e := s.guide.Session().Evaluation()
		s.year, s.current = e.FiscalYear, e.ID
	}
	s.page, s.place, s.again = p, place, again
	s.bind()
	s.stage = widget.NewStage(s.offered(s.noticed(s.formerly(s.framed(p)))), s.needs.Runner.After)
	s.needs.Window.SetContent(s.stage)
	s.retitle()
	p.Shown()
	s.askNext()
	s.arrived()
	s.settle()
}

// settleTime is how long a page has to have been on the screen until it is settled.
const settleTime = 3 * time.Second

// settle waits until the page has been on the screen for a while and nothing is read for it any more.
func (s *Shell) settle() {
	if s.needs.Settled == nil {
		return
	}
	if s.unsettle != nil {
		s.unsettle()
	}
	s.unsettle = s.needs.Runner.After(settleTime, func() {
		if s.needs.Runner.Busy() {
			s.settle()
			return
		}
		s.needs.Settled()
	})
}

// retitle names the page in the window's title.
func (s *Shell) retitle() {
	s.needs.Window.SetTitle(s.words.Say("ui.window.title", "page", s.page.Title()))
}

// Fail says what went wrong, in the user's language, with the remedy.
func (s *Shell) Fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	s.log(err)
	s.prompts.Fail(s.words.Say("ui.error.title"), app.Sentence(s.words.Printer, err))
}

func (s *Shell) log(err error) {
	if s.needs.Log != nil {
		s.needs.Log(err)
	}
}

// SetLanguage switches the language and builds the page anew.
func (s *Shell) SetLanguage(language string) {
	s.words = wording.Words{Printer: s.needs.Catalogue.Printer(language)}
	s.needs.Settings.SetText(settingLanguage, language)
	s.words.SpeakToolkit()
	s.rebuild()
}

// SetMode switches between light and dark and builds the page anew.
func (s *Shell) SetMode(mode look.Mode) {
	s.mode = mode
	s.needs.Settings.SetText(settingTheme, string(mode))
	s.dress(func() {
		s.needs.App.Settings().SetTheme(s.needs.Theme(mode))
		s.rebuild()
	})
}

func (s *Shell) rebuild() { s.leave(func() { s.again() }) } // another page may be there by then
