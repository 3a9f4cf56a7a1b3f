package guide

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/evidence"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// shelf keeps files of evidence in memory.
type shelf struct {
	mu     sync.Mutex
	folder string
	kept   map[string][]byte
}

func newShelf(t testing.TB) *shelf { return &shelf{folder: t.TempDir(), kept: map[string][]byte{}} }

func (s *shelf) KeepEvidence(ctx context.Context, path string, progress func(done, total int64)) (desk.EvidenceFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return desk.EvidenceFile{}, err
	}
	progress(1, 1)
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	s.mu.Lock()
	s.kept[digest] = data
	s.mu.Unlock()
	file, err := s.EvidenceFile(ctx, digest)
	file.Name = filepath.Base(path)
	return file, err
}

func (s *shelf) EvidenceFile(_ context.Context, digest string) (desk.EvidenceFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.kept[digest]
	if !ok {
		return desk.EvidenceFile{}, storage.ErrNotFound
	}
	return desk.EvidenceFile{Digest: digest, Size: int64(len(data)), Seen: evidence.Look(data)}, nil
}

func (s *shelf) EvidenceHere(_ context.Context, digests []string) (map[string]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	here := map[string]bool{}
	for _, digest := range digests {
		_, here[digest] = s.kept[digest]
	}
	return here, nil
}

func (s *shelf) CopyEvidence(_ context.Context, digest, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.folder, name)
	return path, os.WriteFile(path, s.kept[digest], 0o600)
}

// file writes a file and returns its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// until takes what comes back until something is so.
func (r *room) until(is func() bool) {
	for !is() {
		r.Queue.Take()
	}
}

const survey = "发放问卷 120 份，收回 118 份，满意 114 份。\n"

func digestOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func TestFileBecomesEvidenceOfTheCurrentIndicator(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.File = file(t, "验收.txt", survey)
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.evidence")
	d := r.indicators().detail.panes[paneEvidence].(*evidencePane)
	before := len(d.grid.Rows())
	d.add.OnTapped()
	r.until(func() bool { return len(r.Toasts) > 0 })
	rows := d.grid.Rows()
	if len(rows) != before+1 {
		t.Fatalf("%d pieces of evidence, want %d", len(rows), before+1)
	}
	if got := rows[before].Cells; got[columnFile].Text != "验收.txt" || got[columnDigest].Text != digestOf(survey) || got[columnKept].Text != "已存入" {
		t.Errorf("listed as %+v", got)
	}
	d.grid.Select(rows[before].ID)
	d.grid.Focus()
	uitest.Type(t, r.Canvas(), "3-5")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := d.grid.Rows()[before].Cells[columnPages].Text; got != "3-5" {
		t.Errorf("pages %q", got)
	}
	r.Run(t, "evidence.open")
	r.until(func() bool { return len(r.Opened) > 0 })
	if data, err := os.ReadFile(r.Opened[0]); err != nil || string(data) != survey {
		t.Errorf("opened %q, %v", data, err)
	}
	d.grid.Select(rows[before].ID)
	r.Run(t, "evidence.remove")
	if len(d.grid.Rows()) != before {
		t.Error("it was not removed")
	}
}

func TestDroppedFilesComeInOneAfterTheOther(t *testing.T) {
	r := enter(t, edit.Narrative)
	before := len(r.page.session.Evaluation().Evidence)
	for _, name := range []string{"甲.txt", "乙.txt", "丙.txt"} {
		r.page.ReadFile(file(t, name, name))
	}
	if r.page.Step() != edit.Evidence {
		t.Fatalf("a dropped file goes to %s", r.page.Step())
	}
	r.until(func() bool { return len(r.Toasts) == 3 })
	list := r.page.session.Evaluation().Evidence[before:]
	if len(list) != 3 || list[0].Name != "甲.txt" || list[2].Name != "丙.txt" || r.Toasts[2] != "已存入 3 份佐证材料" {
		t.Errorf("listed %+v, said %q", list, r.Toasts)
	}
	if got := r.proof().grid.CurrentRow(); got != list[2].ID {
		t.Errorf("piece %s is current, want the one that came last", got)
	}
	if r.page.Takes("/tmp/a.ZSB") || !r.page.Takes("/tmp/a.pdf") {
		t.Error("a bundle is taken for evidence, or a report is not")
	}
}

func TestAFileOnItsWayIsNotForgottenByLeaving(t *testing.T) {
	r := enter(t, edit.Evidence)
	before := len(r.page.session.Evaluation().Evidence)
	r.page.ReadFile(file(t, "问卷.txt", survey))
	var keeping *KeepingError
	if err := r.page.Leave(); !errors.As(err, &keeping) || keeping.Name != "问卷.txt" {
		t.Fatalf("left with %v", err)
	}
	r.until(func() bool { return len(r.page.session.Evaluation().Evidence) > before })
	if err := r.page.Leave(); err != nil {
		t.Errorf("after it came: %v", err)
	}
	r.page.ReadFile(file(t, "合同.txt", "另一份\n"))
	r.page.Close() // left all the same: another page may have the evaluation by now
	r.page.needs.Runner.Close()
	r.Queue.Drain()
	if got := len(r.page.session.Evaluation().Evidence); got != before+1 {
		t.Errorf("%d pieces, want %d", got, before+1)
	}
}

func TestDroppedFileGoesToTheIndicatorThatIsWorkedOn(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.page.ReadFile(file(t, "甲.txt", "甲"))
	r.until(func() bool { return len(r.Toasts) > 0 })
	ind, _, _ := r.page.session.Line("hi-stock")
	if r.page.Step() != edit.Indicators || len(evidenceOf(r.page.session.Evaluation(), ind)) == 0 {
		t.Errorf("step %s, evidence %v", r.page.Step(), ind.Evidence)
	}
}

func (r *room) proof() *proof { return r.page.screens[edit.Evidence].(*proof) }

// listed enters the step of the evidence with a file that is kept, a picture, one that was not delivered, and one that is only named.
func listed(t testing.TB) *room {
	t.Helper()
	r := enterWith(t, edit.Basics, func(e *scoring.Evaluation) {
		e.Evidence = []scoring.Evidence{
			{ID: "f1", Name: "满意度问卷汇总.txt", SHA256: digestOf(survey), Pages: "1"},
			{ID: "f2", Name: "现场照片.png", SHA256: digestOf(imageFile(t))},
			{ID: "f3", Name: "专项审计报告.pdf", SHA256: strings.Repeat("ab", 32), Pages: "12-15"},
			{ID: "f4", Name: "会议纪要"},
		}
		for i := range e.Indicators {
			e.Indicators[i].Evidence = nil
		}
		e.Indicators[0].Evidence = []string{"f1", "f3"}
		e.Indicators[1].Evidence = []string{"f1"}
	})
	r.shelf.kept[digestOf(survey)], r.shelf.kept[digestOf(imageFile(t))] = []byte(survey), []byte(imageFile(t))
	r.page.Go(edit.Place{Step: edit.Evidence}, true)
	r.until(func() bool { return strings.Contains(r.proof().text.Text, "问卷") && r.proof().kind.Say() != "" })
	return r
}

func imageFile(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEvidenceStepTellsWhatIsThere(t *testing.T) {
	r := listed(t)
	var states, proves []string
	for _, row := range r.proof().grid.Rows() {
		states, proves = append(states, row.Cells[columnPieceState].Text), append(proves, row.Cells[columnProves].Text)
	}
	if got := strings.Join(states, " "); got != "已存入 已存入 未交付 仅登记" {
		t.Errorf("states %s", got)
	}
	if got := strings.Join(proves, " "); got != "2 未关联 1 未关联" {
		t.Errorf("proves %s", got)
	}
	if got := r.proof().kind.Say(); got != "文本 · 58 B" {
		t.Errorf("the file is described as %q", got)
	}
	r.proof().grid.Select("f2")
	r.until(func() bool { return r.proof().picture.Visible() })
	if got := r.proof().kind.Say(); !strings.HasPrefix(got, "图片 · ") || !strings.HasSuffix(got, "40 × 30") {
		t.Errorf("the picture is described as %q", got)
	}
	r.proof().grid.Select("f3")
	if got := r.proof().text.Text; r.proof().picture.Visible() || !strings.Contains(got, "不在本机") {
		t.Errorf("a file that was not delivered shows %q", got)
	}
}

func TestUndeliveredFileIsHandedIn(t *testing.T) {
	r := listed(t)
	r.proof().grid.Select("f3")
	r.Run(t, "evidence.open")
	if !r.page.notice.button.Visible() || len(r.Opened) > 0 {
		t.Fatal("opening a file that is not here does not offer to hand it in")
	}
	r.File = file(t, "别的.pdf", "something else")
	r.page.notice.button.OnTapped()
	r.until(func() bool { return strings.Contains(r.page.notice.text.Say(), "校验值不同") })
	if r.page.notice.button.Visible() {
		t.Error("the answer still offers the button of the question")
	}
	r.proof().grid.Select("f4") // only named: any file will do
	r.File = file(t, "纪要扫描.txt", "纪要")
	r.proof().deliver.OnTapped()
	r.until(func() bool { return len(r.Toasts) > 0 })
	if got := r.page.session.Evaluation().Evidence[3]; got.Name != "会议纪要" || got.SHA256 != digestOf("纪要") {
		t.Errorf("handed in as %+v", got)
	}
}

func TestEvidenceIsLinkedAndRemoved(t *testing.T) {
	r := listed(t)
	s := r.proof()
	s.grid.Select("f2")
	first := r.page.session.Evaluation().Indicators[0].ID
	s.links.Select(first)
	s.links.Focus()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if ind, _, _ := r.page.session.Line(first); !slices.Contains(ind.Evidence, "f2") {
		t.Errorf("Enter does not link: %v", ind.Evidence)
	}
	s.toggle.OnTapped()
	if ind, _, _ := r.page.session.Line(first); slices.Contains(ind.Evidence, "f2") {
		t.Error("the button does not unlink")
	}
	s.copy.OnTapped()
	if r.Copied != digestOf(imageFile(t)) {
		t.Errorf("copied %q", r.Copied)
	}
	s.grid.Select("f1")
	s.remove.OnTapped()
	if ind, _, _ := r.page.session.Line(first); slices.Contains(ind.Evidence, "f1") || len(s.grid.Rows()) != 3 {
		t.Errorf("removed: %v, %d rows", ind.Evidence, len(s.grid.Rows()))
	}
	r.page.notice.button.OnTapped() // undo
	if len(s.grid.Rows()) != 4 || r.page.Step() != edit.Evidence {
		t.Errorf("undone: %d rows in %s", len(s.grid.Rows()), r.page.Step())
	}
}

func TestStructureOfEvidence(t *testing.T) {
	r := listed(t)
	r.Canvas().Capture()
	uitest.Structure(t, r.page.middle, "evidence")
}
