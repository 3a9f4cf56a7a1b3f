package desk

import (
	"context"
	"sync"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/storage"
)

// Insight is what a list shows of an evaluation beyond its header: it needs the evaluation itself, so it comes later.
type Insight struct {
	Blocking int // findings that block the signed report
	Waiting  int // findings that ask for something, blocking ones included
	// The money that execution is measured by, in yuan; absent where the form leaves it blank.
	Budget, Executed decimal.NullDecimal
	Parts            []string // names of the parts (专项)
}

// insights keeps what was found out, by evaluation and its revision.
type insights struct {
	mu    sync.Mutex
	known map[insightKey]Insight
}

type insightKey struct {
	year     int
	id       string
	revision uint64
	deadline string // of the year, which a check asks for
}

// Insights returns the insights of evaluations by their IDs. Those that were not changed since they were asked for last cost
// nothing; the others are read, scored and reviewed, which takes about a millisecond each. progress, if not nil, is told how many are
// done. An evaluation that cannot be read, or whose scheme is not known, has no insight. The error is that of the context.
func (d *Desk) Insights(ctx context.Context, headers []storage.Header, progress func(done, total int)) (map[string]Insight, error) {
	out, deadlines := make(map[string]Insight, len(headers)), map[int]string{}
	for i := range headers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h := &headers[i]
		if _, asked := deadlines[h.FiscalYear]; !asked {
			deadlines[h.FiscalYear], _ = d.deadlineSet(ctx, h.FiscalYear) // what cannot be read is not known
		}
		key := insightKey{h.FiscalYear, h.ID, h.Revision, deadlines[h.FiscalYear]}
		insight, ok := d.insights.get(key)
		if !ok {
			e, scheme, err := d.Open(ctx, h.FiscalYear, h.ID)
			if err != nil {
				continue
			}
			insight = look(scheme, e, key.deadline)
			d.insights.put(key, insight)
		}
		out[h.ID] = insight
		if progress != nil {
			progress(i+1, len(headers))
		}
	}
	return out, nil
}

func look(scheme *scoring.Scheme, e *scoring.Evaluation, deadline string) Insight {
	card := scoring.Score(scheme, e)
	findings := review.RunWith(scheme, e, card, review.Context{Deadline: deadline})
	insight := Insight{
		Blocking: review.Blocking(findings),
		Budget:   inYuan(card.Execution.Budget, e.MoneyUnit), Executed: inYuan(card.Execution.Executed, e.MoneyUnit),
	}
	for _, p := range e.Parts {
		insight.Parts = append(insight.Parts, p.Name)
	}
	for i := range findings {
		if findings[i].Severity != review.Information && !findings[i].Settled() {
			insight.Waiting++
		}
	}
	return insight
}

var tenThousand = decimal.MustNew(10_000, 0)

func inYuan(amount decimal.NullDecimal, unit string) decimal.NullDecimal {
	if !amount.Valid || unit != TenThousandYuan {
		return amount
	}
	yuan, err := amount.Decimal.Mul(tenThousand)
	return decimal.NullDecimal{Decimal: yuan, Valid: err == nil}
}

// The units of money on the forms.
const (
	TenThousandYuan = "万元"
	Yuan            = "元"
)

func (s *insights) get(key insightKey) (Insight, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	insight, ok := s.known[key]
	return insight, ok
}

func (s *insights) put(key insightKey, insight Insight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = make(map[insightKey]Insight)
	}
	s.known[key] = insight
}
