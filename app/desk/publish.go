package desk

import (
	"context"
	"os"
	"path/filepath"
	"strconv"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// Signing says who signs and how.
type Signing struct {
	Signer string // ID of one of [Desk.Signers]
	Role   string // ID of the scheme's role
	Secret []byte // password of the identity, or PIN of the token; wiped when the work ends
	// Timestamp asks the authority that is configured for a timestamp. Where it gives none, the signature is good without.
	Timestamp bool
	// Rejection refuses a report that somebody made, with this comment. It needs a report that is there already.
	Rejection string
	// Seal is the image of a seal within the signature's field, for a report that is there already.
	Seal []byte
}

// Written is a document on disk.
type Written struct {
	Path       string // as written
	Renamed    bool   // another name than the one asked for, whose file another program holds open
	Pages      int
	Signed     bool
	Draft      bool
	Undrawable []rune
	Stamped    bool  // the signature has a timestamp
	StampErr   error // why it has none though one was asked for
}

// unlocked is a key that is ready to sign.
type unlocked struct {
	identity *sign.Identity
	stamp    sign.Timestamper // nil for none
	release  func()
}

// unlock opens the key of a signing; without one there is no identity.
func (d *Desk) unlock(ctx context.Context, s *Signing) (unlocked, error) {
	u := unlocked{release: func() {}}
	if s == nil {
		return u, nil
	}
	var err error
	if s.Timestamp {
		if u.stamp, err = d.Timestamper(ctx); err != nil {
			return u, err
		}
	}
	if u.identity, u.release, err = d.Unlock(ctx, s.Signer, s.Secret); err != nil {
		return u, err
	}
	if err = u.identity.Check(d.now()); err != nil {
		u.release()
	}
	return u, err
}

// Publish makes one document, signs it unless signing is nil, and writes it whole. progress, if not nil, is told steps done and steps in
// all. Errors are those of the store, of [app.Publish], of [Desk.Unlock] and of [app.WriteDocument].
func (d *Desk) Publish(ctx context.Context, of []Ref, paper Paper, signing *Signing, path string, progress func(done, total int)) (Written, error) {
	if signing != nil {
		defer sign.Wipe(signing.Secret)
	}
	published, err := d.publish(ctx, of, paper, signing, progress)
	if err != nil {
		return Written{}, err
	}
	if err := ctx.Err(); err != nil {
		return Written{}, err
	}
	w := Written{
		Pages: published.Pages, Signed: published.Verdict != nil, Draft: published.Draft, Undrawable: published.Undrawable,
		StampErr: published.TimestampErr,
	}
	w.Stamped = w.Signed && signing.Timestamp && w.StampErr == nil
	w.Path, err = app.WriteDocument(path, published.Data)
	w.Renamed = w.Path != path
	if err == nil && w.Signed {
		d.standSigned(context.WithoutCancel(ctx), of, signing.Role)
	}
	return w, err
}

func (d *Desk) publish(ctx context.Context, of []Ref, paper Paper, signing *Signing, progress func(done, total int)) (*app.Published, error) {
	if paper.Kind == PaperSummary {
		if signing != nil {
			return nil, app.ErrNotForSigning
		}
		publication, _, err := d.summary(ctx, of, paper)
		if err != nil {
			return nil, err
		}
		publication.Progress = progress
		return app.PublishSummary(ctx, publication)
	}
	batch, _, err := d.batch(ctx, paper)
	if err != nil {
		return nil, err
	}
	publication, err := batch.publication(ctx, of[0])
	if err != nil {
		return nil, err
	}
	key, err := d.unlock(ctx, signing)
	if err != nil {
		return nil, err
	}
	defer key.release()
	key.into(&publication, signing)
	publication.Progress = progress
	return app.Publish(ctx, publication)
}

// into puts the key into a publication.
func (u *unlocked) into(p *app.Publication, s *Signing) {
	if u.identity != nil {
		p.Identity, p.Role, p.Timestamp = u.identity, s.Role, u.stamp
	}
}

// PublishAll makes a document of each evaluation, a few at a time, signs them unless signing is nil, and writes them into a folder, which
// is made where it is missing. A name that is taken there gives way to a free one. Where one fails the others are made all the same. progress,
// if not nil, is told how many are done. The error is about what all have in common: the key, the folder, the typefaces.
func (d *Desk) PublishAll(ctx context.Context, of []Ref, paper Paper, signing *Signing, folder string, progress func(done, total int)) (*app.BatchSummary, error) {
	if signing != nil {
		defer sign.Wipe(signing.Secret)
	}
	batch, _, err := d.batch(ctx, paper)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	key, err := d.unlock(ctx, signing)
	if err != nil {
		return nil, err
	}
	defer key.release()
	names := d.batchNames(ctx, of, paper)
	jobs := make([]app.BatchJob, len(of))
	for i, ref := range of {
		jobs[i] = app.BatchJob{Name: names[i].project, Path: filepath.Join(folder, names[i].file), Prepare: func() (app.Publication, error) {
			p, err := batch.publication(ctx, ref)
			key.into(&p, signing)
			return p, err
		}}
	}
	for i := range jobs {
		if jobs[i].Path, err = freeOf(jobs[i].Path, jobs[:i]); err != nil {
			return nil, err
		}
	}
	summary := app.PublishAll(ctx, jobs, progress)
	if signing != nil {
		var signed []Ref
		for i, o := range summary.Outcomes {
			if o.Err == nil && !o.Draft {
				signed = append(signed, of[i])
			}
		}
		d.standSigned(context.WithoutCancel(ctx), signed, signing.Role)
	}
	return summary, nil
}

// batchName is the name of a project, and that of the file of its document.
type batchName struct{ project, file string }

// batchNames names the documents by the projects, as the list of the year has them.
func (d *Desk) batchNames(ctx context.Context, of []Ref, paper Paper) []batchName {
	names := make([]batchName, len(of))
	years := lastYears{desk: d}
	for i, ref := range of {
		name := ref.ID
		for _, h := range years.headers(ctx, ref.Year) {
			if h.ID == ref.ID && h.Name != "" {
				name = h.Name
			}
		}
		e := &scoring.Evaluation{FiscalYear: ref.Year, Project: scoring.Project{Name: name}}
		names[i] = batchName{name, d.paperName(e, paper.Kind, paper.Draft) + ".pdf"}
	}
	return names
}

// freeOf returns a path at which there is nothing, and which no job before takes.
func freeOf(path string, before []app.BatchJob) (string, error) {
	const ending = ".pdf"
	stem := path[:len(path)-len(ending)]
	for n := 1; ; n++ {
		if n > 1 {
			path = stem + " (" + strconv.Itoa(n) + ")" + ending
		}
		taken := false
		for i := range before {
			taken = taken || before[i].Path == path
		}
		if taken {
			continue
		}
		_, err := os.Lstat(path)
		if os.IsNotExist(err) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
	}
}
