package app

import "time"

// LateSignature is a signature that was made after the day by which the evaluation was due.
type LateSignature struct {
	Signature int    `json:"signature"` // counted from 1, in the order of signing
	Date      string `json:"date"`      // ISO date on which it was made, where it is judged
	Deadline  string `json:"deadline"`  // ISO date
	Stamped   bool   `json:"stamped"`   // a timestamp says so; else only the signer
}

// Late lists the signatures that were made after a day, an ISO date in the time zone of a place; "" takes the day that the scheme in the
// report sets, if it sets one. It is a note beside the verdict and changes nothing of it. What has no readable time is passed over.
func (j *Judged) Late(deadline string, zone *time.Location) []LateSignature {
	if deadline == "" && j.Data != nil && j.Data.Rescored != nil && j.Data.Rescored.Data != nil {
		data := j.Data.Rescored.Data
		deadline, _ = data.Scheme.DeadlineFor(data.Evaluation.FiscalYear)
	}
	if deadline == "" {
		return nil
	}
	var late []LateSignature
	for i := range j.Verdict.Signatures {
		s := &j.Verdict.Signatures[i]
		made, err := time.Parse(time.RFC3339, s.ClaimedTime)
		stamped := s.Timestamp != nil && s.Timestamp.OK
		if stamped {
			made, err = s.Timestamp.Time, nil
		}
		if err != nil {
			continue
		}
		if day := made.In(zone).Format(time.DateOnly); day > deadline {
			late = append(late, LateSignature{Signature: i + 1, Date: day, Deadline: deadline, Stamped: stamped})
		}
	}
	return late
}
