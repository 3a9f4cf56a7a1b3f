// Package recast puts an evaluation under another scheme, into another money unit or into another fiscal year: what becomes of it, what
// that does to the score, and what then has no place. It changes nothing by itself; the evaluation handed in stays as it is.
//
// [Scheme] gives the evaluation under another scheme, or another version of the same, with a preview: score and grade before and after,
// the rows whose points change, and what was entered that has no place there and is kept all the same. [MoneyUnit] converts the amounts,
// exactly or not at all, or only calls them by another unit. [Year] moves to another fiscal year and reads the dates anew that leave
// the year open.
//
// An evaluation that was submitted, reviewed or signed is others' too: each of them then returns a [*StandingError].
package recast
