package platform

const (
	endingClass       = "ZhunshengEnding"
	wmQueryEndSession = 0x0011
	wmEndSession      = 0x0016
)

// WatchEnding calls ending when the user logs off or the system is shut down, on a thread of its own. The system gives some five seconds
// and ends the process when ending has returned. stop ends the watching.
func WatchEnding(ending func()) (stop func(), err error) {
	// Not a window for messages only: what is sent to all windows has to reach it.
	heard, err := listen(endingClass, "", 0, func(message, wparam, _ uintptr) (result uintptr, done bool) {
		switch message {
		case wmQueryEndSession:
			return 1, true // nobody is kept from logging off
		case wmEndSession:
			if wparam != 0 { // else another program has called it off
				ending()
			}
			return 0, true
		}
		return 0, false
	})
	if err != nil {
		return func() {}, err
	}
	return heard.close, nil
}
