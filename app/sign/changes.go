package sign

import (
	"fmt"
	"maps"
	"slices"

	"zhunsheng/app/pdf"
)

// written is an object that a later revision defines or deletes.
type written struct {
	num      int
	revision int
}

// comparison judges what was written after a signature. The rule is drawn from the signed revision: an object that was reachable
// there must stay as it is, except where a later signature has to leave its traces. Objects that were not reachable there can only
// be reached through those traces.
type comparison struct {
	before, after         state
	formBefore, formAfter *form
	reachable             map[int]pdf.Ref
	pages                 map[int]bool // reachable page dictionaries
	annotations           map[int]bool // reachable arrays that are a page's /Annots
	fields                map[int]*field
	filled                map[int]bool // fields and widgets that were empty before and are signed after
}

// compareStates judges every written object. The error means that one of the two states cannot be read.
func compareStates(before, after state, objects []written) ([]Change, error) {
	c := &comparison{
		before: before, after: after, reachable: map[int]pdf.Ref{}, pages: map[int]bool{}, annotations: map[int]bool{},
		fields: map[int]*field{}, filled: map[int]bool{},
	}
	var err error
	if c.formBefore, err = readForm(before); err != nil {
		return nil, err
	}
	if c.formAfter, err = readForm(after); err != nil {
		return nil, err
	}
	c.noteFields()
	if err := c.reach(); err != nil {
		return nil, err
	}
	changes := []Change{}
	if detail := c.compareTrailers(); detail != "" {
		changes = append(changes, Change{Revision: lastRevision(objects), What: ChangeTrailer, Detail: detail})
	}
	for _, object := range objects {
		change := c.judge(object.num)
		change.Object, change.Revision = object.num, object.revision
		change.Permitted = change.Detail == ""
		changes = append(changes, change)
	}
	return changes, nil
}

func lastRevision(objects []written) int {
	last := 0
	for _, object := range objects {
		last = max(last, object.revision)
	}
	return last
}

func (c *comparison) noteFields() {
	for i := range c.formBefore.signatures {
		f := &c.formBefore.signatures[i]
		numbers := append([]pdf.Ref{f.ref}, f.widgets...)
		later := c.formAfter.byName(f.name)
		filled := f.value == nil && later != nil && later.ref == f.ref && later.value != nil
		for _, ref := range numbers {
			c.fields[ref.Num] = f
			c.filled[ref.Num] = filled
		}
	}
}

// reach walks the signed revision from its trailer. What only the old look of a field filled later refers to is left out: the
// signature in that field vouches for its new look.
func (c *comparison) reach() error {
	trailer := c.before.trailer()
	queue := []pdf.Ref{}
	for _, key := range []pdf.Name{"Root", "Info", "ID", "Encrypt"} {
		queue = appendRefs(queue, trailer[key])
	}
	for len(queue) > 0 {
		ref := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if _, seen := c.reachable[ref.Num]; seen {
			continue
		}
		c.reachable[ref.Num] = ref
		o, err := c.before.object(ref)
		if err != nil {
			return fmt.Errorf("object %d of the signed revision: %w", ref.Num, err)
		}
		dict, isDict := o.(pdf.Dict)
		if isDict && dict["Type"] == pdf.Name("Page") {
			c.pages[ref.Num] = true
			if list, isRef := dict["Annots"].(pdf.Ref); isRef {
				c.annotations[list.Num] = true
			}
		}
		if isDict && c.filled[ref.Num] {
			dict = maps.Clone(dict)
			delete(dict, "AP")
			delete(dict, "MK")
			o = dict
		}
		queue = appendRefs(queue, o)
	}
	return nil
}

// appendRefs collects the references inside an object, which the reader has bounded in depth.
func appendRefs(queue []pdf.Ref, o pdf.Object) []pdf.Ref {
	switch v := o.(type) {
	case pdf.Ref:
		return append(queue, v)
	case pdf.Array:
		for _, item := range v {
			queue = appendRefs(queue, item)
		}
	case pdf.Dict:
		for _, item := range v {
			queue = appendRefs(queue, item)
		}
	case *pdf.Stream:
		return appendRefs(queue, v.Dict)
	}
	return queue
}

func (c *comparison) compareTrailers() string {
	before, after := c.before.trailer(), c.after.trailer()
	for _, key := range []pdf.Name{"Root", "Info", "Encrypt"} {
		if !equal(before[key], after[key]) {
			return fmt.Sprintf("/%s of the trailer differs", key)
		}
	}
	first, ok1 := before["ID"].(pdf.Array)
	second, ok2 := after["ID"].(pdf.Array)
	if ok1 && (!ok2 || len(first) == 0 || len(second) == 0 || !equalBytes(first[0], second[0])) {
		return "the permanent half of /ID differs"
	}
	return ""
}

// judge returns what an object is and, unless the change is permitted, a detail.
func (c *comparison) judge(num int) Change {
	ref, known := c.reachable[num]
	if !known {
		return Change{What: c.unreachable(num)}
	}
	before, err := c.before.object(ref)
	if err != nil {
		return Change{What: ChangeUnreadable, Detail: err.Error()}
	}
	after, err := c.after.object(ref)
	if err != nil {
		return Change{What: ChangeUnreadable, Detail: err.Error()}
	}
	if equal(before, after) { // only its own text: what it refers to is judged in its own right, except lists of the form
		return Change{What: c.role(num)}
	}
	if _, gone := after.(pdf.Null); gone {
		return Change{What: ChangeDeleted, Detail: "deleted"}
	}
	return Change{What: c.role(num), Detail: c.difference(num, before, after)}
}

func (c *comparison) unreachable(num int) ChangeKind {
	if o, err := c.before.object(pdf.Ref{Num: num}); err == nil && o != (pdf.Null{}) {
		return ChangeUnused
	}
	return ChangeNew
}

func (c *comparison) role(num int) ChangeKind {
	switch {
	case num == c.formBefore.root.Num:
		return ChangeCatalog
	case num == c.formBefore.ref.Num:
		return ChangeForm
	case num == c.formBefore.fieldsRef.Num, c.annotations[num]:
		return ChangeList
	case c.pages[num]:
		return ChangePage
	case c.fields[num] != nil:
		return ChangeField
	}
	return ChangeOther
}

// difference says what is not permitted about a change, or nothing.
func (c *comparison) difference(num int, before, after pdf.Object) string {
	role := c.role(num)
	if role == ChangeList {
		if c.annotations[num] {
			return c.annotationsDiffer(before, after)
		}
		return c.fieldsDiffer()
	}
	dictBefore, ok1 := before.(pdf.Dict)
	dictAfter, ok2 := after.(pdf.Dict)
	if !ok1 || !ok2 {
		return "another content"
	}
	switch role {
	case ChangeCatalog:
		if key := firstDifference(dictBefore, dictAfter, "AcroForm"); key != "" {
			return "/" + string(key) + " differs"
		}
		return c.formDiffers()
	case ChangeForm:
		return c.formDiffers()
	case ChangePage:
		if key := firstDifference(dictBefore, dictAfter, "Annots"); key != "" {
			return "/" + string(key) + " differs"
		}
		return c.annotationsDiffer(dictBefore["Annots"], dictAfter["Annots"])
	case ChangeField:
		return c.fieldDiffers(num, dictBefore, dictAfter)
	}
	if key := firstDifference(dictBefore, dictAfter); key != "" {
		return "/" + string(key) + " differs"
	}
	return ""
}

// formDiffers compares the AcroForm dictionaries, wherever they are written. Default resources and appearance may be added: they
// show nothing by themselves.
func (c *comparison) formDiffers() string {
	before, after := c.formBefore.dict, c.formAfter.dict
	allowed := []pdf.Name{"Fields", "SigFlags"}
	for _, key := range []pdf.Name{"DR", "DA"} {
		if before[key] == nil {
			allowed = append(allowed, key)
		}
	}
	if key := firstDifference(before, after, allowed...); key != "" {
		return "/" + string(key) + " of the form differs"
	}
	return c.fieldsDiffer()
}

func (c *comparison) fieldsDiffer() string {
	added, ok := appended(c.formBefore.fieldRefs, c.formAfter.fieldRefs)
	if !ok {
		return "a field was removed from the form"
	}
	for _, o := range added {
		if !c.isNewField(o) {
			return fmt.Sprintf("field %s added that is no new signature field", describe(o))
		}
	}
	return ""
}

// isNewField accepts a signature field that did not exist before and that is signed or shows nothing.
func (c *comparison) isNewField(o pdf.Object) bool {
	ref, ok := o.(pdf.Ref)
	if _, old := c.reachable[ref.Num]; !ok || old {
		return false
	}
	for i := range c.formAfter.signatures {
		f := &c.formAfter.signatures[i]
		if f.ref == ref {
			return (f.value != nil || f.merged() && f.dict["AP"] == nil) && c.plainWidgets(f)
		}
	}
	return false
}

// plainWidgets accepts widgets that do nothing when a viewer shows or touches them.
func (c *comparison) plainWidgets(f *field) bool {
	for _, ref := range f.widgets {
		_, dict, err := dictAt(c.after, ref)
		if err != nil || dict["Subtype"] != pdf.Object(pdf.Name("Widget")) || dict["A"] != nil || dict["AA"] != nil {
			return false
		}
	}
	return true
}

func (c *comparison) annotationsDiffer(before, after pdf.Object) string {
	listBefore, err := c.list(c.before, before)
	if err != nil {
		return err.Error()
	}
	listAfter, err := c.list(c.after, after)
	if err != nil {
		return err.Error()
	}
	added, ok := appended(listBefore, listAfter)
	if !ok {
		return "an annotation was removed from a page"
	}
	for _, o := range added {
		if !c.isNewWidget(o) {
			return fmt.Sprintf("annotation %s added that belongs to no new signature field", describe(o))
		}
	}
	return ""
}

func (c *comparison) list(s state, o pdf.Object) (pdf.Array, error) {
	if o == nil {
		return nil, nil
	}
	_, array, err := arrayAt(s, o)
	return array, err
}

func (c *comparison) isNewWidget(o pdf.Object) bool {
	ref, ok := o.(pdf.Ref)
	if !ok {
		return false
	}
	for i := range c.formAfter.signatures {
		f := &c.formAfter.signatures[i]
		if slices.Contains(f.widgets, ref) && c.isNewField(f.ref) {
			return true
		}
	}
	return false
}

// fieldDiffers accepts that a signature field that stood empty was signed and got its look; its place on the page must stay.
func (c *comparison) fieldDiffers(num int, before, after pdf.Dict) string {
	if !c.filled[num] {
		return "signature field changed without being signed, or signed already"
	}
	allowed := []pdf.Name{"AP", "AS", "M", "F", "MK"}
	if c.fields[num].ref.Num == num {
		allowed = append(allowed, "V")
	}
	if key := firstDifference(before, after, allowed...); key != "" {
		return "/" + string(key) + " of the signature field differs"
	}
	return ""
}
