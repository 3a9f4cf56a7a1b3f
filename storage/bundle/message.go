package bundle

import (
	"errors"
	"strconv"

	"zhunsheng/scoring"
)

// sentences are the keys of what is said about an error.
var sentences = []struct {
	is  error
	key string
}{
	{ErrNotBundle, "error.bundle.not-bundle"},
	{ErrStructure, "error.bundle.structure"},
	{ErrTruncated, "error.bundle.truncated"},
	{ErrTooLarge, "error.bundle.too-large"},
	{ErrManifest, "error.bundle.manifest"},
	{ErrContent, "error.bundle.content"},
	{ErrSignature, "error.bundle.signature"},
	{ErrWrongSigner, "error.bundle.wrong-signer"},
	{ErrEncrypted, "error.bundle.encrypted"},
	{ErrKey, "error.bundle.key"},
	{ErrWorkFactor, "error.bundle.work-factor"},
	{ErrNoEvidence, "error.bundle.no-evidence"},
}

// Message names the sentence for the user.
func (e *Error) Message() scoring.Message {
	key := "error.bundle.read"
	for _, s := range sentences {
		if errors.Is(e.Err, s.is) {
			key = s.key
			break
		}
	}
	args := scoring.Args{"entry": e.Entry, "found": e.Found, "allowed": e.Allowed, "reason": e.Err.Error()}
	return scoring.Message{Key: key, Args: args}
}

// Message names the sentence for the user.
func (e *NewerError) Message() scoring.Message {
	return scoring.Message{Key: "error.bundle.newer", Args: scoring.Args{
		"needs": strconv.Itoa(e.Needs), "reads": strconv.Itoa(e.Reads), "program": e.Creator,
	}}
}
