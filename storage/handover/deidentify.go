package handover

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// anonymous stands in place of a device.
const anonymous = "anonymous"

// removed stands in place of a name or number in running text.
const removed = "***"

// numbers are what identifies a person by a number: mobile and landline telephones, identity cards, addresses of mail.
var numbers = regexp.MustCompile(`\b1[3-9]\d{9}\b|\b0\d{2,3}[- ]?\d{7,8}\b|\b\d{17}[\dXx]\b|[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// deidentified returns a decoded state without names of people, telephone numbers, devices and history; nil for what is deleted.
func deidentified(s *state) (*state, error) {
	shape := shapeOf(s.Info.Kind)
	shown := s.record.View(shape).Document
	if shown == nil {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(shown))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	c := cleaner{}
	if d, ok := document.(map[string]any); ok {
		c.names(d)
	}
	data, err := compact(c.clean(document))
	if err != nil {
		return nil, err
	}
	out := &state{head: head{Info: bundle.RecordInfo{Kind: s.Info.Kind, Key: s.Info.Key}}, record: merge.New()}
	if _, err := out.record.Update(shape, data, merge.Edit{Device: anonymous}); err != nil {
		return nil, err
	}
	if err := out.describe(shape); err != nil {
		return nil, err
	}
	out.Info.Vector = nil
	return out, nil
}

// cleaner takes out of texts what names people.
type cleaner struct{ people []string }

// personal are the members that hold nothing but a person's name or number.
var personal = map[string]bool{"preparer": true, "contact": true, "principal": true, "by": true, "author": true, "evaluator": true}

// names learns the names of the people on the form, to find them in running text.
func (c *cleaner) names(d map[string]any) {
	signOff, _ := d["signOff"].(map[string]any)
	for _, value := range signOff {
		if name, ok := value.(string); ok && utf8.RuneCountInString(name) >= 2 && !strings.ContainsAny(name, "0123456789") {
			c.people = append(c.people, name)
		}
	}
}

func (c *cleaner) clean(value any) any {
	switch v := value.(type) {
	case string:
		for _, name := range c.people {
			v = strings.ReplaceAll(v, name, removed)
		}
		return numbers.ReplaceAllString(v, removed)
	case []any:
		for i := range v {
			v[i] = c.clean(v[i])
		}
	case map[string]any:
		for name := range v {
			if personal[name] {
				delete(v, name)
				continue
			}
			if name != "sha256" && name != "id" {
				v[name] = c.clean(v[name])
			}
		}
	}
	return value
}
