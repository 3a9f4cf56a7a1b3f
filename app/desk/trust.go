package desk

import (
	"context"
	"errors"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/storage"
)

// trustSetting holds the list of trusted certificates, as [sign.TrustList.Encode] writes it; it has room for about forty.
const trustSetting = "trusted-certificates"

// Trusted returns the certificates that the user vouches for. Errors wrap [sign.ErrTrustList] or are those of the store.
func (d *Desk) Trusted(ctx context.Context) (*sign.TrustList, error) {
	text, err := d.store.Setting(ctx, trustSetting)
	if errors.Is(err, storage.ErrNotFound) {
		return &sign.TrustList{}, nil
	}
	if err != nil {
		return nil, err
	}
	return sign.ParseTrustList([]byte(text))
}

// ChangeTrust lets change edit the list of trusted certificates, such as by [sign.TrustList.Add], and keeps it unless change fails.
// Errors are those of [Desk.Trusted], of change and of the store.
func (d *Desk) ChangeTrust(ctx context.Context, change func(*sign.TrustList) error) error {
	list, err := d.Trusted(ctx)
	if err != nil {
		return err
	}
	if err := change(list); err != nil {
		return err
	}
	return d.store.SetSetting(ctx, trustSetting, string(list.Encode()))
}

// Judge judges a report's signatures against the user's list of trusted certificates, and its data. With complete every required role
// of the scheme must have signed.
func (d *Desk) Judge(ctx context.Context, file []byte, complete bool) (*app.Judged, error) {
	list, err := d.Trusted(ctx)
	if err != nil {
		return nil, err
	}
	return app.JudgeReport(file, app.JudgeOptions{Trust: list.Certificates(), Now: d.now(), Complete: complete})
}
