// Package tableout writes workbooks: the official table (项目支出绩效自评表) with live formulas, a summary over projects, the findings of
// the quality checks, and a history of changes.
//
// # The official table
//
// The form is that of the annex of 财预〔2020〕10号, in its order and with its merged cells, set for printing on A4. Its headings are the
// form's own words and stay Chinese in every language. A column 专项 is added where the evaluation has parts, 备注 where rows have
// notes.
//
// Every figure is a number. "≥95%" is the number 0.95 with a format that shows the sign and unit, so a formula can use it: a row's
// points are recomputed from its target, actual and weight wherever the method can be written as a formula, the execution row from its
// amounts, the total from the rows, the grade from the total. A formula is only written when it gives exactly the points of the
// scorecard. Points that no formula gives stand as numbers.
//
// # Printed scores
//
// With [Options.Printed] the scores that an imported table printed go out again as they were, as numbers without formulas.
//
// The same input gives the same bytes.
package tableout
