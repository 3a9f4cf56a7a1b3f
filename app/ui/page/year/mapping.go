package year

import (
	"context"
	"maps"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// mapper lets a person say which column of a sheet holds what, and shows at once what is read then.
type mapper struct {
	page   *Page
	path   string
	sheets []desk.Sheet
	sheet  int
	header int
	kinds  map[int]string // by column, counted from 1

	raw     *fyne.Container // the sheet as it looks
	rows    *widget.Grid
	columns *widget.Grid
	kind    *widget.Dropdown
	preview *widget.Grid
	head    *widget.Text
	said    *widget.Text
	doubts  *widget.Text
	reading task.Slot
	read    *desk.Incoming
}

const (
	mapWidth    = 1060
	rawWidth    = 600
	mapFold     = 900 // the width below which both tables are not shown side by side
	mapHeight   = 236
	readHeight  = 150
	columnWidth = 92
	noKind      = "-"
)

// askColumns reads the sheets of a file and asks what their columns hold.
func (p *Page) askColumns(path string) {
	manager := p.needs.Manager
	task.Run(p.needs.Runner, &p.making, func(ctx context.Context, _ *task.Progress) ([]desk.Sheet, error) {
		return manager.Sheets(ctx, path)
	}, func(sheets []desk.Sheet, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		newMapper(p, path, sheets).show()
	})
}

func newMapper(p *Page, path string, sheets []desk.Sheet) *mapper {
	w := p.needs.Words
	m := &mapper{page: p, path: path, sheets: sheets, raw: container.NewStack()}
	m.columns = widget.NewGrid(
		widget.Column{Title: w.Say("ui.map.column"), Width: 40},
		widget.Column{Title: w.Say("ui.map.heading"), Width: 150, Stretch: 1},
		widget.Column{Title: w.Say("ui.map.kind"), Width: 120, Stretch: 1},
	)
	m.kind = widget.NewDropdown(m.assign)
	options := []widget.Option{{ID: noKind, Label: w.Say("ui.map.none")}}
	for _, kind := range desk.ColumnKinds() {
		options = append(options, widget.Option{ID: kind, Label: w.Say("desk.column." + kind)})
	}
	m.kind.SetOptions(options)
	m.kind.OnClosed = func() { m.columns.Focus() }
	m.columns.OnCurrent = func(id string) { m.kind.SetChosen(m.kindOf(id)) }
	m.columns.OnOpen = func(string) { m.kind.OnTapped() }
	m.preview = widget.NewGrid(
		widget.Column{Title: w.Say("desk.column.level1"), Width: 90},
		widget.Column{Title: w.Say("desk.column.level2"), Width: 110},
		widget.Column{Title: w.Say("desk.column.name"), Width: 240, Stretch: 2},
		widget.Column{Title: w.Say("desk.column.target"), Width: 140, Stretch: 1},
		widget.Column{Title: w.Say("desk.column.actual"), Width: 140, Stretch: 1},
		widget.Column{Title: w.Say("desk.column.weight"), Width: 64, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("desk.column.score"), Width: 64, Align: fyne.TextAlignTrailing},
	)
	m.head, m.said, m.doubts = widget.NewCaption(""), widget.NewCaption(""), widget.NewCaption("")
	m.said.Cut, m.doubts.Cut = true, true
	m.choose(0)
	return m
}

func (m *mapper) show() {
	p := m.page
	w := p.needs.Words
	options := make([]widget.Option, len(m.sheets))
	for i, s := range m.sheets {
		options[i] = widget.Option{ID: strconv.Itoa(i), Label: s.Name}
	}
	which := widget.NewDropdown(func(id string) {
		if i, err := strconv.Atoi(id); err == nil {
			m.choose(i)
		}
	})
	which.SetOptions(options)
	which.SetChosen("0")
	if len(m.sheets) == 1 {
		which.Hide()
	}
	heading := widget.NewButton(w.Say("ui.map.header"), m.setHeader)
	m.head.Cut = true
	head := widget.Frame(nil, nil, container.NewHBox(which, heading, widget.Gap(4, 0)), nil, container.NewVBox(layout.NewSpacer(), m.head, layout.NewSpacer()))
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 8), widget.Wide(rawWidth, widget.Frame(head, nil, nil, nil, widget.NewPanel(m.raw, 1))))
	right := widget.Frame(container.NewHBox(container.NewCenter(widget.NewText(w.Say("ui.map.is"))), m.kind), nil, nil, nil, widget.NewPanel(m.columns, 1))
	both := widget.NewPanes(fyne.NewSize(mapFold, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.pane.table"), Content: left}, widget.Pane{Name: w.Say("ui.pane.columns"), Content: right})
	body := container.NewVBox(
		widget.Flush(widget.SmallProse(w.Say("ui.map.how"))), widget.Room(mapWidth, mapHeight+m.kind.MinSize().Height+4, both), m.said,
		widget.Room(mapWidth, readHeight, widget.NewPanel(m.preview, 1)), m.doubts,
	)
	p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.map.title", "file", filepath.Base(m.path)), Body: body, Width: mapWidth, Yes: w.Say("ui.map.yes"), First: m.columns.Target(), Dismissed: m.reading.Drop,
		Accept: func() string {
			if m.read == nil || len(m.read.Items) == 0 {
				return w.Say("ui.map.fault")
			}
			in := m.read
			p.needs.Runner.Post(func() { p.askImport(in) }) // after this dialog has gone
			return ""
		},
	})
}

// choose shows a sheet, with the columns as the program understands them.
func (m *mapper) choose(i int) {
	m.sheet = i
	s := &m.sheets[i]
	m.header, m.kinds = max(s.Mapping.Header, 1), maps.Clone(s.Mapping.Columns)
	if m.kinds == nil {
		m.kinds = map[int]string{}
	}
	columns := []widget.Column{{Width: 40, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText}}
	for _, name := range s.Columns {
		columns = append(columns, widget.Column{Title: name, Width: columnWidth, Size: theme.SizeNameCaptionText})
	}
	m.rows = widget.NewGrid(columns...)
	m.rows.OnOpen = func(string) { m.setHeader() }
	width := max(rawWidth-4, 48+float32(len(s.Columns))*columnWidth)
	m.raw.Objects = []fyne.CanvasObject{container.NewHScroll(container.New(layout.NewGridWrapLayout(fyne.NewSize(width, mapHeight-6)), m.rows))}
	m.raw.Refresh()
	m.changed()
	m.rows.Select(strconv.Itoa(m.header))
	m.columns.Select("1")
	m.kind.SetChosen(m.kindOf("1"))
}

func (m *mapper) kindOf(id string) string {
	col, err := strconv.Atoi(id)
	if err != nil || m.kinds[col] == "" {
		return noKind
	}
	return m.kinds[col]
}

// assign says what the current column holds. A column of names, and of most else, there is only one of.
func (m *mapper) assign(kind string) {
	col, err := strconv.Atoi(m.columns.CurrentRow())
	if err != nil {
		return
	}
	for other, k := range m.kinds {
		if k == kind && kind != "other" {
			delete(m.kinds, other)
		}
	}
	if kind == noKind {
		delete(m.kinds, col)
	} else {
		m.kinds[col] = kind
	}
	m.changed()
}

// setHeader makes the current row of the sheet the last of the headings.
func (m *mapper) setHeader() {
	if row, err := strconv.Atoi(m.rows.CurrentRow()); err == nil {
		m.header = row
		m.changed()
	}
}

// changed shows the mapping and reads the table by it.
func (m *mapper) changed() {
	w, s := m.page.needs.Words, &m.sheets[m.sheet]
	m.head.SetText(w.Say("ui.map.header.at", "row", strconv.Itoa(m.header)))
	rows := make([]widget.Row, len(s.Rows))
	for i, cells := range s.Rows {
		row := widget.Row{ID: strconv.Itoa(i + 1), Cells: []widget.Cell{{Text: strconv.Itoa(i + 1), Tone: look.Quiet}}}
		for _, text := range cells {
			row.Cells = append(row.Cells, widget.Cell{Text: text, Bold: i+1 == m.header, Tone: toneOfRow(i+1, m.header)})
		}
		rows[i] = row
	}
	m.rows.SetRows(rows)
	columns := make([]widget.Row, len(s.Columns))
	for i, name := range s.Columns {
		kind, tone := w.Say("ui.map.none"), look.Quiet
		if k := m.kinds[i+1]; k != "" {
			kind, tone = w.Say("desk.column."+k), look.Current
		}
		columns[i] = widget.Row{ID: strconv.Itoa(i + 1), Cells: []widget.Cell{{Text: name, Bold: true}, {Text: m.headingOf(i)}, {Text: kind, Tone: tone}}}
	}
	m.columns.SetRows(columns)
	m.load()
}

func toneOfRow(row, header int) look.Tone {
	switch {
	case row < header:
		return look.Quiet
	case row == header:
		return look.Current
	}
	return look.Plain
}

// headingOf is what stands over a column, upwards from the last row of the headings.
func (m *mapper) headingOf(col int) string {
	s := &m.sheets[m.sheet]
	for row := min(m.header, len(s.Rows)) - 1; row >= 0; row-- {
		if text := s.Rows[row][col]; text != "" {
			return text
		}
	}
	return ""
}

// load reads the table as the columns are said to be.
func (m *mapper) load() {
	p := m.page
	w, manager, year := p.needs.Words, p.needs.Manager, p.likelyYear()
	path, sheet := m.path, m.sheets[m.sheet].Name
	mapping := desk.Mapping{Header: m.header, Columns: maps.Clone(m.kinds)}
	m.read = nil
	task.Run(p.needs.Runner, &m.reading, func(ctx context.Context, _ *task.Progress) (*desk.Incoming, error) {
		return manager.ReadMapped(ctx, path, year, "", sheet, mapping)
	}, func(in *desk.Incoming, err error) {
		m.doubts.SetText("")
		if err != nil || len(in.Items) == 0 {
			m.preview.SetRows(nil)
			m.said.Set(w.Say("ui.map.nothing"), look.Bad)
			return
		}
		m.read = in
		m.showRead(in)
	})
}

// showRead shows what was read, and what is doubtful about it.
func (m *mapper) showRead(in *desk.Incoming) {
	w := m.page.needs.Words
	var rows []widget.Row
	var doubts []string
	for i := range in.Items {
		item := &in.Items[i]
		for j := range item.Evaluation.Indicators {
			ind := &item.Evaluation.Indicators[j]
			score := ""
			if ind.Declared.Valid {
				score = ind.Declared.Decimal.String()
			}
			rows = append(rows, widget.Row{ID: strconv.Itoa(i) + "." + strconv.Itoa(j), Cells: []widget.Cell{
				{Text: ind.Level1}, {Text: ind.Level2}, {Text: ind.Name}, {Text: ind.Target.Text}, {Text: ind.Actual.Text}, {Text: ind.Weight.String()}, {Text: score},
			}})
		}
		if len(item.Doubts)+item.Unplaced > 0 {
			doubts = append(doubts, strings.ReplaceAll(m.page.doubtText(item), "\n", "；"))
		}
	}
	m.preview.SetRows(rows)
	m.said.Set(w.Say("ui.map.read", "count", strconv.Itoa(len(rows))), look.Muted)
	m.doubts.SetText(strings.Join(doubts, "；"))
}
