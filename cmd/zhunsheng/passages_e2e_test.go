//go:build e2e

package main

import (
	"strings"
	"testing"
)

// exportSigned exports the report under a new identity with a password, and takes a picture of the question and of the answer.
func (p *player) exportSigned(t *testing.T, asked, done string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+e")
	p.waitFocus(t, "Entry")
	p.waitFor(t, "Text", "再输一次密码") // what follows the password is known once the store has told whether there is an identity
	p.xdo(t, "type", "--delay", "30", "correct horse")
	p.xdo(t, "key", "Return")
	eventually(t, "the keyboard is in the repetition", func() bool {
		var n seen
		return p.get("/focus", &n) == nil && strings.HasSuffix(n.Type, ".Entry") && n.Text == ""
	})
	p.xdo(t, "type", "--delay", "30", "correct horse")
	p.shot(t, asked)
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Label", "已导出并签名")
	p.shot(t, done)
}

// commandsThenEnglishDark looks at the list of commands of an evaluation, then at its indicators in the other language and colours.
func (p *player) commandsThenEnglishDark(t *testing.T, commands, dark string) {
	t.Helper()
	p.xdo(t, "key", "F1")
	p.waitFor(t, "Text", "全部命令")
	p.shot(t, commands)
	p.xdo(t, "key", "Escape")
	p.waitFor(t, "step", "指标")
	p.post(t, "/run", "id", "language.en")
	p.waitFor(t, "step", "Indicators")
	p.post(t, "/run", "id", "step.indicators")
	light := p.pixels(t)
	p.post(t, "/run", "id", "theme.dark")
	eventually(t, "the screen is dark", func() bool { return p.differs(t, light) > 0.5 })
	p.waitFor(t, "step", "Indicators")
	p.shot(t, dark)
}
