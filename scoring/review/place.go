package review

import (
	"strconv"
	"strings"

	"zhunsheng/scoring"
)

// Places. A place names what a finding is about, so that a screen can jump there and an answer can refer to it. A place starts with a
// kind; what follows the first ":" is an ID or a position counted from 0, and may name a column, or a matter within a text, behind
// a second ":".
const (
	PlaceTotal     = "total"
	PlaceExecution = "execution"
	PlaceGrade     = "grade"
	PlaceWeights   = "weights"
	PlaceGoals     = "goals" // the block of goals and targets as a whole
)

// PlaceIndicator is the place of an indicator.
func PlaceIndicator(id string) string { return "indicator:" + id }

// PlaceFunds is the place of a fund row, counted from 0.
func PlaceFunds(row int) string { return "funds:" + strconv.Itoa(row) }

// PlaceLevel is the place of a level-1 heading, or of a level-2 heading written "产出/数量".
func PlaceLevel(name string) string { return "level:" + name }

// PlaceHeader is the place of a field of the form's header or sign-off.
func PlaceHeader(field string) string { return "header:" + field }

// PlaceSection is the place of a narrative section.
func PlaceSection(id string) string { return "section:" + id }

// PlaceGoal is the place of a goal, counted from 0.
func PlaceGoal(row int) string { return "goal:" + strconv.Itoa(row) }

// PlacePart is the place of a part (专项).
func PlacePart(id string) string { return "part:" + id }

// PlacePartFunds is the place of a fund row of a part, counted from 0.
func PlacePartFunds(id string, row int) string { return "partfunds:" + strconv.Itoa(row) + ":" + id }

// column names a column of a fund row's place.
func column(place, name string) string {
	if rest, ok := strings.CutPrefix(place, "partfunds:"); ok {
		row, id, _ := strings.Cut(rest, ":")
		return "partfunds:" + row + "." + name + ":" + id
	}
	return place + ":" + name
}

// PlaceMessageIn is [PlaceMessage] under a scheme: a section of its outline is named by the scheme's own title for it, in a language such as
// "zh".
func PlaceMessageIn(s *scoring.Scheme, e *scoring.Evaluation, place, language string) scoring.Message {
	if rest, ok := strings.CutPrefix(place, "section:"); ok && s != nil {
		for _, id := range [...]string{rest, matterless(rest)} {
			if title := sectionTitle(s.Outline, id, language); title != "" {
				return withName("place.other", title)
			}
		}
	}
	return PlaceMessage(e, place)
}

func sectionTitle(outline []scoring.Section, id, language string) string {
	for i := range outline {
		if outline[i].ID == id {
			return outline[i].Title.In(language)
		}
		if title := sectionTitle(outline[i].Children, id, language); title != "" {
			return title
		}
	}
	return ""
}

// PlaceMessage says in words what a place of an evaluation is: a message with a key place.* and the names it is filled with. A place
// that names nothing in the evaluation, such as one of an indicator that was deleted, is given with its ID. Sections are named by the
// keys of the outlines that the program ships, and by their ID otherwise; see [PlaceMessageIn].
func PlaceMessage(e *scoring.Evaluation, place string) scoring.Message {
	kind, rest, _ := strings.Cut(place, ":")
	switch kind {
	case PlaceTotal, PlaceGrade, PlaceWeights, PlaceGoals:
		return scoring.Message{Key: "place." + kind}
	case PlaceExecution:
		if rest == "score" {
			return scoring.Message{Key: "place.execution.score"}
		}
		return scoring.Message{Key: "place.execution"}
	case "":
		return scoring.Message{Key: "place.whole"}
	case "indicator":
		return withName("place.indicator", indicatorName(e, rest))
	case "level":
		return withName("place.level", rest)
	case "header":
		return headerMessage(rest)
	case "section":
		return sectionMessage(matterless(rest))
	case "part":
		if name := partName(e, rest); name != rest {
			return withName("place.part", name)
		}
		return withName("place.part", partName(e, matterless(rest)))
	case "funds":
		return fundsMessage(e.Funds, rest)
	case "partfunds":
		number, id, _ := strings.Cut(rest, ":")
		return partFundsMessage(e, number, id)
	case "goal":
		return numbered("place.goal", matterless(rest))
	}
	return withName("place.other", place)
}

// matters are the variants of the checks that name a matter within a text.
var matters = [...]string{"unit", "year", "text", "done", "grade", "score", "rate", "derived", "two-figures", "figure"}

// matterless cuts the matter from the place of a text, and the number of a second and later finding.
func matterless(rest string) string {
	numbered := strings.TrimRight(rest, "0123456789")
	if numbered != rest {
		if id, ok := strings.CutSuffix(numbered, ":"); ok {
			return id
		}
	}
	for _, matter := range matters {
		for _, s := range [...]string{rest, strings.TrimSuffix(numbered, "-")} {
			if id, ok := strings.CutSuffix(s, ":"+matter); ok {
				return id
			}
		}
	}
	return rest
}

func withName(key, name string) scoring.Message {
	return scoring.Message{Key: key, Args: scoring.Args{"name": name}}
}

// numbered gives a position, counted from 0, as people count.
func numbered(key, position string) scoring.Message {
	if n, err := strconv.Atoi(position); err == nil {
		position = strconv.Itoa(n + 1)
	}
	return scoring.Message{Key: key, Args: scoring.Args{"number": position}}
}

func indicatorName(e *scoring.Evaluation, id string) string {
	for i := range e.Indicators {
		if ind := &e.Indicators[i]; ind.ID == id && ind.Name != "" {
			return ind.Name
		}
	}
	return id
}

func partName(e *scoring.Evaluation, id string) string {
	for i := range e.Parts {
		if e.Parts[i].ID == id && e.Parts[i].Name != "" {
			return e.Parts[i].Name
		}
	}
	return id
}

// headerFields and sections are those that have a sentence of their own.
var (
	headerFields = [...]string{"name", "unit", "department", "preparer", "principal", "date", "funds"}
	sections     = [...]string{
		"overview", "basis", "scope", "money", "organisation", "performance", "practice", "problems", "conclusion",
	}
)

func headerMessage(field string) scoring.Message {
	for _, known := range headerFields {
		if field == known {
			return scoring.Message{Key: "place.header." + field}
		}
	}
	return withName("place.other", field)
}

func sectionMessage(id string) scoring.Message {
	for _, known := range sections {
		if id == known {
			return scoring.Message{Key: "place.section." + id}
		}
	}
	return withName("place.section", id)
}

// fundsMessage names a fund row and, behind a second ":", its column.
func fundsMessage(rows []scoring.FundRow, rest string) scoring.Message {
	number, column, _ := strings.Cut(rest, ":")
	key := "place.funds"
	switch column {
	case "initial", "adjusted", "executed":
		key += "." + column
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(rows) || rows[n].Name == "" {
		return withName(key, number)
	}
	return withName(key, rows[n].Name)
}

func partFundsMessage(e *scoring.Evaluation, number, id string) scoring.Message {
	var rows []scoring.FundRow
	for i := range e.Parts {
		if e.Parts[i].ID == id {
			rows = e.Parts[i].Funds
		}
	}
	m := fundsMessage(rows, strings.Replace(number, ".", ":", 1))
	m.Key = strings.Replace(m.Key, "place.funds", "place.partfunds", 1)
	m.Args["part"] = partName(e, id)
	return m
}
