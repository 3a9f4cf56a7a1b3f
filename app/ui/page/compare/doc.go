// Package compare is the screen that shows two evaluations side by side: two years, parts, evaluators, versions, or any two. What a
// difference is and which indicators belong together is the business of package contrast.
package compare
