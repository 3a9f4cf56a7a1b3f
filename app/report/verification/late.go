package verification

import "zhunsheng/app"

// AddLate notes with the signatures that were made after the deadline that they were.
func (d *Description) AddLate(late []app.LateSignature, words Words) {
	for _, l := range late {
		key := "sign.late"
		if l.Stamped {
			key = "sign.late.stamped"
		}
		s := &d.Signatures[l.Signature-1]
		s.Lines = append(s.Lines, Line{
			Label: words.Text("sign.label.late", nil), Text: words.Text(key, map[string]string{"date": l.Date, "deadline": l.Deadline}),
		})
	}
}
