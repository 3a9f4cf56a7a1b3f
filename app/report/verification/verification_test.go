package verification_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/report/papertest"
	"zhunsheng/app/report/verification"
	"zhunsheng/app/sign"
)

var now = time.Date(2023, 3, 20, 9, 0, 0, 0, time.FixedZone("", 8*3600))

func role(field string) string { return "«" + field + "»" }

// verdict is one of everything.
func verdict() *sign.Verdict {
	certificate := sign.Certificate{
		Subject: "CN=张三", Issuer: "CN=某认证中心", NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		Fingerprint: strings.TrimSpace(strings.Repeat("ABCD ", 16)),
	}
	v := &sign.Verdict{
		Kind: sign.KindRejected, Size: 4711, Revisions: 4, TailBytes: 3, Problem: "technical", Unsigned: []string{"principal"},
		Missing: []string{"principal"}, Misordered: []string{"reviewer"},
		Signatures: []sign.Signature{
			{
				Kind: sign.KindChangedAfterSigning, Decision: sign.DecisionApproved, Field: "preparer", Signer: "张三", Reason: "自评",
				ClaimedTime: "2023-03-15T09:30:00+08:00", Algorithm: "RSA-PKCS1-SHA256", Certificate: certificate, Trust: sign.TrustConfirmed,
				Revision: 2, CoversRevision: true, Timestamp: &sign.Timestamp{OK: true, Time: now, Authority: "某时间戳", Trust: sign.TrustConfirmed},
				Issues: []sign.Issue{{Kind: sign.KindChangedAfterSigning}, {Kind: sign.KindCertificateExpired}},
			},
			{
				Kind: sign.KindRejected, Decision: sign.DecisionRejected, Field: "reviewer", Signer: "李四", Reason: "佐证材料不足",
				Algorithm: "SM2-SM3", Certificate: certificate, Trust: sign.TrustSelfMade, Revision: 3, CoversRevision: true, CoversFile: true,
				Timestamp: &sign.Timestamp{Problem: "garbled"},
			},
			{Kind: sign.KindMalformed, Field: "", Algorithm: "ECDSA-SHA256"},
		},
	}
	for i, kind := range sign.ChangeKinds() {
		v.Signatures[0].Changes = append(v.Signatures[0].Changes, sign.Change{Object: i, Revision: 3, What: kind})
	}
	v.Signatures[1].Changes = []sign.Change{{Object: 9, Revision: 4, What: sign.ChangeField, Permitted: true}}
	return v
}

func TestDescribeSaysEverything(t *testing.T) {
	for language, want := range map[string][]string{
		"zh": {"退回", "佐证材料不足", "时间戳", "某时间戳", "无效：garbled", "ABCD ABCD", "«principal»", "页面", "另有", "整个文件", "国密", "某认证中心"},
		"en": {"Rejected", "Timestamp", "not valid: garbled", "ABCD ABCD", "«principal»", "a page", "more", "the whole file"},
	} {
		d := verification.Describe(verdict(), papertest.NewWords(t, language), role)
		said, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(said), w) {
				t.Errorf("%s: %q is not said", language, w)
			}
		}
		if left := regexp.MustCompile(`\{[a-z]+\}`).FindAllString(string(said), -1); left != nil {
			t.Errorf("%s: places not filled: %v", language, left)
		}
	}
}

// TestEveryVerdictHasSentences: each kind of verdict, change and trust in each language.
func TestEveryVerdictHasSentences(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		w := papertest.NewWords(t, language)
		for _, kind := range sign.Kinds() {
			verification.Describe(&sign.Verdict{Kind: kind}, w, role)
		}
		for _, kind := range sign.ChangeKinds() {
			_ = w.Text(string(kind), nil)
		}
		for _, trust := range []sign.Trust{sign.TrustConfirmed, sign.TrustSelfMade, sign.TrustUnknown} {
			_ = w.Text("trust."+string(trust), nil)
		}
	}
}

func TestPrint(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		w := papertest.NewWords(t, language)
		page := verification.Page{
			Description: verification.Describe(verdict(), w, role), FileName: "报告.pdf", File: []byte("file"), Words: w, Language: language,
			Now: now, Program: "Zhunsheng", Data: []verification.Line{{Label: "数据", Text: "一致"}},
		}
		first, err := verification.Print(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		second, err := verification.Print(t.Context(), page)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: the same input gives other bytes, %v", language, err)
		}
		if folder := os.Getenv("ZS_KEEP_PAGES"); folder != "" {
			if err := os.WriteFile(fmt.Sprintf("%s/verification-%s.pdf", folder, language), first, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		pages := papertest.Pages(t, first)
		if len(pages) != 1 {
			t.Errorf("%s: %d pages", language, len(pages))
		}
		said := strings.Join(pages, "")
		for _, want := range []string{"报告.pdf", "3B9C 358F 36F0 A31B", "张三", "佐证材料不足", "ABCD ABCD"} { // SHA-256 of "file"
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not on the page:\n%s", language, want, said)
			}
		}
	}
}

func TestLateSignaturesAreNotedOnPaper(t *testing.T) {
	late := []app.LateSignature{{Signature: 1, Date: "2023-03-20", Deadline: "2023-03-05", Stamped: true}, {Signature: 2, Date: "2023-03-16", Deadline: "2023-03-05"}}
	for language, want := range map[string][]string{
		"zh": {"截止日期", "时间戳的日期 2023-03-20 晚于截止日期 2023-03-05", "签名所称的日期 2023-03-16 晚于截止日期 2023-03-05"},
		"en": {"Deadline", "The timestamp, 2023-03-20, is after the deadline 2023-03-05", "made on 2023-03-16, after the deadline 2023-03-05"},
	} {
		w := papertest.NewWords(t, language)
		print := func(late []app.LateSignature) []byte {
			page := verification.Page{
				Description: verification.Describe(verdict(), w, role), FileName: "报告.pdf", File: []byte("file"), Words: w, Language: language, Now: now, Program: "Zhunsheng",
			}
			page.Description.AddLate(late, w)
			out, err := verification.Print(t.Context(), page)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		noted := print(late)
		if folder := os.Getenv("ZS_KEEP_PAGES"); folder != "" {
			if err := os.WriteFile(fmt.Sprintf("%s/verification-late-%s.pdf", folder, language), noted, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		with, without := strings.Join(papertest.Pages(t, noted), ""), strings.Join(papertest.Pages(t, print(nil)), "")
		for _, text := range want {
			if !strings.Contains(with, text) || strings.Contains(without, text) {
				t.Errorf("%s: %q is not on the page, or also on that without late signatures:\n%s", language, text, with)
			}
		}
	}
}
