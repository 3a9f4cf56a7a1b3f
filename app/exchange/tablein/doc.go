// Package tablein finds self-evaluation tables (项目支出绩效自评表) in grids and reads them into evaluations.
//
// # How it reads
//
// Offices fill one official form in many shapes, so nothing is looked up by its place. A table is found by its headings: the line
// that names the columns of the indicators, the line that names the columns of the money, the labels of the header. Headings may
// stand over one or two lines, merged in any pattern; columns are then followed down. Titles, several tables on one sheet, headings
// repeated on a new page, footnotes and sign-off lines are told apart line by line.
//
// # What it promises
//
//   - Every cell with content ends up in [Table.Cells], with the field it was read as, or in [Table.Unplaced]. Nothing is dropped.
//   - Nothing is guessed silently: what was carried down, converted, assumed or chosen is a [Doubt] with a stable key, on the cell or on
//     the table. A score that the table does not print is absent, never zero.
//   - A person can say which column is which ([Options.Mappings]); what they say is not doubted.
//   - The texts of targets and actuals are kept as typed. Sign, figure and unit in columns of their own are joined to one text.
//
// Faults of the table itself (weights that do not add up, a total that is not the sum) are no concern here: they are read as printed,
// for the quality checks to find.
package tablein
