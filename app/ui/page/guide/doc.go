// Package guide is the screen on which one evaluation is worked on, step by step: basics, money, goals, indicators, texts, checks,
// signature and export.
//
// # How it is built
//
// The page is a frame: the steps at the left, the live total at the right, one [screen] in the middle. Every screen shows what the
// [edit.Session] says and hands every committed input to it; none of them knows a rule. After each change the session tells the
// page, and the page refreshes what is on the screen.
package guide
