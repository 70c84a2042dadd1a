package formula

import (
	"fmt"
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

func (f signature) wants(got int) string {
	count, bound, plural := f.least, "", "s"
	switch {
	case got > f.most && f.most > f.least:
		count, bound = f.most, "at most "
	case f.most > f.least:
		bound = "at least "
	}
	if count == 1 {
		plural = ""
	}
	return fmt.Sprintf("%s takes %s%d argument%s, not %d", f.name, bound, count, plural, got)
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

func functionHelp(name string) string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	list := "the functions are " + strings.Join(names, ", ")
	if _, known := function(strings.ToUpper(name)); known {
		return "functions are written in capitals: " + strings.ToUpper(name)
	}
	if nearest := diag.Nearest(strings.ToUpper(name), names); nearest != "" {
		return "did you mean " + nearest + "? " + list
	}
	return list
}
