package toml

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/generator/internal/diag"
)

// wanted is the type that a value must have.
type wanted int

const (
	anything wanted = iota
	aText
	aBool
	aDate
	anInt
	aNumber
	textList
	numberList
	aTable
	tableList
)

// words name the type in a message.
func (w wanted) words() diag.Text {
	switch w {
	case aText:
		return diag.Textf("text in quotes")
	case aBool:
		return diag.Textf("true or false")
	case aDate:
		return diag.Textf("a date")
	case anInt:
		return diag.Textf("a whole number")
	case aNumber:
		return diag.Textf("a number")
	case textList:
		return diag.Textf("a list of texts")
	case numberList:
		return diag.Textf("a list of numbers")
	case tableList:
		return diag.Textf("a list of tables")
	}
	return diag.Textf("a table")
}

// fits tells whether a value has the type that is wanted of the key.
func (q *request) fits(v Value) bool {
	values, isList := v.Data.([]Value)
	each := func(element wanted) bool {
		return isList && !slices.ContainsFunc(values, func(v Value) bool { return !(&request{wanted: element}).fits(v) })
	}
	ok := true
	switch q.wanted {
	case aText:
		_, ok = v.Data.(string)
	case aBool:
		_, ok = v.Data.(bool)
	case aDate:
		_, ok = v.Data.(Date)
	case anInt:
		_, ok = v.Data.(int64)
	case aNumber:
		_, ok = number(v)
	case textList:
		ok = each(aText)
	case numberList:
		ok = each(aNumber)
	case aTable:
		_, ok = v.Data.(*Table)
	case tableList:
		ok = each(aTable)
	}
	return ok
}

// example is a line with the key, whose value is made of a scalar that was
// written, if it can be.
func (q *request) example(scalar string) string {
	switch q.wanted {
	case aTable:
		return "[" + q.key + "]"
	case tableList:
		return "[[" + q.key + "]]"
	}
	return q.key + " = " + q.value(scalar)
}

// value is a value of the type wanted: that of the scalar if it can be one, or an
// example.
func (q *request) value(scalar string) string {
	plain := scalar // without quotation marks
	if scalar != "" && (scalar[0] == '"' || scalar[0] == '\'') {
		plain, _ = unquote(scalar, -1)
	}
	switch q.wanted {
	case aText:
		if scalar != "" {
			return Quote(plain)
		}
		return `"…"`
	case textList:
		if scalar != "" {
			return "[" + Quote(plain) + "]"
		}
		return `["…", "…"]`
	case aBool:
		if plain == "false" {
			return plain
		}
		return "true"
	case aDate:
		return dateOf(plain)
	case anInt:
		if n, err := strconv.ParseFloat(plain, 64); err == nil && n == float64(int64(n)) {
			return strconv.FormatInt(int64(n), 10)
		}
		if q.absent != 0 {
			return strconv.Itoa(q.absent)
		}
		return "3"
	case numberList:
		if isNumber(plain) {
			return "[" + plain + "]"
		}
		return "[1, 2]"
	case aTable:
		return "{ … }"
	}
	if isNumber(plain) {
		return plain
	}
	return "0.5"
}

// Quote is a text between quotation marks, as TOML writes it.
func Quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`, "\n", `\n`).Replace(text) + `"`
}

func isNumber(text string) bool {
	return regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`).MatchString(text)
}

// dateOf is a date as TOML writes it, of one that is written in another way:
// 2026/11/20, 2026年11月20日.
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
