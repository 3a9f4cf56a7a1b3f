package token

import "time"

var fixedNow = time.Date(2023, 3, 15, 9, 30, 0, 0, time.UTC)
