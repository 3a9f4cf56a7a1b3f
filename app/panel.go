package app

import (
	"bytes"
	"encoding/json"

	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
)

// PanelFiles is a panel put together from files: the panel's own and any number of single forms.
type PanelFiles struct {
	Panel  *panel.Panel
	Result *panel.Result
	Scheme *scoring.Scheme
}

// NoPanelError says that no file, or more than one, holds a panel.
type NoPanelError struct{ Found []string }

// Error counts the panels found.
func (e *NoPanelError) Error() string {
	if len(e.Found) == 0 {
		return "none of the files holds a panel"
	}
	return "more than one of the files holds a panel: " + e.Found[0] + ", " + e.Found[1]
}

// Message names the sentence for the user.
func (e *NoPanelError) Message() scoring.Message {
	if len(e.Found) == 0 {
		return scoring.Message{Key: "panel.error.none"}
	}
	return scoring.Message{Key: "panel.error.several", Args: scoring.Args{"first": e.Found[0], "second": e.Found[1]}}
}

// OpenPanel reads one panel and single forms from files in any order and tallies them. schemeID, an ID or a scheme file, takes the
// place of the scheme the evaluation names; "" keeps it. Errors name their file.
func OpenPanel(paths []string, schemes *Schemes, schemeID string) (*PanelFiles, error) {
	var out PanelFiles
	var found, forms []string
	documents := make(map[string][]byte)
	for _, path := range paths {
		data, err := readDocument(path)
		if err != nil {
			return nil, err
		}
		documents[path] = data
		if formatOf(data) == panel.FormFormat {
			forms = append(forms, path)
			continue
		}
		found = append(found, path)
	}
	if len(found) != 1 {
		return nil, &NoPanelError{Found: found}
	}
	var err error
	if out.Panel, err = panel.Read(documents[found[0]]); err != nil {
		return nil, &FileError{Path: found[0], Err: err}
	}
	for _, path := range forms {
		form, err := panel.ReadForm(documents[path])
		if err == nil {
			err = out.Panel.Add(*form)
		}
		if err != nil {
			return nil, &FileError{Path: path, Err: err}
		}
	}
	if schemeID == "" {
		out.Scheme, err = schemes.For(out.Panel.Evaluation.Scheme)
	} else {
		out.Scheme, err = schemes.Open(schemeID)
	}
	if err != nil {
		return nil, err
	}
	out.Result, err = panel.Tally(out.Scheme, out.Panel)
	return &out, err
}

// formatOf returns the "format" member of a JSON document, "" where it has none. What is wrong with the document, its reader says.
func formatOf(data []byte) string {
	var head struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &head) != nil {
		return ""
	}
	return head.Format
}
