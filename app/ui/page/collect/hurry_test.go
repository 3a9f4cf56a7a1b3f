package collect

import (
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/locale"
)

func TestAPaperIsWrittenWhateverIsLookedAtNext(t *testing.T) {
	r := enter(t, locale.Chinese)
	r.collect(t)
	r.File = filepath.Join(r.out, "paper.pdf")
	r.Run(t, "collect.paper")
	r.Run(t, "collect.drill")
	r.Settle()
	if _, err := os.Stat(r.File); err != nil || len(r.Toasts) != 1 || !r.Prompts.Open() || len(r.Failed) > 0 {
		t.Errorf("%v, said %q, failed %v", err, r.Toasts, r.Failed)
	}
}
