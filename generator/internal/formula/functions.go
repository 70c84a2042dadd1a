package formula

import (
	"strings"

	"cairn/generator/internal/diag"
)

const maxArguments = 255 // as in Excel

// signature is what a function takes.
type signature struct {
	name        string
	least, most int  // arguments
	places      bool // the second argument is a number of decimals
	usage       string
}

func (f signature) wants(got int) diag.Text {
	switch {
	case f.least == f.most && f.most == 1:
		return diag.Textf("%s takes 1 argument, not %d", f.name, got)
	case f.least == f.most:
		return diag.Textf("%s takes %d arguments, not %d", f.name, f.most, got)
	case got > f.most:
		return diag.Textf("%s takes at most %d arguments, not %d", f.name, f.most, got)
	case f.least == 1:
		return diag.Textf("%s takes at least 1 argument, not %d", f.name, got)
	}
	return diag.Textf("%s takes at least %d arguments, not %d", f.name, f.least, got)
}

func functions() []signature {
	return []signature{
		{"ABS", 1, 1, false, "ABS(number)"},
		{"AND", 1, maxArguments, false, "AND(condition, …)"},
		{"AVERAGE", 1, maxArguments, false, "AVERAGE(number, …)"},
		{"IF", 3, 3, false, "IF(condition, then, else)"},
		{"INT", 1, 1, false, "INT(number)"},
		{"MAX", 1, maxArguments, false, "MAX(number, …)"},
		{"MIN", 1, maxArguments, false, "MIN(number, …)"},
		{"NOT", 1, 1, false, "NOT(condition)"},
		{"OR", 1, maxArguments, false, "OR(condition, …)"},
		{"ROUND", 2, 2, true, "ROUND(number, decimals)"},
		{"ROUNDDOWN", 2, 2, true, "ROUNDDOWN(number, decimals)"},
		{"ROUNDUP", 2, 2, true, "ROUNDUP(number, decimals)"},
		{"SUM", 1, maxArguments, false, "SUM(number, …)"},
	}
}

func function(name string) (signature, bool) {
	for _, f := range functions() {
		if f.name == name {
			return f, true
		}
	}
	return signature{}, false
}

func functionHelp(name string) diag.Text {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	list := strings.Join(names, ", ")
	if _, known := function(strings.ToUpper(name)); known {
		return diag.Textf("functions are written in capitals: %s", strings.ToUpper(name))
	}
	if nearest := diag.Nearest(strings.ToUpper(name), names); nearest != "" {
		return diag.Textf("did you mean %s? the functions are %s", nearest, list)
	}
	return diag.Textf("the functions are %s", list)
}
