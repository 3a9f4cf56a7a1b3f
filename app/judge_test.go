package app_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/sign"
	"zhunsheng/assets"
	"zhunsheng/scoring"
)

var judgeNow = time.Date(2023, 3, 20, 9, 0, 0, 0, time.UTC)

// signing makes an unsigned report of the example and what it is to be signed with.
func signing(t *testing.T) ([]byte, app.Signing) {
	t.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.Printer("zh")
	published, err := app.Publish(context.Background(), app.Publication{Assessment: app.Assess(scheme, e), Words: words, Now: judgeNow})
	if err != nil {
		t.Fatal(err)
	}
	id, err := sign.NewLocalWith("张三", sign.AlgorithmECDSA, judgeNow.AddDate(0, -1, 0), nil)
	if err != nil {
		t.Fatal(err)
	}
	return published.Data, app.Signing{Identity: id, Now: judgeNow, Words: words, Roles: app.ReportRoles(published.Data)}
}

func TestReportCarriesItsRoles(t *testing.T) {
	file, s := signing(t)
	if len(s.Roles) == 0 || app.ReportRoles(file[:1000]) != nil || app.ReportRoles(nil) != nil {
		t.Fatalf("roles %v", s.Roles)
	}
	s.Role = s.Roles[len(s.Roles)-1].ID
	var turn *app.TurnError
	if _, err := app.SignReport(file, s); !errors.As(err, &turn) || turn.Waiting != s.Roles[0].Name.In("zh") || !errors.Is(err, sign.ErrOrder) {
		t.Fatalf("%v", err)
	}
	s.Role = s.Roles[0].ID
	signed, err := app.SignReport(file, s)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := app.JudgeReport(signed.File, app.JudgeOptions{Now: judgeNow})
	if err != nil || !judged.Good() || judged.Verdict.Kind != sign.KindValidUntrusted || len(judged.Roles) != len(s.Roles) {
		t.Errorf("%+v, %v", judged, err)
	}
	judged, err = app.JudgeReport(signed.File, app.JudgeOptions{Now: judgeNow, Complete: true})
	if err != nil || judged.Good() || judged.Verdict.Kind != sign.KindIncomplete || slices.Contains(judged.Verdict.Missing, s.Role) {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
	s.Role, s.Rejection = s.Roles[1].ID, "不同意"
	rejected, err := app.SignReport(signed.File, s)
	if err != nil {
		t.Fatal(err)
	}
	s.Role, s.Rejection = s.Roles[2].ID, ""
	var refused *app.RefusedError
	if _, err := app.SignReport(rejected.File, s); !errors.As(err, &refused) || refused.Role != s.Roles[1].Name.In("zh") {
		t.Errorf("%v", err)
	}
}

// TestNobodySignsWhatDoesNotAgree: a report whose data were exchanged, or whose table cannot be read, gets no signature.
func TestNobodySignsWhatDoesNotAgree(t *testing.T) {
	file, s := signing(t)
	s.Role = s.Roles[0].ID
	reader, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	update, err := pdf.NewUpdate(reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range reader.Entries() {
		o, err := reader.Object(e.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if stream, ok := o.(*pdf.Stream); ok && stream.Dict["Type"] == pdf.Object(pdf.Name("EmbeddedFile")) {
			update.SetStream(e.Ref, maps.Clone(stream.Dict), []byte("{}"))
		}
	}
	section, err := update.Build()
	if err != nil {
		t.Fatal(err)
	}
	var wrong *app.DataError
	if _, err := app.SignReport(section.Data, s); !errors.As(err, &wrong) || wrong.Message().Key != "error.sign.data" {
		t.Errorf("%v", err)
	}
	if _, err := app.SignReport(file, s); err != nil {
		t.Errorf("the sound one: %v", err)
	}
	if bytes.Equal(section.Data, file) {
		t.Error("nothing was changed")
	}
}
