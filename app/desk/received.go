package desk

import (
	"context"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/report"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// Received is a report that somebody made and perhaps signed, opened to be signed by the next.
type Received struct {
	Path   string
	File   []byte
	Judged *app.Judged
	// Preview shows what the data inside make; nil where it carries none that can be relied on. The file itself is what is signed.
	Preview *Preview
	Roles   []ReceivedRole // of the scheme in the order of signing; empty where the file does not tell
	// Next is the ID of the role whose turn it is, "" where nobody signs any more.
	Next string
}

// ReceivedRole is what a role did to a report.
type ReceivedRole struct {
	Role     scoring.Role
	Signer   string // "" where it has not signed
	Time     string // as claimed
	Rejected bool
	Comment  string // of a rejection
}

// Receive opens a report that was made elsewhere: it judges its signatures and data, and says who signed and whose turn it is. Errors are
// those of [app.ReadFile]; whatever is wrong with the file stands in the verdict.
func (d *Desk) Receive(ctx context.Context, path string) (*Received, error) {
	file, err := app.ReadFile(path, maxReceived)
	if err != nil {
		return nil, err
	}
	judged, err := d.Judge(ctx, file, false)
	if err != nil {
		return nil, err
	}
	r := &Received{Path: path, File: file, Judged: judged}
	r.signers()
	if data := judged.Data; data.Good() && data.Rescored != nil {
		if r.Preview, err = d.inside(ctx, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// maxReceived is the largest report that is opened, in bytes.
const maxReceived = 256 << 20

// signers matches the signatures with the roles.
func (r *Received) signers() {
	rejected, last := false, -1
	for i, role := range r.Judged.Roles {
		of := ReceivedRole{Role: role}
		for j := range r.Judged.Verdict.Signatures {
			s := &r.Judged.Verdict.Signatures[j]
			if s.Field != role.ID {
				continue
			}
			of.Signer, of.Time = s.Signer, s.ClaimedTime
			if of.Rejected = s.Decision == sign.DecisionRejected; of.Rejected {
				of.Comment, rejected = s.Reason, true
			}
			last = i
		}
		r.Roles = append(r.Roles, of)
	}
	if !rejected && r.Judged.Verdict.Kind.Good() || len(r.Judged.Verdict.Signatures) == 0 {
		if last+1 < len(r.Roles) {
			r.Next = r.Roles[last+1].Role.ID
		}
	}
}

// inside lays out what the data of a report make.
func (d *Desk) inside(ctx context.Context, r *Received) (*Preview, error) {
	data := r.Judged.Data.Rescored.Data
	words, err := d.wordsIn(locale.Match(data.Language))
	if err != nil {
		return nil, err
	}
	return d.previewOf(ctx, app.Publication{
		Assessment: app.Assess(data.Scheme, data.Evaluation), Words: words, Now: d.now(), Kind: report.Kind(data.Kind), Draft: data.Draft,
	}, nil)
}

// SignReceived signs a report that was opened, or rejects it, and writes it. What was there before stays as it is, byte for byte. Errors
// are those of [app.SignReport], [Desk.Unlock] and [app.WriteDocument].
func (d *Desk) SignReceived(ctx context.Context, r *Received, signing Signing, path string) (Written, error) {
	defer sign.Wipe(signing.Secret)
	key, err := d.unlock(ctx, &signing)
	if err != nil {
		return Written{}, err
	}
	defer key.release()
	label := signing.Role
	for _, role := range r.Judged.Roles {
		if role.ID == signing.Role {
			label = role.Name.In(d.words().Language())
		}
	}
	signed, err := app.SignReport(r.File, app.Signing{
		Identity: key.identity, Role: signing.Role, Label: label, Now: d.now(), Words: d.words(), Roles: r.Judged.Roles,
		Rejection: signing.Rejection, Seal: signing.Seal, Timestamp: key.stamp,
	})
	if err != nil {
		return Written{}, &app.FileError{Path: r.Path, Err: err}
	}
	if err := ctx.Err(); err != nil {
		return Written{}, err
	}
	w := Written{Signed: true, StampErr: signed.TimestampErr, Stamped: signing.Timestamp && signed.TimestampErr == nil}
	w.Path, err = app.WriteDocument(path, signed.File)
	w.Renamed = w.Path != path
	if err == nil {
		d.standReceived(context.WithoutCancel(ctx), r, signing.Role, signing.Rejection != "")
	}
	return w, err
}
