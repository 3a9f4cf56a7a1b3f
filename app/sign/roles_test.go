package sign

import (
	"bytes"
	"crypto/elliptic"
	"errors"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
)

// order is the signing order of the test document: the reviewer may be passed over.
var order = []Role{{"preparer", true}, {"reviewer", false}, {"approver", true}}

func TestRolesSignInOrder(t *testing.T) {
	identity := localIdentity(t)
	turn := func(field string) Options {
		o := optionsFor(identity, field)
		o.Roles = order
		return o
	}
	file := document(t, true)
	for _, early := range []string{"reviewer", "approver"} {
		var wrong *OrderError
		if _, err := Sign(file, turn(early)); !errors.Is(err, ErrOrder) || !errors.As(err, &wrong) || !slices.Equal(wrong.Waiting, []string{"preparer"}) {
			t.Errorf("%s: %v", early, err)
		}
	}
	file = mustSign(t, file, turn("preparer"))
	if _, err := Sign(file, turn("preparer")); !errors.Is(err, ErrFieldSigned) {
		t.Errorf("twice: %v", err)
	}
	passed := mustSign(t, file, turn("approver"))
	var wrong *OrderError
	if _, err := Sign(passed, turn("reviewer")); !errors.As(err, &wrong) || !slices.Equal(wrong.Passed, []string{"approver"}) {
		t.Errorf("reviewer after approver: %v", err)
	}
	file = mustSign(t, mustSign(t, file, turn("reviewer")), turn("approver"))
	expect(t, verify(t, file, identity), KindValid)
	if _, err := Sign(file, turn("observer")); errors.Is(err, ErrOrder) {
		t.Errorf("a field outside of the order: %v", err)
	}
}

func TestSignaturesOutOfOrderAreNoticed(t *testing.T) {
	identity := localIdentity(t)
	file := mustSign(t, mustSign(t, document(t, true), optionsFor(identity, "approver")), optionsFor(identity, "preparer"))
	expect(t, verify(t, file), KindValidUntrusted)
	verdict, err := Verify(file, VerifyOptions{Now: testNow, Order: roles})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindMisordered)
	if !slices.Equal(verdict.Misordered, []string{"preparer"}) {
		t.Errorf("%v", verdict.Misordered)
	}
}

func TestRejection(t *testing.T) {
	one, two := localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())
	file := mustSign(t, document(t, true), optionsFor(one, "preparer"))
	look := &box{}
	o := optionsFor(two, "reviewer")
	o.Roles, o.Rejection, o.Appearance = order, "第三项指标的佐证材料不足，请补充", look
	rejected := mustSign(t, file, o)
	verdict := verify(t, rejected, one, two)
	expect(t, verdict, KindRejected)
	first, last := verdict.Signatures[0], verdict.Signatures[1]
	if first.Decision != DecisionApproved || first.Kind != KindValid {
		t.Errorf("the earlier signature: %s %s", first.Decision, first.Kind)
	}
	if last.Decision != DecisionRejected || last.Reason != o.Rejection || last.Kind != KindRejected || !last.SignatureOK {
		t.Errorf("%+v", last)
	}
	if !look.stamps[0].Rejected || look.stamps[0].Reason != o.Rejection {
		t.Errorf("%+v", look.stamps[0])
	}
	var refusal *RejectedError
	if _, err := Sign(rejected, optionsFor(one, "approver")); !errors.As(err, &refusal) || refusal.Field != "reviewer" || refusal.Comment != o.Rejection {
		t.Errorf("signed after a rejection: %v", err)
	}
	// The mark is under the signature: nobody turns a rejection into an approval.
	forged := bytes.Replace(rejected, []byte("/XXZhunshengDecision/Rejected"), []byte("/XXZhunshengDecision/Approved"), 1)
	if bytes.Equal(forged, rejected) {
		forged = bytes.Replace(rejected, []byte("/XXZhunshengDecision /Rejected"), []byte("/XXZhunshengDecision /Approved"), 1)
	}
	if bytes.Equal(forged, rejected) {
		t.Fatal("no mark in the file")
	}
	expect(t, verify(t, forged, one, two), KindTampered)
}

// sealImage is a round seal on a transparent ground.
func sealImage(t testing.TB, side int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := 2*x-side, 2*y-side
			if d := dx*dx + dy*dy; d < side*side && d > side*side*8/10 {
				picture.Set(x, y, color.NRGBA{R: 200, A: 220})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSealStandsBesideTheText(t *testing.T) {
	text := &box{}
	look, err := WithSeal(text, sealImage(t, 60))
	if err != nil {
		t.Fatal(err)
	}
	o := optionsFor(localIdentity(t), "preparer")
	o.Appearance = look
	file := mustSign(t, document(t, true), o)
	expect(t, verify(t, file, localIdentity(t)), KindValid)
	if !bytes.Contains(file, []byte("/Subtype /Image")) && !bytes.Contains(file, []byte("/Subtype/Image")) {
		t.Error("no image in the file")
	}
	// The field is 200 by 90 points: the text keeps what the seal, a square of the field's height, leaves.
	if got := text.stamps[0]; got.Width != 110 || got.Height != 90 {
		t.Errorf("text got %v by %v", got.Width, got.Height)
	}
	o.Rejection = "不同意"
	if mustSign(t, document(t, true), o); text.stamps[1].Width != 200 {
		t.Errorf("a rejection got a seal: %+v", text.stamps[1])
	}
	if bytes.Contains(mustSign(t, document(t, true), o), []byte("/Image")) {
		t.Error("a rejection bears a seal")
	}
	if _, err := look.Draw(&pdf.NewWriter(pdf.Options{}).Body, Stamp{Width: 3, Height: 3}); err != nil {
		t.Errorf("a tiny field: %v", err)
	}
}

func TestSealsThatCannotServe(t *testing.T) {
	for name, file := range map[string][]byte{
		"text": []byte("seal"), "empty": nil, "huge file": make([]byte, maxSealFile+1), "many pixels": sealImage(t, maxSealSide+1),
		"cut": sealImage(t, 60)[:40],
	} {
		if _, err := WithSeal(&box{}, file); !errors.Is(err, ErrSeal) {
			t.Errorf("%s: %v", name, err)
		}
	}
	look, err := WithSeal(brokenAppearance{}, sealImage(t, 10))
	if err != nil {
		t.Fatal(err)
	}
	o := optionsFor(localIdentity(t), "preparer")
	o.Appearance = look
	if _, err := Sign(document(t, true), o); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "appearance") {
		t.Errorf("%v", err)
	}
}
