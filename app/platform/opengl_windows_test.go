package platform

import "testing"

func TestVersionsOfOpenGLThatAreEnough(t *testing.T) {
	for version, want := range map[string]bool{
		"1.1.0": false, "1.4 (2.1 Mesa)": false, "2.0.0": false, "2.1": true, "2.1 INTEL-10": true, "4.6.0 NVIDIA 531.18": true,
		"3.1 Mesa 22.3.6": true, "": false, "4": false, "x.y": false,
	} {
		if got := enough(version); got != want {
			t.Errorf("%q: %v, want %v", version, got, want)
		}
	}
}
