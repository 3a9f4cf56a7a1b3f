package assets

import (
	"bytes"
	_ "embed"
)

// ExampleID is the ID of the example evaluation.
const ExampleID = "jiangmen-2022"

//go:embed example/jiangmen-2022.json
var example []byte

// Example returns the JSON of the example evaluation: 江门市科学技术局, 江门市级扶持科技发展资金, fiscal year 2022. Its figures are published
// ones; its weights and its prose are ours. It is scored under the scheme "jiangmen-example-2022".
func Example() []byte { return bytes.Clone(example) }
