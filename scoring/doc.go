// Package scoring is the field itself: the self-evaluation of publicly funded projects (项目支出绩效自评).
//
// # What is in it
//
//   - [Scheme] (评分办法) is the versioned set of rules of one jurisdiction: weights, methods, tiers, rounding, caps, grades.
//     Whatever differs between jurisdictions is data in a scheme, never a constant in code.
//   - [Evaluation] (自评) is one project in one fiscal year: its money, goals, indicators, narrative and evidence.
//   - [Score] turns the two into a [Scorecard] (评分结果): one line per indicator, the execution line, every step to the total,
//     the grade, how far the next grade is and the highest total the rules allow for this money.
//   - [WhatIf] and [Sensitive] say what another actual or slightly other weights would do; [Summarise] adds up a department's projects.
//   - [Diff] and [Scheme.NextVersion] serve the editing of schemes; [SuggestMethod] proposes how an indicator is scored.
//   - Each line can explain itself ([Line.Explain]): the rule, its source, and the formula with the numbers put in.
//
// # What it promises
//
// The package does no I/O and reads no clock; it is handed bytes and values and returns values. Points, amounts and rates are
// decimals and never pass through floating point. Rounding is half-up, to the scheme's places, once per row; the total is the
// sum of the rounded rows and the grade is decided on the total as printed. The same scheme and the same evaluation give the
// same scorecard, byte for byte, on any machine and in any year.
//
// Sentences are not made here. A [Message] names an entry of the translation files and the values it is filled with.
//
// # Its sub-packages
//
// What people write: target reads targets and actuals, claim recomputes figures stated in prose, figure binds figures in texts to the
// data. What is made of an evaluation: review runs the quality checks, panel makes one score of several evaluators', round is the
// conversation with a reviewer, recast puts an evaluation under another scheme, money unit or year, contrast lays two side by side.
// What they are built with: exact holds the one rounding rule, expression evaluates formulas, strictjson reads documents, lexicon finds
// words.
package scoring
