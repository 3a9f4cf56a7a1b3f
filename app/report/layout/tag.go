package layout

// Tag says what a piece of a page is, for programs that read a document aloud or take it apart. The commands of a page refer to tags
// by their index in [Result.Tags]; index 0 is for what is no part of the text: rules, backgrounds, page numbers, repeated heads.
type Tag struct {
	Role       Role
	Parent     int    // index of the tag above; 0 for the outermost
	Alt        string // of a figure: what it shows
	Cols, Rows int    // of a cell: what it covers, where that is more than one
}

// Role is the part that a tag plays.
type Role uint8

// The roles.
const (
	RoleNone Role = iota
	RoleParagraph
	RoleHeading1 // and so on, by the level of the bookmark
	RoleHeading2
	RoleHeading3
	RoleContents // a run of lines of contents
	RoleEntry    // one of them
	RoleTable
	RoleRow
	RoleHead // cell of a table's head
	RoleCell
	RoleFigure
	RoleLink
	RoleField
)

// newTag adds a tag below parent and returns its index.
func (f *flow) newTag(role Role, parent int) int {
	f.res.Tags = append(f.res.Tags, Tag{Role: role, Parent: parent})
	return len(f.res.Tags) - 1
}

// paragraphTag is the tag of a paragraph in the flow.
func (f *flow) paragraphTag(p *Paragraph) int {
	role := RoleParagraph
	if p.Bookmark != "" {
		role = RoleHeading1 + Role(min(p.Level, 2))
	}
	return f.newTag(role, 0)
}

// entryTag is the tag of a line of contents; lines that follow each other are of one table of contents.
func (f *flow) entryTag() int {
	last := len(f.res.Tags) - 1
	if f.res.Tags[last].Role == RoleLink { // within the line before
		last = f.res.Tags[last].Parent
	}
	if f.res.Tags[last].Role != RoleEntry {
		last = f.newTag(RoleContents, 0)
	} else {
		last = f.res.Tags[last].Parent
	}
	return f.newTag(RoleEntry, last)
}

// tagTable gives a table, its rows and its cells their tags.
func (f *flow) tagTable(r *tableRun) {
	table := f.newTag(RoleTable, 0)
	for i := range r.starts {
		row := f.newTag(RoleRow, table)
		for _, b := range r.starts[i] {
			role := RoleCell
			if i < r.t.Head {
				role = RoleHead
			}
			b.tag = f.newTag(role, row)
			if b.cols > 1 || b.rows > 1 {
				f.res.Tags[b.tag].Cols, f.res.Tags[b.tag].Rows = b.cols, b.rows
			}
		}
	}
}
