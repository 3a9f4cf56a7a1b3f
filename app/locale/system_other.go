//go:build !windows

package locale

// userLocale returns "": outside Windows the environment says all there is.
func userLocale() string { return "" }

// ownSystemErrors are errors that only this operating system has: none.
var ownSystemErrors []systemError
