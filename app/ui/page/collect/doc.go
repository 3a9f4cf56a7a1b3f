// Package collect is the screen of those who take in many files: a bureau or department that makes one picture of all bundles and signed
// reports in its folders.
//
// Files are read in the background, a few at a time, and nothing of them goes into the store. The tabs show the evaluations that count,
// what is wrong with files or missing, departments, the distribution of scores, and a sample for spot checks that the same seed draws
// again. Enter on an evaluation goes down to its indicators and findings. The picture is written as a workbook; the dataset and the
// database stay with the command line, which says how.
package collect
