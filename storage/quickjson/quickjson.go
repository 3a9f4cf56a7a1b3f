// Package quickjson reads JSON value by value, without reflection, where thousands of small objects have to be read while somebody waits.
//
// A [Cursor] goes through one document from its beginning. The caller knows what comes and asks for it; what it does not want it skips:
//
//	c := quickjson.New(data)
//	c.Members(func(name []byte) bool {
//		switch string(name) {
//		case "key":
//			c.Text(&key)
//		case "size":
//			c.Int(&size)
//		default:
//			return false // the value is skipped
//		}
//		return true
//	})
//	err := c.Err()
//
// Values are taken as encoding/json takes them: null leaves what is there, members stand under their exact names.
//
// The document should be known to be well-formed, as [zhunsheng/scoring/strictjson.Check] finds out. Of one that is not the cursor makes
// an error or anything, but it neither fails nor goes on without end.
package quickjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Cursor is a place in a document. After an error it stays at the end: nothing more is read.
type Cursor struct {
	data  []byte
	at    int
	err   error
	texts map[string]string
}

// New returns a cursor at the beginning of a document.
func New(data []byte) *Cursor { return &Cursor{data: data} }

// Err returns the first error: a value of another type than was asked for, or the end of the document within a value.
func (c *Cursor) Err() error { return c.err }

func (c *Cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
	c.at = len(c.data)
}

// peek returns the byte that the next value begins with, 0 at the end.
func (c *Cursor) peek() byte {
	for c.at < len(c.data) {
		switch b := c.data[c.at]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// Null passes over null and reports whether it was there.
func (c *Cursor) Null() bool {
	if c.peek() != 'n' {
		return false
	}
	c.Skip()
	return true
}

// open enters a list or an object.
func (c *Cursor) open(bracket byte, what string) bool {
	if c.Null() {
		return false
	}
	if c.peek() != bracket {
		c.fail("%.40s, allowed: %s", c.Raw(), what)
		return false
	}
	c.at++
	return true
}

// more reports whether another element comes before the closing bracket, which it passes over.
func (c *Cursor) more(bracket byte) bool {
	switch c.peek() {
	case bracket:
		c.at++
		return false
	case 0, ']', '}':
		c.fail("the document ends within a value")
		return false
	}
	return true
}

// Members goes through an object. member reads the value of a name, or returns false without having read anything. The name is valid
// until member returns.
func (c *Cursor) Members(member func(name []byte) bool) {
	if !c.open('{', "object") {
		return
	}
	for c.more('}') {
		name := c.name()
		if c.err == nil && !member(name) {
			c.Skip()
		}
	}
}

func (c *Cursor) name() []byte {
	raw := c.Raw()
	if len(raw) < 2 || raw[0] != '"' {
		c.fail("%.40s, allowed: the name of a member", raw)
		return nil
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	return []byte(c.unquoted(raw))
}

// Elements goes through a list. element must read one value. It reports whether there was a list, and not null.
func (c *Cursor) Elements(element func()) bool {
	if !c.open('[', "list") {
		return false
	}
	for c.more(']') {
		before := c.at
		element()
		if c.at == before {
			c.Skip()
		}
	}
	return true
}

// Skip passes over one value.
func (c *Cursor) Skip() { c.Raw() }

// Raw returns the text of the next value.
func (c *Cursor) Raw() []byte {
	first := c.peek()
	from := c.at
	switch first {
	case '"':
		c.string()
	case '{', '[':
		c.nested()
	default:
		for c.at < len(c.data) && !ends(c.data[c.at]) {
			c.at++
		}
	}
	if c.at == from {
		c.fail("the document ends where a value should be")
		return nil
	}
	return c.data[from:c.at]
}

func ends(b byte) bool {
	switch b {
	case ',', ']', '}', ':', ' ', '\t', '\r', '\n':
		return true
	}
	return false
}

// string passes over a string.
func (c *Cursor) string() {
	c.at++
	for {
		n := bytes.IndexByte(c.data[c.at:], '"')
		if n < 0 {
			c.fail("a string without end")
			return
		}
		c.at += n + 1
		slashes := 0
		for i := c.at - 2; c.data[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 0 {
			return
		}
	}
}

// nested passes over an object or list.
func (c *Cursor) nested() {
	depth := 0
	for c.at < len(c.data) {
		switch c.data[c.at] {
		case '"':
			c.string()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if c.at++; depth == 0 {
			return
		}
	}
	c.fail("an object or list without end")
}

// Text reads a string.
func (c *Cursor) Text(into *string) {
	if raw := c.quoted(); raw != nil {
		*into = c.unquoted(raw)
	}
}

// Word reads a string that comes again and again, and keeps it once.
func (c *Cursor) Word(into *string) {
	raw := c.quoted()
	if raw == nil {
		return
	}
	known, ok := c.texts[string(raw)]
	if !ok {
		if known = c.unquoted(raw); c.texts == nil {
			c.texts = map[string]string{}
		}
		if len(c.texts) < maxWords {
			c.texts[string(raw)] = known
		}
	}
	*into = known
}

// maxWords bounds what a document can make a cursor remember.
const maxWords = 4096

// quoted returns the next value if it is a string, with its quotes; nil for null and after an error.
func (c *Cursor) quoted() []byte {
	if c.Null() {
		return nil
	}
	raw := c.Raw()
	if c.err == nil && raw[0] != '"' {
		c.fail("%.40s, allowed: text", raw)
	}
	if c.err != nil {
		return nil
	}
	return raw
}

func (c *Cursor) unquoted(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		c.fail("%w", err)
	}
	return text
}

// Bool reads true or false.
func (c *Cursor) Bool(into *bool) {
	if c.Null() {
		return
	}
	switch raw := c.Raw(); string(raw) {
	case "true":
		*into = true
	case "false":
		*into = false
	default:
		c.fail("%.40s, allowed: true or false", raw)
	}
}

// Int reads a whole number of the machine's size.
func (c *Cursor) Int(into *int) {
	number := int64(*into)
	c.signed(&number, strconv.IntSize)
	*into = int(number)
}

// Int64 reads a whole number of 64 bits.
func (c *Cursor) Int64(into *int64) { c.signed(into, 64) }

func (c *Cursor) signed(into *int64, bits int) {
	if c.Null() {
		return
	}
	raw := c.Raw()
	number, err := strconv.ParseInt(string(raw), 10, bits)
	if err != nil {
		c.fail("%.40s, allowed: a whole number", raw)
		return
	}
	*into = number
}

// Uint64 reads a whole number of 64 bits that is not negative.
func (c *Cursor) Uint64(into *uint64) {
	if c.Null() {
		return
	}
	raw := c.Raw()
	number, err := strconv.ParseUint(string(raw), 10, 64)
	if err != nil {
		c.fail("%.40s, allowed: a whole number from 0", raw)
		return
	}
	*into = number
}
