package chronicle

import (
	"encoding/json"

	"zhunsheng/scoring"
)

// Names are what an evaluation and the things in it are called.
type Names struct {
	Project    string
	Indicators map[string]string // by ID
	Parts      map[string]string
	Evidence   map[string]string
	Sections   []string          // of the narrative, in order
	Titles     map[string]string // of the same, by ID
	Funds      []string          // rows, in order
}

// NamesOf reads the names out of an evaluation. section gives the title of a section of its scheme's report; nil takes the section's ID.
func NamesOf(e *scoring.Evaluation, section func(id string) string) *Names {
	n := &Names{Project: e.Project.Name, Indicators: map[string]string{}, Parts: map[string]string{}, Evidence: map[string]string{}, Titles: map[string]string{}}
	for i := range e.Indicators {
		n.Indicators[e.Indicators[i].ID] = e.Indicators[i].Name
	}
	for i := range e.Parts {
		n.Parts[e.Parts[i].ID] = e.Parts[i].Name
	}
	for i := range e.Evidence {
		n.Evidence[e.Evidence[i].ID] = e.Evidence[i].Name
	}
	for i := range e.Narrative {
		title := e.Narrative[i].Section
		if section != nil {
			title = section(title)
		}
		n.Sections = append(n.Sections, title)
		n.Titles[e.Narrative[i].Section] = title
	}
	for i := range e.Funds {
		n.Funds = append(n.Funds, e.Funds[i].Name)
	}
	return n
}

// Book knows the names of evaluations; nil for one that it does not know.
type Book func(year int, id string) *Names

// nameIn reads what a record is called out of its JSON: the name of a project, unit, file or person, the beginning of a text.
func nameIn(content json.RawMessage) string {
	var record struct {
		Name      string `json:"name"`
		Evaluator string `json:"evaluator"`
		Text      string `json:"text"`
		Expected  string `json:"expected"`
		Section   string `json:"section"`
		Check     string `json:"check"`
		Project   struct {
			Name string `json:"name"`
		} `json:"project"`
	}
	if err := json.Unmarshal(content, &record); err != nil {
		return ""
	}
	for _, name := range []string{record.Project.Name, record.Name, record.Evaluator, record.Text, record.Expected, record.Section, record.Check} {
		if name != "" {
			return name
		}
	}
	return ""
}
