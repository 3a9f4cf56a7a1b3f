package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/settings"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage"
)

// setup puts the settings of a store in a folder behind the window.
func (h *house) setup(t *testing.T, now func() time.Time) *desk.Desk {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.Now = now
	store, err := storage.Open(filepath.Join(t.TempDir(), desk.StoreFolder), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	chinese := uitest.Words(t, locale.Chinese).Printer
	d := desk.New(store, schemes, now, func() *locale.Printer { return chinese })
	h.shell.needs.Setup, h.shell.needs.LogFolder, h.shell.needs.Renderers = d, t.TempDir(), []string{"auto", "gl", "software"}
	h.shell.bind()
	return d
}

func TestSettingsStayWhereTheyAreWhenTheWindowChanges(t *testing.T) {
	h := build(t)
	h.setup(t, func() time.Time { return time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC) })
	if !h.shell.Run("place.settings") {
		t.Fatal("no command leads to the settings")
	}
	h.shell.Run("settings.section.look")
	window := h.shell.window()
	window.SetLanguage("en")
	page, ok := h.shell.Page().(*settings.Page)
	if !ok || page.Section() != settings.SectionLook || h.window.Title() != "Settings: Appearance – Zhunsheng" {
		t.Fatalf("shows %T, title %q", h.shell.Page(), h.window.Title())
	}
	window.SetMode(look.Contrast)
	window.SetZoom(150)
	window.SetRenderer("software")
	if h.settings["theme"] != "contrast" || h.settings["zoom"] != "150" || h.settings["renderer"] != "software" || h.shell.window().Zoom != 150 {
		t.Errorf("kept %v", h.settings)
	}
	if page := h.shell.Page().(*settings.Page); page.Section() != settings.SectionLook {
		t.Errorf("at %s", page.Section())
	}
}

func TestRailSaysThatABackupIsDueAndLeadsThere(t *testing.T) {
	h := build(t)
	at := time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC)
	d := h.setup(t, func() time.Time { return at })
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	h.shell.remind()
	h.settle()
	if h.shell.foot.reminder.Visible() {
		t.Error("a reminder on the first day")
	}
	at = at.Add(8 * 24 * time.Hour)
	h.shell.remind()
	h.settle()
	if !h.shell.foot.reminder.Visible() || h.shell.foot.reminder.Text != "! 还没有备份过" {
		t.Fatalf("says %q, shown %v", h.shell.foot.reminder.Text, h.shell.foot.reminder.Visible())
	}
	h.shell.foot.reminder.OnTapped()
	if page, ok := h.shell.Page().(*settings.Page); !ok || page.Section() != settings.SectionBackup {
		t.Errorf("leads to %T", h.shell.Page())
	}
}

func TestBackupsArePlannedAndFailuresSaidInTheRail(t *testing.T) {
	h := build(t)
	at := time.Date(2023, 3, 1, 12, 0, 0, 0, time.UTC)
	d := h.setup(t, func() time.Time { return at })
	folder := filepath.Join(t.TempDir(), "盘")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := d.PlanBackups(t.Context(), desk.BackupPlan{Every: desk.Daily, Folder: folder, Keep: 3}); err != nil {
		t.Fatal(err)
	}
	made := func() int {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	h.shell.remind()
	h.settle()
	if made() != 1 || h.shell.foot.reminder.Visible() {
		t.Fatalf("%d backups, the rail says %q", made(), h.shell.foot.reminder.Text)
	}
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	h.shell.remind()
	h.settle()
	if made() != 1 {
		t.Errorf("%d backups on one day", made())
	}
	at = at.Add(24 * time.Hour)
	if err := os.Rename(folder, folder+".weg"); err != nil {
		t.Fatal(err)
	}
	h.shell.remind()
	h.settle()
	if !h.shell.foot.reminder.Visible() || h.shell.foot.reminder.Text != "! 自动备份没有成功" || h.shell.Prompts().Open() || len(h.logged) != 1 {
		t.Fatalf("says %q, shown %v, logged %v", h.shell.foot.reminder.Text, h.shell.foot.reminder.Visible(), h.logged)
	}
	if err := os.Rename(folder+".weg", folder); err != nil {
		t.Fatal(err)
	}
	h.shell.goToSettings(settings.SectionBackup)
	h.settle()
	h.shell.remind()
	h.settle()
	if made() != 2 || h.shell.foot.reminder.Visible() {
		t.Errorf("%d backups, the rail says %q", made(), h.shell.foot.reminder.Text)
	}
}

func TestReminderComesWhileTheWindowStaysOpen(t *testing.T) {
	h := build(t)
	at := time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC)
	d := h.setup(t, func() time.Time { return at })
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	ticks, every := make(chan time.Time), time.Duration(0)
	h.shell.needs.Runner.WithTicks(func(d time.Duration) (<-chan time.Time, func()) {
		every = d
		return ticks, func() {}
	})
	h.shell.remind()
	h.settle()
	if h.shell.foot.reminder.Visible() || every <= 0 || every > 24*time.Hour {
		t.Fatalf("a reminder on the first day, or the next look after %v", every)
	}
	for range 2 {
		at = at.Add(8 * 24 * time.Hour)
		ticks <- at
		h.queue.Take() // it looks again
		h.queue.Take() // it has looked
	}
	if !h.shell.foot.reminder.Visible() {
		t.Error("no reminder after days with the window open")
	}
}

func TestRailHasButtonsOfTheWindow(t *testing.T) {
	h := build(t)
	var words []string
	for _, b := range uitest.Buttons(h.shell.foot.content) {
		words = append(words, b.Text)
	}
	for _, want := range []string{"帮助", "English", "深色", "−", "+"} {
		if !slices.Contains(words, want) {
			t.Errorf("no button %s among %q", want, words)
		}
	}
	for _, b := range uitest.Buttons(h.shell.foot.content) {
		if b.Text == "English" {
			b.OnTapped()
		}
	}
	h.settle()
	if _, ok := h.shell.Page().(*year.Page); !ok || h.settings["language"] != "en" {
		t.Errorf("shows %T in %q", h.shell.Page(), h.settings["language"])
	}
}

func TestACertificateInTheListIsShownFromElsewhere(t *testing.T) {
	h := build(t)
	if h.shell.toTrusted() != nil {
		t.Error("a window without settings leads to them")
	}
	d := h.setup(t, func() time.Time { return time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC) })
	var fingerprints []string
	for _, name := range []string{"张三", "李四"} {
		identity, err := sign.NewLocalWith(name, sign.AlgorithmECDSA, time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Trust(t.Context(), name, "", identity.Certificate().Raw); err != nil {
			t.Fatal(err)
		}
		fingerprints = append(fingerprints, sign.Fingerprint(identity.Certificate()))
	}
	h.shell.toTrusted()(fingerprints[1])
	page, ok := h.shell.Page().(*settings.Page)
	if !ok || page.Section() != settings.SectionTrust {
		t.Fatalf("shows %T", h.shell.Page())
	}
	for page.Trusted() != fingerprints[1] {
		h.queue.Take()
	}
}

func TestLicencesOfOthersAreOpenedFromWhatIsSaidAboutTheProgram(t *testing.T) {
	h := build(t)
	var opened []string
	fault := error(nil)
	h.shell.needs.Licences = func() (string, error) { return "/许可.txt", fault }
	h.shell.needs.OpenFile = func(path string) error {
		opened = append(opened, path)
		return nil
	}
	press := func() {
		t.Helper()
		h.shell.Run("about")
		for _, b := range uitest.Buttons(h.window.Canvas().Overlays().Top()) {
			if b.Text == "第三方许可" {
				b.OnTapped()
				return
			}
		}
		t.Fatal("no button leads to the licences")
	}
	press()
	h.queue.Take()
	if h.shell.prompts.Open() || len(opened) != 1 || opened[0] != "/许可.txt" {
		t.Errorf("opened %v", opened)
	}
	fault = errors.New("disk full")
	press()
	h.queue.Take()
	if !h.shell.prompts.Open() || len(opened) != 1 || len(h.logged) != 1 {
		t.Errorf("a failure is not said: opened %v, logged %v", opened, h.logged)
	}
}
