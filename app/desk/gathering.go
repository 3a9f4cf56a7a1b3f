package desk

import (
	"context"

	"zhunsheng/app"
	"zhunsheng/app/collect"
	"zhunsheng/app/report/roundup"
	"zhunsheng/storage/bundle"
)

// CollectOrder says what is collected, and into what.
type CollectOrder struct {
	Folders []string // with bundles and signed reports, at any depth
	Due     string   // ISO date; what was made later is late; "" asks for none
	Year    int      // evaluations of other years do not count; 0 takes all
	Units   []string // that have to hand something over; none asks for none
	Sample  int      // evaluations drawn for spot checks, weighted by findings
	Seed    uint64   // of the sample: the same one draws the same
	Out     string   // folder for summary.xlsx; "" for none
	Book    string   // path of a workbook instead; "" for none
	Key     BundleKey
	Others  []BundleKey    // tried in turn on bundles that Key does not open; only what opens them counts
	Sinks   []collect.Sink // such as a dataset; they are closed at the end
	// Before is what came of the same files earlier, nil for nothing: what opened a locked one is tried on it first.
	Before *Collected
}

// Collected is what many files come to.
type Collected struct {
	Summary     *collect.Summary
	Evaluations []collect.EvaluationRow // that count, in the order of the files
	Workbook    string                  // path, "" where none was asked for

	folders []string
	options collect.Options
}

// Collect makes one picture of many bundles and reports. progress, if not nil, is called with files done and in all. Files that cannot be
// used are named in the summary; the error is that of a folder, of the context or of writing.
func (d *Desk) Collect(ctx context.Context, order CollectOrder, progress func(done, total int)) (*Collected, error) {
	bundles, keys, err := d.collectKeys(ctx, &order)
	if err != nil {
		return nil, err
	}
	list, err := d.Trusted(ctx)
	if err != nil {
		return nil, err
	}
	words := d.words()
	out := &Collected{folders: order.Folders, options: collect.Options{
		Say:     func(err error) string { return app.Sentence(words, err) },
		Schemes: d.schemes.For, Bundles: bundles, Keys: keys, Trust: list.Certificates(), Now: d.now(), Due: order.Due, Year: order.Year, Units: order.Units,
		Sample: order.Sample, Seed: order.Seed, Progress: progress,
	}}
	o := out.options
	o.Rows = func(r collect.Rows) error {
		out.Evaluations = append(out.Evaluations, r.Evaluation)
		return nil
	}
	to := collect.Outputs{Folder: order.Out, Book: order.Book, Sinks: order.Sinks, Text: func(key string) string { return words.Text(key, nil) }}
	if out.Summary, err = collect.Into(ctx, order.Folders, o, to); err != nil {
		return nil, err
	}
	if order.Out != "" || order.Book != "" {
		out.Workbook = to.Workbook()
	}
	return out, nil
}

// collectKeys are all that bundles are opened with.
func (d *Desk) collectKeys(ctx context.Context, order *CollectOrder) (bundle.Options, *collect.Keys, error) {
	bundles, err := d.bundleOptions(ctx, order.Key)
	if err != nil {
		return bundles, nil, err
	}
	var passphrases []string
	for i := range order.Others {
		other := BundleKey{Passphrase: order.Others[i].Passphrase, KeyFile: order.Others[i].KeyFile}
		o, err := other.Options(d.now())
		if err != nil {
			return bundles, nil, err
		}
		passphrases = append(passphrases, o.Key.Passphrase)
		bundles.Key.Identities = append(bundles.Key.Identities, o.Key.Identities...)
	}
	keys := collect.NewKeys(passphrases...)
	if order.Before != nil {
		keys.Learn(order.Before.options.Keys)
	}
	return bundles, keys, nil
}

// Locked lists the paths of the files that nothing opened yet, in the order of the summary.
func (c *Collected) Locked() []string {
	var paths []string
	for i := range c.Summary.Faulty {
		if s := &c.Summary.Faulty[i]; s.Locked {
			paths = append(paths, s.Path)
		}
	}
	return paths
}

// TryKey tries a key on the files of a collection that nothing opened yet, and returns the paths of those that it opens. It reads no more
// than their beginnings; for what is in them, collect again with the key among [CollectOrder.Others] and this collection as Before. progress,
// if not nil, is called with files done and in all. Errors are a [*KeyFileError], or those of the key file, the store and the context.
func (d *Desk) TryKey(ctx context.Context, c *Collected, key BundleKey, progress func(done, total int)) ([]string, error) {
	bundles, err := d.bundleOptions(ctx, key)
	if err != nil {
		return nil, err
	}
	return c.options.Keys.Try(ctx, c.Locked(), bundles, progress)
}

// PrintCollected writes a collection as a PDF and returns its path, which is another one where the file that is there is open elsewhere.
// Errors are those of [roundup.Print] and [app.WriteDocument].
func (d *Desk) PrintCollected(ctx context.Context, c *Collected, path string) (string, error) {
	faces, _, err := d.ReportFaces(ctx)
	if err != nil {
		return "", err
	}
	words := d.words()
	data, err := roundup.Print(ctx, roundup.Paper{
		Summary: c.Summary, Evaluations: c.Evaluations, Folders: c.folders, Words: words, Language: words.Language(), Now: d.now(), Program: app.Producer, Faces: faces,
	})
	if err != nil {
		return "", err
	}
	return app.WriteDocument(path, data)
}

// Drill returns an evaluation of the collection down to its indicators and findings, read again from its file.
func (c *Collected) Drill(ctx context.Context, row *collect.EvaluationRow) (collect.Rows, error) {
	return collect.One(ctx, row.Source, row.Key, c.options)
}
