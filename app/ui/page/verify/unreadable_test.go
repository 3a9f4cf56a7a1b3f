package verify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAFileThatIsNoReportSaysWhatToDo: whoever is handed such a file reads what is wrong with it and what helps.
func TestAFileThatIsNoReportSaysWhatToDo(t *testing.T) {
	encrypted := "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n" +
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer\n<</Root 1 0 R/Size 3/Encrypt<</V 1>>>>\nstartxref\n100\n%%EOF\n"
	folder := t.TempDir()
	for _, c := range []struct{ name, content, short, advice string }{
		{"空.pdf", "", "不可读", "0 字节"},
		{"零.pdf", strings.Repeat("\x00", 9000), "不可读", "改了扩展名"},
		{"断.pdf", "%PDF-1.7\n1 0 obj\n<<", "不可读", "重新发送"},
		{"密.pdf", encrypted, "已加密", "没有加密的原件"},
		{"不是.zsb", "hello", "不可读", "不是数据包"},
	} {
		path := filepath.Join(folder, c.name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		r := enter(t, newDesk(t), "zh", path)
		v := r.page.items[0].view
		if v.short != c.short || !strings.Contains(v.sentence+v.second, c.advice) {
			t.Errorf("%s: %s, %q, %q; want %s and %q", c.name, v.short, v.sentence, v.second, c.short, c.advice)
		}
	}
}
