package target

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestZZ(t *testing.T) {
	b, _ := os.ReadFile("/tmp/forms.txt")
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		v := Parse(l, Context{FiscalYear: 2022})
		j, _ := json.Marshal(v)
		var u Value
		if err := json.Unmarshal(j, &u); err != nil || u != v {
			fmt.Println("ROUNDTRIP", err, u)
		}
		s := strings.ReplaceAll(string(j), "\\u003e", ">")
		s = strings.ReplaceAll(s, "\\u003c", "<")
		fmt.Println(s[8:])
	}
}
