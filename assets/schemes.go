package assets

import (
	"embed"
	"slices"
)

//go:embed schemes/*.json
var schemeFiles embed.FS

// schemeIDs lists the schemes in the order in which they are offered: the national one first, the example's own last.
var schemeIDs = []string{
	"cn-2020", "central-2021-cost", "central-2021", "framework-4aspects", "twenty-eighty", "provincial-capped", "guangdong-preset",
	"jiangmen-example-2022",
}

// NationalScheme is the ID of the national scheme for a unit's self-evaluation (财预〔2020〕10号).
const NationalScheme = "cn-2020"

// SchemeIDs returns the IDs of the schemes (评分办法) that the program carries, in the order in which they are offered.
func SchemeIDs() []string { return slices.Clone(schemeIDs) }

// Scheme returns the JSON of the scheme with the given ID; ok is false where there is none. Section titles of the outline carry no
// numbers: whoever prints them numbers them by position.
func Scheme(id string) (data []byte, ok bool) {
	if !slices.Contains(schemeIDs, id) {
		return nil, false
	}
	data, err := schemeFiles.ReadFile("schemes/" + id + ".json")
	return data, err == nil
}
