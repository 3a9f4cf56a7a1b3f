package sign

import "zhunsheng/app/pdf"

// Stamp is what a visible signature shows. All texts are final: nothing is translated or formatted below this package.
type Stamp struct {
	Role            string  // the role's name as people read it
	Name            string  // the signer's name
	Time            string  // the claimed time as text
	Reason          string  // may be empty
	Location        string  // may be empty
	FingerprintTail string  // the last eight hexadecimal digits of the certificate's fingerprint, in two groups
	Level           Level   // whether a self-made identity signs
	Rejected        bool    // the signer refuses the document; Reason says why
	Width, Height   float64 // of the field, in points
}

// Appearance draws visible signatures. The caller of [Sign] supplies one, since only the caller has fonts.
type Appearance interface {
	// Draw makes a form XObject with the box [0 0 Width Height] in the body and returns it. It must not draw outside its box.
	Draw(body *pdf.Body, stamp Stamp) (*pdf.Form, error)
}

// Place is where a new visible signature field shall stand.
type Place struct {
	Page int      // index from 0
	Area pdf.Rect // in points; an empty one makes the signature invisible
}
