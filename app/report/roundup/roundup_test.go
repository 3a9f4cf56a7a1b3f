package roundup

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/collect"
	"zhunsheng/app/locale"
	"zhunsheng/app/report/papertest"
)

// printed is the text on a paper and how many pages it has.
func printed(t *testing.T, p Paper) (shown string, pages int) {
	t.Helper()
	file, err := Print(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Print(t.Context(), p)
	if err != nil || !bytes.Equal(file, again) {
		t.Fatalf("the same input gives other bytes (%v)", err)
	}
	list := papertest.Pages(t, file)
	return strings.Join(list, ""), len(list)
}

func TestACollectionOnPaper(t *testing.T) {
	total := int64(965000)
	p := Paper{
		Summary: &collect.Summary{
			Files: 12, Evaluations: 3, Missing: []string{"丙局"}, Others: []string{"/收/说明.txt"},
			Faulty:      []collect.Source{{Path: "/收/坏.pdf", State: collect.Unreadable, Detail: "文件是空的"}},
			Doubtful:    []collect.Doubt{{Path: "/收/旧.zsb", Key: "2022/a", Unit: "甲局", Standing: collect.OtherYear}},
			Departments: []collect.Department{{Name: "教育局", Count: 3}},
			Sample:      []collect.Drawn{{Unit: "甲局", Project: "校舍", Risk: 7, Source: "/收/甲.zsb"}},
		},
		Folders: []string{"/收"}, Now: time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC), Program: "p",
	}
	for i := range 60 {
		p.Evaluations = append(p.Evaluations, collect.EvaluationRow{Unit: "甲局", Project: fmt.Sprintf("项目%02d", i), Year: 2022, Total: &total, Grade: "优"})
	}
	for language, wants := range map[string][]string{
		locale.Chinese: {"自评汇总情况", "缺报", "丙局", "坏.pdf", "文件是空的", "其他年度", "说明.txt", "项目00", "项目59", "96.50", "抽查"},
		locale.English: {"Collection", "坏.pdf", "another year", "项目59", "96.50"},
	} {
		p.Words, p.Language = papertest.NewWords(t, language), language
		shown, pages := printed(t, p)
		for _, want := range wants {
			if !strings.Contains(shown, want) {
				t.Errorf("%s: %q is not on paper", language, want)
			}
		}
		if pages < 2 || strings.Contains(shown, "/收/甲.zsb") {
			t.Errorf("%s: %d pages; paths stand in full: %v", language, pages, strings.Contains(shown, "/收/甲.zsb"))
		}
	}
}
