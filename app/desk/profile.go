package desk

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"

	"zhunsheng/app/report"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Profile returns the unit that evaluates; the zero Profile where none was stated yet.
func (d *Desk) Profile(ctx context.Context) (storage.Profile, error) {
	p, err := d.store.Profile(ctx)
	if errors.Is(err, storage.ErrNotFound) {
		return storage.Profile{}, nil
	}
	return p, err
}

// SetProfile states the unit that evaluates. New evaluations begin with it.
func (d *Desk) SetProfile(ctx context.Context, p storage.Profile) error {
	for _, field := range []*string{&p.Name, &p.Code, &p.Department, &p.Region, &p.Contact, &p.Phone, &p.Address} {
		*field = strings.TrimSpace(*field)
	}
	return d.store.SetProfile(ctx, p)
}

// introduce puts the unit's card into a new evaluation where that says nothing else: the covers and tables show it.
func (d *Desk) introduce(ctx context.Context, e *scoring.Evaluation) error {
	p, err := d.Profile(ctx)
	if err != nil {
		return err
	}
	e.Project.Unit = cmp.Or(e.Project.Unit, p.Name)
	e.Project.Department = cmp.Or(e.Project.Department, p.Department)
	e.SignOff.Preparer = cmp.Or(e.SignOff.Preparer, p.Contact)
	e.SignOff.Contact = cmp.Or(e.SignOff.Contact, p.Phone)
	return nil
}

// The choices of typefaces for reports; anything else is a folder with typefaces.
const (
	FontsEmbedded = "embedded" // those of the program: the same report on every machine
	FontsSystem   = "system"   // those of official documents that this system has
)

const fontsSetting = "report-fonts"

// ReportFonts returns which typefaces reports are set in: [FontsEmbedded], [FontsSystem] or a folder.
func (d *Desk) ReportFonts(ctx context.Context) (string, error) {
	choice, err := d.text(ctx, fontsSetting)
	if choice == "" {
		choice = FontsEmbedded
	}
	return choice, err
}

// SetReportFonts chooses the typefaces of reports and returns the files among those of official documents that were not found or cannot
// be used. A folder that cannot be read is an error and changes nothing.
func (d *Desk) SetReportFonts(ctx context.Context, choice string) ([]report.FaceNote, error) {
	_, notes, err := loadFaces(choice)
	if err != nil {
		return nil, err
	}
	return notes, d.store.SetSetting(ctx, fontsSetting, choice)
}

// ReportFaces loads the typefaces that were chosen; nil for those of the program. A folder that has gone gives those of the program too:
// no report fails for want of a typeface.
func (d *Desk) ReportFaces(ctx context.Context) (*report.Faces, []report.FaceNote, error) {
	choice, err := d.ReportFonts(ctx)
	if err != nil {
		return nil, nil, err
	}
	faces, notes, err := loadFaces(choice)
	if err != nil {
		return nil, []report.FaceNote{{File: choice, Err: err}}, nil
	}
	return faces, notes, nil
}

func loadFaces(choice string) (*report.Faces, []report.FaceNote, error) {
	switch choice {
	case FontsEmbedded, "":
		return nil, nil, nil
	case FontsSystem:
		return report.LoadFaces(report.SystemFontFolders(os.Getenv)...)
	}
	return report.LoadFaces(choice)
}
