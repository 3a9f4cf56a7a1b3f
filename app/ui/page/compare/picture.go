package compare

import "zhunsheng/app/ui/page"

// pictured is how many rows a picture holds at most.
const pictured = 80

// copyPicture puts the table on the clipboard as a picture, or into a file where the clipboard takes none.
func (p *Page) copyPicture() {
	p.needs.Host.CopyPicture(&p.drawing, page.Pictured{
		Title: p.left.header.Name + " " + p.name(&p.left) + "　" + p.right.header.Name + " " + p.name(&p.right),
		File:  p.needs.Words.Say("ui.compare.file"), Columns: p.grid.Columns, Rows: p.grid.Rows(), Most: pictured, Put: p.needs.CopyPicture,
	})
}
