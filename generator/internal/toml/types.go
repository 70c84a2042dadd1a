package toml

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/generator/internal/diag"
)

// valueType is the type that a value must have.
type valueType int

const (
	anyType valueType = iota
	textType
	boolType
	dateType
	intType
	numberType
	textListType
	numberListType
	tableType
	tableListType
)

// words names the type in a message.
func (t valueType) words() diag.Text {
	switch t {
	case textType:
		return diag.Textf("text in quotes")
	case boolType:
		return diag.Textf("true or false")
	case dateType:
		return diag.Textf("a date")
	case intType:
		return diag.Textf("a whole number")
	case numberType:
		return diag.Textf("a number")
	case textListType:
		return diag.Textf("a list of texts")
	case numberListType:
		return diag.Textf("a list of numbers")
	case tableListType:
		return diag.Textf("a list of tables")
	}
	return diag.Textf("a table")
}

// fits reports whether a value has the requested type.
func (q *request) fits(v Value) bool {
	values, isList := v.Data.([]Value)
	each := func(element valueType) bool {
		return isList && !slices.ContainsFunc(values, func(v Value) bool { return !(&request{valueType: element}).fits(v) })
	}
	ok := true
	switch q.valueType {
	case textType:
		_, ok = v.Data.(string)
	case boolType:
		_, ok = v.Data.(bool)
	case dateType:
		_, ok = v.Data.(Date)
	case intType:
		_, ok = v.Data.(int64)
	case numberType:
		_, ok = number(v)
	case textListType:
		ok = each(textType)
	case numberListType:
		ok = each(numberType)
	case tableType:
		_, ok = v.Data.(*Table)
	case tableListType:
		ok = each(tableType)
	}
	return ok
}

// example returns a line that sets the key, to the scalar that the author wrote if
// it can be converted to the requested type.
func (q *request) example(scalar string) string {
	switch q.valueType {
	case tableType:
		return "[" + q.key + "]"
	case tableListType:
		return "[[" + q.key + "]]"
	}
	return q.key + " = " + q.value(scalar)
}

// value converts the scalar to the requested type, or returns an example.
func (q *request) value(scalar string) string {
	plain := scalar // without quotation marks
	if scalar != "" && (scalar[0] == '"' || scalar[0] == '\'') {
		plain, _ = unquote(scalar, -1)
	}
	switch q.valueType {
	case textType:
		if scalar != "" {
			return Quote(plain)
		}
		return `"…"`
	case textListType:
		if scalar != "" {
			return "[" + Quote(plain) + "]"
		}
		return `["…", "…"]`
	case boolType:
		if plain == "false" {
			return plain
		}
		return "true"
	case dateType:
		return dateOf(plain)
	case intType:
		if n, err := strconv.ParseFloat(plain, 64); err == nil && n == float64(int64(n)) {
			return strconv.FormatInt(int64(n), 10)
		}
		if q.fallback != 0 {
			return strconv.Itoa(q.fallback)
		}
		return "3"
	case numberListType:
		if isNumber(plain) {
			return "[" + plain + "]"
		}
		return "[1, 2]"
	case tableType:
		return "{ … }"
	}
	if isNumber(plain) {
		return plain
	}
	return "0.5"
}

// Quote writes a text as a TOML string.
func Quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`, "\n", `\n`).Replace(text) + `"`
}

func isNumber(text string) bool {
	return regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`).MatchString(text)
}

// dateOf converts other notations of a date, such as 2026/11/20 or 2026年11月20日, to
// TOML's, or returns an example.
func dateOf(text string) string {
	parts := regexp.MustCompile(`^(\d{4})\D(\d{1,2})\D(\d{1,2})(\D|$)`).FindStringSubmatch(text)
	if parts != nil {
		date, err := time.Parse("2006-1-2", parts[1]+"-"+parts[2]+"-"+parts[3])
		if err == nil {
			return date.Format(time.DateOnly)
		}
	}
	return "2026-11-20"
}
