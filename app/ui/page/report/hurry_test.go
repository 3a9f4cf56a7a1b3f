package report

import (
	"sync/atomic"
	"testing"

	"zhunsheng/app/desk"
)

// token is a press that counts how often the PIN of a token is tried.
type token struct {
	*press
	tries *atomic.Int32
}

func (s token) TokenCertificates(library, label string, pin []byte) ([]desk.TokenChoice, error) {
	s.tries.Add(1)
	return s.press.TokenCertificates(library, label, pin)
}

// atToken is the pane with all that is needed to look into a token.
func atToken(t *testing.T) (*room, *atomic.Int32) {
	t.Helper()
	r := enter(t, &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}}, one)
	tries := new(atomic.Int32)
	r.page.needs.Source = token{r.source, tries}
	r.source.tokens = []desk.TokenChoice{{Label: "a", Certificate: selfMade(t)}}
	r.Run(t, "report.sign")
	s := r.page.signing
	s.signer.Choose(tokenSigner)
	r.Queue.Drain()
	s.library.SetText("/usr/lib/token.so")
	s.password.SetText("1234")
	return r, tries
}

func TestThePINOfATokenIsTriedOnce(t *testing.T) {
	r, tries := atToken(t)
	r.page.signing.start.Tapped(nil)
	r.page.signing.start.Tapped(nil)
	r.Settle()
	if tries.Load() != 1 || len(r.Asked) != 1 {
		t.Errorf("tried %d times, asked for %d files", tries.Load(), len(r.Asked))
	}
}

func TestNoFileIsAskedForOverAnotherScreen(t *testing.T) {
	r, _ := atToken(t)
	r.page.signing.start.Tapped(nil)
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.page.signing.password.SetText("1234") // as if it had been forgotten only now
	r.Settle()
	if len(r.Asked) != 0 {
		t.Errorf("asked for %v", r.Asked)
	}
}
