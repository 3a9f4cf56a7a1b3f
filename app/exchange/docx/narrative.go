package docx

import (
	"regexp"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Section is a heading of a document with the text below it.
type Section struct {
	ID      string // of the outline's section; "" where the heading belongs to none
	Heading string
	Text    string
}

// Narrative puts the text of a document under the sections of an outline by its headings. A heading below a known one that is itself
// unknown stays in the text of the known one. Text before the first heading, and under unknown headings, is returned with no ID. What
// this program wrote around the text is left out.
func (d *Document) Narrative(outline []scoring.Section) []Section {
	n := &narrator{outline: flatten(outline)}
	for i := range d.Blocks {
		n.block(&d.Blocks[i])
	}
	n.end()
	return n.sections
}

type narrator struct {
	outline   []*scoring.Section
	sections  []Section
	current   *Section
	level     int // of the current section's heading
	generated bool
	lines     []string
}

func (n *narrator) block(b *Block) {
	switch {
	case b.Table != nil:
	case b.Level > 0 && b.Generated:
		n.generated = true // until the author's next heading
	case b.Level > 0 && strings.TrimSpace(b.Text) != "":
		n.heading(b)
	case b.Generated || n.generated:
	default:
		n.lines = append(n.lines, b.Text)
	}
}

func (n *narrator) heading(b *Block) {
	n.generated = false
	heading := strings.TrimSpace(b.Text)
	id := n.sectionOf(heading)
	if id == "" && n.current != nil && n.current.ID != "" && b.Level > n.level {
		n.lines = append(n.lines, heading)
		return
	}
	n.end()
	n.current, n.level = &Section{ID: id, Heading: heading}, b.Level
}

// end closes the current section.
func (n *narrator) end() {
	text := strings.Trim(strings.Join(n.lines, "\n"), "\n ")
	n.lines = nil
	switch {
	case n.current == nil && text != "":
		n.sections = append(n.sections, Section{Text: text})
	case n.current != nil && (text != "" || n.current.ID == ""):
		n.current.Text = text
		n.add(*n.current)
	}
	n.current = nil
}

// add keeps a section; the text of a second one with the same ID follows that of the first.
func (n *narrator) add(s Section) {
	for i := range n.sections {
		if s.ID != "" && n.sections[i].ID == s.ID {
			n.sections[i].Text += "\n" + s.Text
			return
		}
	}
	n.sections = append(n.sections, s)
}

var headingNumber = regexp.MustCompile(`^\s*(?:[（(]?[一二三四五六七八九十百]+[）)]?[、.．]?|第[一二三四五六七八九十]+[章节部分]+|[（(]?[0-9]+(?:[.．][0-9]+)*[）)]?[、.．]?)\s*`)

// plain is a heading without its number and punctuation, folded.
func plain(heading string) string {
	heading = headingNumber.ReplaceAllString(heading, "")
	return strings.Map(func(r rune) rune {
		switch c := target.Canonical(r); c {
		case ' ', ':', ';', ',', '.', '。', '、':
			return -1
		default:
			return c
		}
	}, heading)
}

// words are what headings say about the sections that the shipped outlines have, tried in order.
var words = []struct {
	id    string
	parts []string
}{
	{"basis", []string{"立项依据", "项目背景", "政策依据", "设立依据", "实施依据"}},
	{"scope", []string{"支持范围", "实施内容", "主要内容", "支持对象", "补助范围", "建设内容"}},
	{"problems", []string{"存在问题", "存在的问题", "主要问题", "改进措施", "问题及", "问题和", "建议", "偏差原因"}},
	{"practice", []string{"经验", "主要做法"}},
	{"conclusion", []string{"结论", "自评得分", "评价结果", "自评结果"}},
	{"money", []string{"资金安排", "资金使用", "资金投入", "资金情况", "资金到位", "预算执行", "资金管理"}},
	{"organisation", []string{"组织实施", "组织管理", "项目管理", "组织情况", "实施情况"}},
	{"performance", []string{"绩效情况", "绩效目标完成", "绩效分析", "指标完成", "产出情况", "绩效实现", "目标完成"}},
	{"overview", []string{"项目概况", "基本情况", "项目简介", "概况"}},
}

// sectionOf finds the section a heading stands for: by the outline's own titles first, then by the words that such headings use.
func (n *narrator) sectionOf(heading string) string {
	folded := plain(heading)
	if folded == "" || len([]rune(folded)) > 40 {
		return ""
	}
	for _, s := range n.outline {
		for _, title := range s.Title {
			if plain(title) == folded {
				return s.ID
			}
		}
	}
	for _, s := range n.outline {
		if strings.EqualFold(s.ID, strings.TrimSpace(heading)) {
			return s.ID
		}
	}
	for _, w := range words {
		if !n.has(w.id) {
			continue
		}
		for _, part := range w.parts {
			if strings.Contains(folded, part) {
				return w.id
			}
		}
	}
	return ""
}

func (n *narrator) has(id string) bool {
	for _, s := range n.outline {
		if s.ID == id {
			return true
		}
	}
	return false
}
