package ui

import "testing"

func TestAListOfCommandsWithoutAMatchSaysSo(t *testing.T) {
	shell, _, _ := furnish(t)
	rows := shell.commandRows([]string{"没有的命令"})
	if len(rows) != 1 || rows[0].ID != "" || rows[0].Cells[0].Text == "" {
		t.Errorf("shows %+v", rows)
	}
	if shell.Run(rows[0].ID) {
		t.Error("that row does something")
	}
}
