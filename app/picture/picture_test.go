package picture

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/assets/fonts"
)

func faces() Faces { return Faces{Regular: fonts.SansRegular(), Bold: fonts.SansBold()} }

// inked counts the dark pixels of an area.
func inked(m image.Image, area image.Rectangle) int {
	count := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y < 100 {
				count++
			}
		}
	}
	return count
}

func TestTable(t *testing.T) {
	columns := []Column{{Title: "三级指标"}, {Title: "得分", Right: true}}
	plain, err := Table("", columns, []Row{{Cells: []string{"养护里程", "10"}}}, faces())
	if err != nil {
		t.Fatal(err)
	}
	size := plain.Bounds().Size()
	if inked(plain, plain.Bounds()) < 300 || inked(plain, image.Rect(0, 0, margin, size.Y)) != 0 {
		t.Error("nothing is drawn, or something in the margin")
	}
	titled, err := Table("指标表", columns, []Row{{Level: 1, Cells: []string{"产出"}}, {Cells: []string{"养护里程", "10"}}}, faces())
	if err != nil {
		t.Fatal(err)
	}
	if titled.Bounds().Dy() != size.Y+2*(lineStep+padY)+padY {
		t.Errorf("%d high with a title and a heading, %d without", titled.Bounds().Dy(), size.Y)
	}
	long, err := Table("", columns, []Row{{Cells: []string{strings.Repeat("长", 60), "10"}}}, faces())
	if err != nil {
		t.Fatal(err)
	}
	if got := long.Bounds(); got.Dy() != size.Y+2*lineStep || got.Dx() > 40*textSize {
		t.Errorf("a long cell makes it %v, want three lines", got)
	}
	if _, err := Table("", columns, nil, Faces{}); err == nil {
		t.Error("drawn without a typeface")
	}
}

func TestSave(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "新建")
	picture := image.NewGray(image.Rect(0, 0, 3, 2))
	for _, want := range []string{"表.png", "表 (2).png"} {
		path, err := Save(folder, "表", picture)
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("saved as %s, %v", path, err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(file)
		if err != nil || got.Bounds() != picture.Bounds() {
			t.Errorf("read back %v, %v", got, err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkTableOf40Rows(b *testing.B) {
	columns := []Column{{Title: "三级指标"}, {Title: "年度指标值"}, {Title: "实际完成值"}, {Title: "分值", Right: true}, {Title: "得分", Right: true}, {Title: "计算依据"}}
	rows := make([]Row, 40)
	for i := range rows {
		rows[i].Cells = []string{"高新技术企业净增数", "100家", "349家", "5", "5.00", "349 ≥ 100 → 5.00"}
	}
	for b.Loop() {
		if _, err := Table("指标表", columns, rows, faces()); err != nil {
			b.Fatal(err)
		}
	}
}
