package platform

import "time"

// claimPatience is how long a process that ends, begins or hangs is waited for: it has the folder and hears nobody.
const (
	claimPatience = 5 * time.Second
	claimPace     = 50 * time.Millisecond
)
