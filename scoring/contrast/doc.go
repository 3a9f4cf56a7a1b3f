// Package contrast lays two evaluations side by side: two years of a project, two of its parts (专项), two versions, two evaluators, or
// any two at all.
//
// # How it works
//
// A [Side] is an evaluation with its scorecard, and the part it is limited to, if any. [Compare] finds which indicators of the two belong
// together and says of every item (the result, the money, the levels, the indicators, the texts) what stands on either side, and by how
// much figures differ.
//
// # Which indicators belong together
//
// In this order: those of the same ID and name; those of the same name under the same level-1 heading; those of the same name; and, where
// the two sides are of one project, those of the same ID, which were renamed. A name that occurs more than once on a side decides
// nothing by itself. What is left stands alone.
//
// # What a difference is
//
// Texts differ when they are not the same but for spaces at their ends. Targets and actuals differ when their texts do, or when they were
// read differently. Figures differ by their value: 90 and 90.00 do not. Sections are compared as they are read: a figure in a text that
// follows the data ([figure.Source]) stands there with its value, so the same text of two years differs where its figures do.
package contrast
