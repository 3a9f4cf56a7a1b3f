// Package schemes is the screen of the schemes (评分办法): a list, one of them as a page to read, an editor whose every change is judged
// by package scoring, and the differences of two with what they would do to a year's scores.
package schemes
