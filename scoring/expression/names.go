package expression

import "fmt"

// NameError says that an expression uses a name that stands for no figure. It wraps [ErrUnknownName].
type NameError struct{ Name string }

// Error names it.
func (e *NameError) Error() string { return fmt.Sprintf("%q: %v", e.Name, ErrUnknownName) }

// Unwrap returns [ErrUnknownName].
func (e *NameError) Unwrap() error { return ErrUnknownName }

// Names lists the names of an expression, each once, in the order in which they first stand.
func (e *Expression) Names() []string {
	var list []string
	seen := map[string]bool{}
	e.root.names(func(name string) {
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	})
	return list
}

func (constant) names(func(string)) {}

func (n name) names(visit func(string)) { visit(string(n)) }

func (n negation) names(visit func(string)) { n.operand.names(visit) }

func (n operation) names(visit func(string)) {
	n.left.names(visit)
	n.right.names(visit)
}

func (n call) names(visit func(string)) {
	for _, arg := range n.args {
		arg.names(visit)
	}
}
