package app

import (
	"slices"
	"testing"
	"time"

	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

func TestSignaturesAfterTheDeadlineAreNamed(t *testing.T) {
	east := time.FixedZone("", 8*3600)
	j := &Judged{
		Verdict: &sign.Verdict{Signatures: []sign.Signature{
			{ClaimedTime: "2023-03-31T23:59:59+08:00"},
			{ClaimedTime: "2023-03-31T16:00:00Z"}, // the first of April in the zone
			{ClaimedTime: ""},
			{ClaimedTime: "2023-03-01T08:00:00+08:00", Timestamp: &sign.Timestamp{OK: true, Time: time.Date(2023, 4, 2, 0, 0, 0, 0, time.UTC)}},
		}},
		Data: &DataVerdict{Rescored: &reportdata.Rescored{Data: &reportdata.Data{
			Scheme: &scoring.Scheme{Deadline: "04-01"}, Evaluation: &scoring.Evaluation{FiscalYear: 2022},
		}}},
	}
	second := LateSignature{Signature: 2, Date: "2023-04-01", Deadline: "2023-03-31"}
	fourth := LateSignature{Signature: 4, Date: "2023-04-02", Deadline: "2023-03-31", Stamped: true}
	if got := j.Late("2023-03-31", east); !slices.Equal(got, []LateSignature{second, fourth}) {
		t.Errorf("after the day given: %+v", got)
	}
	fourth.Deadline = "2023-04-01"
	if got := j.Late("", east); !slices.Equal(got, []LateSignature{fourth}) {
		t.Errorf("after the scheme's day: %+v", got)
	}
	j.Data.Rescored.Data.Scheme.Deadline = ""
	if got := j.Late("", east); got != nil {
		t.Errorf("without a day: %+v", got)
	}
	if got := (&Judged{Verdict: j.Verdict, Data: &DataVerdict{}}).Late("", east); got != nil {
		t.Errorf("without data: %+v", got)
	}
}
