package pdf

import (
	"errors"
	"strings"
	"testing"
)

// TestAFileThatCannotBeReadSaysWhatIsWrongWithIt pins which sentence a user reads about a file that is no sound PDF.
func TestAFileThatCannotBeReadSaysWhatIsWrongWithIt(t *testing.T) {
	encrypted := "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n" +
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer\n<</Root 1 0 R/Size 3/Encrypt<</V 1>>>>\nstartxref\n100\n%%EOF\n"
	for _, c := range []struct{ name, file, key string }{
		{"nothing", "", "error.pdf.empty"},
		{"zeros", strings.Repeat("\x00", 20_000), "error.pdf.not"},
		{"another kind of file", "PK\x03\x04", "error.pdf.not"},
		{"cut off", "%PDF-1.7\n1 0 obj\n<<", "error.pdf.damaged"},
		{"encrypted", encrypted, "error.pdf.encrypted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte(c.file))
			var broken *Error
			if !errors.As(err, &broken) {
				t.Fatalf("read: %v", err)
			}
			if m := broken.Message(); m.Key != c.key {
				t.Errorf("%v has the sentence %q, want %q", err, m.Key, c.key)
			}
		})
	}
}
