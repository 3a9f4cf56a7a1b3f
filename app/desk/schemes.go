package desk

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
)

// SchemeInfo is a scheme with where it comes from and how often it is used here.
type SchemeInfo struct {
	Scheme  *scoring.Scheme
	Hash    string
	Carried bool // by the program; others are the store's own
	Uses    int  // evaluations of the store under this version
}

// SchemeTakenError says that there is another scheme of the same ID and version.
type SchemeTakenError struct{ ID, Version string }

// Error names ID and version.
func (e *SchemeTakenError) Error() string {
	return fmt.Sprintf("there is another scheme %s of version %s", e.ID, e.Version)
}

// Message names the sentence for the user.
func (e *SchemeTakenError) Message() scoring.Message {
	return scoring.Message{Key: "desk.scheme-taken", Args: scoring.Args{"id": e.ID, "version": e.Version}}
}

// SchemeFixedError says that a scheme can neither be changed nor deleted: the program carries it, or evaluations refer to it.
type SchemeFixedError struct {
	ID, Version string
	Uses        int // 0: the program carries it
}

// Error names the scheme and the reason.
func (e *SchemeFixedError) Error() string {
	return fmt.Sprintf("scheme %s %s cannot be changed: %d evaluations use it", e.ID, e.Version, e.Uses)
}

// Message names the sentence for the user.
func (e *SchemeFixedError) Message() scoring.Message {
	key := "desk.scheme-used"
	if e.Uses == 0 {
		key = "desk.scheme-carried"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"id": e.ID, "version": e.Version, "count": strconv.Itoa(e.Uses)}}
}

// LoadSchemes makes the schemes that the store keeps known. It is called once after the store was opened. Schemes that cannot be read are
// left out and named by the error; the others are known all the same.
func (d *Desk) LoadSchemes(ctx context.Context) error {
	hashes, err := d.store.SchemesKept(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, hash := range hashes {
		content, err := d.store.Scheme(ctx, hash)
		if err == nil {
			var scheme *scoring.Scheme
			if scheme, err = scoring.ReadScheme(content); err == nil {
				d.schemes.Add(scheme)
			}
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("scheme %s: %w", hash, err))
		}
	}
	return errors.Join(failed...)
}

// Schemes lists all schemes in the order in which they are offered, every version by itself. Errors are those of the store.
func (d *Desk) Schemes(ctx context.Context) ([]SchemeInfo, error) {
	uses, err := d.schemeUses(ctx)
	if err != nil {
		return nil, err
	}
	all := d.schemes.All()
	infos := make([]SchemeInfo, len(all))
	for i, scheme := range all {
		hash := scheme.Hash()
		infos[i] = SchemeInfo{Scheme: scheme, Hash: hash, Carried: d.schemes.Carried(hash), Uses: uses[hash]}
	}
	return infos, nil
}

// schemeUses counts the evaluations of all years by the hash of their scheme.
func (d *Desk) schemeUses(ctx context.Context) (map[string]int, error) {
	years, err := d.store.Years(ctx)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	byRef, uses := map[scoring.SchemeRef]int{}, map[string]int{}
	for _, y := range years {
		headers, err := d.store.Headers(ctx, y.Year)
		if err != nil && !errors.Is(err, storage.ErrDamaged) {
			return nil, err
		}
		for i := range headers {
			byRef[headers[i].Scheme]++
		}
	}
	for ref, count := range byRef {
		if scheme, err := d.schemes.For(ref); err == nil {
			uses[scheme.Hash()] += count
		}
	}
	return uses, nil
}

// KeepScheme puts a scheme into the store and returns its hash. It must not be changed any more. Errors are joined [*scoring.InputError]
// values where it is not sound, a [*SchemeTakenError] where its ID and version are another one's, or those of the store.
func (d *Desk) KeepScheme(ctx context.Context, scheme *scoring.Scheme) (string, error) {
	if err := scheme.Validate(); err != nil {
		return "", err
	}
	data, err := scheme.Encode()
	if err != nil {
		return "", err
	}
	hash := scheme.Hash()
	for _, known := range d.schemes.All() {
		if known.ID == scheme.ID && known.Version == scheme.Version {
			if known.Hash() == hash {
				return hash, nil
			}
			return "", &SchemeTakenError{ID: scheme.ID, Version: scheme.Version}
		}
	}
	if _, err := d.store.KeepScheme(ctx, data); err != nil {
		return "", err
	}
	d.schemes.Add(scheme)
	return hash, nil
}

// ReplaceScheme puts a scheme into the place of one of the store's own that no evaluation uses, and returns its hash. Errors are those
// of [Desk.KeepScheme] and [Desk.DropScheme]; the old one then stays.
func (d *Desk) ReplaceScheme(ctx context.Context, old string, scheme *scoring.Scheme) (string, error) {
	was, err := d.free(ctx, old)
	if err != nil || scheme.Hash() == old {
		return old, err
	}
	if was.ID != scheme.ID || was.Version != scheme.Version {
		hash, err := d.KeepScheme(ctx, scheme)
		if err != nil {
			return "", err
		}
		return hash, d.DropScheme(ctx, old)
	}
	if err := scheme.Validate(); err != nil {
		return "", err
	}
	d.schemes.Remove(old)
	hash, err := d.KeepScheme(ctx, scheme)
	if err != nil {
		d.schemes.Add(was)
		return "", err
	}
	return hash, d.store.DropScheme(ctx, old)
}

// free returns a scheme that may be changed or deleted.
func (d *Desk) free(ctx context.Context, hash string) (*scoring.Scheme, error) {
	uses, err := d.schemeUses(ctx)
	if err != nil {
		return nil, err
	}
	for _, scheme := range d.schemes.All() {
		if scheme.Hash() != hash {
			continue
		}
		if d.schemes.Carried(hash) || uses[hash] > 0 {
			return nil, &SchemeFixedError{ID: scheme.ID, Version: scheme.Version, Uses: uses[hash]}
		}
		return scheme, nil
	}
	return nil, &storage.RecordError{Kind: storage.KindScheme, ID: hash, Err: storage.ErrNotFound}
}

// DropScheme deletes one of the store's own schemes, by its hash. It is a [*SchemeFixedError] where the program carries it or an
// evaluation uses it; other errors are those of the store.
func (d *Desk) DropScheme(ctx context.Context, hash string) error {
	if _, err := d.free(ctx, hash); err != nil {
		return err
	}
	if err := d.store.DropScheme(ctx, hash); err != nil {
		return err
	}
	d.schemes.Remove(hash)
	return nil
}

// ImportScheme reads a scheme file and keeps it. Errors are those of [app.ReadSchemeFile] and [Desk.KeepScheme].
func (d *Desk) ImportScheme(ctx context.Context, path string) (hash string, err error) {
	scheme, err := app.ReadSchemeFile(path)
	if err != nil {
		return "", err
	}
	return d.KeepScheme(ctx, scheme)
}

// SchemeFileName is the name under which a scheme is written to a file.
func SchemeFileName(scheme *scoring.Scheme) string {
	return safeName(scheme.ID+" "+scheme.Version) + ".json"
}

// ExportScheme writes a scheme to a file, whole. The error is that of the file system.
func (d *Desk) ExportScheme(ctx context.Context, scheme *scoring.Scheme, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data, err := scheme.Encode()
	if err != nil {
		return err
	}
	return atomicfile.Write(path, data, 0o644)
}

// WriteText writes a text, such as a table, to a file, whole. The error is that of the file system.
func (d *Desk) WriteText(ctx context.Context, path, text string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	const mark = "\ufeff" // spreadsheets take a file without it for one in the system's encoding
	if ending := strings.ToLower(filepath.Ext(path)); ending == ".tsv" || ending == ".csv" {
		text = mark + text
	}
	return atomicfile.Write(path, []byte(text), 0o644)
}

// Rescored is what another scheme would make of an evaluation.
type Rescored struct {
	Header storage.Header
	Before *scoring.Scorecard
	After  *scoring.Scorecard
	Err    error // why the evaluation could not be read; nil otherwise
}

// Changed reports whether total or grade would be another.
func (r *Rescored) Changed() bool {
	return r.Err == nil && (r.Before.Total.Cmp(r.After.Total) != 0 || r.Before.Grade != r.After.Grade)
}

// Replay scores the evaluations of a year that are under versions of a scheme (of the ID of from) under from and under to. Nothing is
// stored. progress, if not nil, is told how many are done. The error is that of the store or of the context.
func (d *Desk) Replay(ctx context.Context, year int, from, to *scoring.Scheme, progress func(done, total int)) ([]Rescored, error) {
	headers, err := d.Headers(ctx, year)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	var out []Rescored
	for i, h := range headers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(i+1, len(headers))
		}
		if h.Scheme.ID != from.ID {
			continue
		}
		r := Rescored{Header: h}
		if e, _, err := d.store.Evaluation(ctx, year, h.ID); err != nil {
			r.Err = err
		} else {
			e.Scheme = scoring.SchemeRef{ID: from.ID, Version: from.Version}
			r.Before, r.After = scoring.Score(from, e), scoring.ScoreUnder(from, to, e)
		}
		out = append(out, r)
	}
	return out, nil
}
