// Package collect takes in what many units hand over, thousands of bundles and signed reports, and makes one picture of it.
//
// # How it goes
//
// [Collect] finds the files of some folders, reads of each what it says about itself, and decides for every evaluation which file
// counts: of several versions the one that has seen the others, of equal ones the first. Then it reads the files that count, two at a
// time, scores every evaluation by its scheme, runs the quality checks, and hands rows on, in the order of the files' names whatever
// worker was faster. What is known of each file waits in a temporary file meanwhile; its path and a few numbers are held in memory.
//
// # What comes out
//
// A [Summary] with what is missing, late, altered, duplicate and superseded, the distribution of totals and grades, outliers and a
// sample for spot checks; a workbook; and a dataset of Parquet files, one folder a table, partitioned by year and department, with the
// columns of [EvaluationRow], [IndicatorRow] and [FindingRow]: docs/formats/dataset.md; package dataset writes it, and package postgres puts the same
// rows into a database. Both are a [Sink].
//
// Work is split by files and no state is kept, so folders can be collected on different machines and their datasets put side by side.
package collect
