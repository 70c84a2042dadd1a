package workbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// Excel validates typed values but not pasted ones. Therefore no formula reads the cell
// of an input: the hidden sheet of entries reads it like the page's field
// (static/goal/entry.ts), numbers in full-width digits or with units included, and
// formulas read the result. A value that the page refuses gives a blank result.

// chain is a row of the sheet of entries. Each of its cells reads those before it; the
// first has the result, which formulas read.
type chain struct {
	grid   *grid
	row    int
	column int
}

// newChain adds a row. Its first cell is set last.
func (b *book) newChain() *chain {
	c := &chain{grid: b.entries, row: b.entries.row(), column: 1}
	c.grid.add(nil)
	return c
}

// add appends a cell with a formula and returns its reference.
func (c *chain) add(format string, args ...any) string {
	c.column++
	c.grid.compute(c.row, c.column, sprintf(format, args...))
	return c.grid.ref(c.row, c.column)
}

// setResult sets the first cell.
func (c *chain) setResult(format string, args ...any) {
	c.grid.compute(c.row, 1, sprintf(format, args...))
}

// result returns the reference of the first cell.
func (c *chain) result() string { return c.grid.ref(c.row, 1) }

// part moves a part of a formula that is too long into a cell of its own, whose
// reference it returns.
func (b *book) part(formula string) string {
	c := b.newChain()
	c.setResult("%s", formula)
	return c.result()
}

// listChoices writes the choices of an input into cells, one each, and returns their
// range. A validation can also list choices itself, but separates them at commas and is
// limited to 255 characters.
func (b *book) listChoices(in *goal.Input) string {
	first := b.entries.row()
	for _, choice := range in.Choices {
		b.entries.add(choice)
	}
	return b.entries.area(first, b.entries.row()-1, 1)
}

// setProblem writes the chain that reads an input, and the cell beside the input that
// says why it is refused.
func (w *worksheet) setProblem(row int, in *goal.Input, choices string) {
	c := w.entryChains[in.Key]
	cell, problem := w.grid.ref(row, valueColumn), w.grid.ref(row, problemColumn)
	entry := c.readInput(in, cell, choices)
	reason, longest := `""`, w.word(entry.refusal)
	limit := func(comparison, word string, x *float64) {
		if x != nil {
			message := sprintf(w.word(word), sheet.LimitText(in, *x))
			longest = longer(longest, message)
			reason = sprintf("IF(%s%s%s,%s,%s)", entry.value, comparison, number(*x), text(message), reason)
		}
	}
	limit(">", "toohigh", in.Max)
	limit("<", "toolow", in.Min)
	reason = sprintf(`IF(%s="",%s,IF(%s="",%s,%s))`, entry.trimmed, text(w.word("why_missing")), entry.value, text(w.word(entry.refusal)), reason)
	shown := ""
	if w.sheet.Value(in.Key).IsBlank() {
		shown = w.word("why_missing")
	}
	w.grid.set(row, problemColumn, excelize.Cell{StyleID: w.styles.problem, Formula: reason, Value: shown})
	w.grid.reserve(row, problemColumn, longest)
	c.setResult(`IF(%s="",%s,"")`, problem, entry.value)
}

// longer returns the longer text.
func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// entry is an input as a chain reads it.
type entry struct {
	trimmed string // the cell with the trimmed text, which is "" if the input is empty
	value   string // the cell with the value, which is "" if the text cannot be read
	refusal string // the name of the word for a text that cannot be read
}

func (c *chain) readInput(in *goal.Input, cell, choices string) entry {
	switch in.Kind {
	case goal.KindText:
		trimmed, value := c.readText(cell)
		return entry{trimmed, value, ""}
	case goal.KindChoice:
		trimmed, value := c.readChoice(cell, choices)
		return entry{trimmed, value, "notchoice"}
	case goal.KindDate:
		trimmed, value := c.readDate(cell)
		return entry{trimmed, value, "notdate"}
	case goal.KindPercent:
		trimmed, value := c.readNumber(cell, in.Unit, true)
		return entry{trimmed, value, "notpercent"}
	}
	trimmed, value := c.readNumber(cell, in.Unit, false)
	return entry{trimmed, value, "notnumber"}
}

// readText reads a text without the space around it.
func (c *chain) readText(cell string) (trimmedCell, value string) {
	typed := c.add(`IFERROR(%s&"","")`, cell)
	spaced := c.add("%s", substitute(typed, spaces()))
	trimmed := c.add("TRIM(%s)", spaced)
	last := sprintf(`FIND(CHAR(1),SUBSTITUTE(%[1]s,RIGHT(%[2]s,1),CHAR(1),LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,RIGHT(%[2]s,1),""))))`, spaced, trimmed)
	first := sprintf("FIND(LEFT(%s,1),%s)", trimmed, spaced)
	return trimmed, c.add(`IF(%[1]s="","",IFERROR(MID(%[2]s,%[3]s,%[4]s-%[3]s+1),%[1]s))`, trimmed, typed, first, last)
}

// readChoice reads a choice, which must be in the range of choices.
func (c *chain) readChoice(cell, choices string) (typedCell, value string) {
	typed := c.add(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	return typed, c.add(`IF(SUMPRODUCT(EXACT(%s,%s)*1)>0,%[2]s,"")`, choices, typed)
}

// readDate reads a date, or the text of one as the page writes it: 2027-03-01.
func (c *chain) readDate(cell string) (trimmedCell, value string) {
	typed := c.add(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	t := c.add("TRIM(%s)", substitute(typed, spaces()))
	first, _ := day(goal.FirstDate)
	last, _ := day(goal.LastDate)
	written := sprintf(`AND(LEN(%[1]s)=10,MID(%[1]s,5,1)="-",MID(%[1]s,8,1)="-",%[2]s="--")`, t, substitute(t, without(digits)))
	date := c.add(`IF(%s,DATE(VALUE(LEFT(%[2]s,4)),VALUE(MID(%[2]s,6,2)),VALUE(RIGHT(%[2]s,2))),0)`, written, t)
	exists := sprintf("AND(MONTH(%[1]s)=VALUE(MID(%[2]s,6,2)),DAY(%[1]s)=VALUE(RIGHT(%[2]s,2)))", date, t)
	read := c.add(`IF(ISLOGICAL(%[1]s),0,IF(ISNUMBER(%[1]s),INT(%[1]s),IFERROR(IF(%[2]s,%[3]s,0),0)))`, cell, exists, date)
	return t, c.add(`IF(AND(%[1]s>=%[2]s,%[1]s<=%[3]s),%[1]s,"")`, read, number(first), number(last))
}

// readNumber reads a number, or its text as people write it.
func (c *chain) readNumber(cell, unit string, isPercent bool) (trimmedCell, value string) {
	typed := c.add(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	spaced := c.add("%s", substitute(typed, spaces()))
	t := c.add("TRIM(%s)", substitute(spaced, halfWidth()))
	return t, c.numberOf(cell, t, unit, isPercent)
}

// numberOf reads the number of a cell, whose text is t after it was trimmed and its characters
// became half-width.
func (c *chain) numberOf(cell, t, unit string, isPercent bool) (value string) {
	var read string
	if isPercent {
		read = c.parsePercent(t)
	} else {
		read = c.parseNumber(t, unit)
	}
	return c.add(`IF(ISLOGICAL(%[1]s),"",IF(ISNUMBER(%[1]s),IF(ABS(%[1]s)<10^15,%[1]s,""),%[2]s))`, cell, read)
}

// The texts of several cells are fields of one text. A number has at most 100 characters. A field
// begins with a bar, since a program that opens a workbook may trim the text that a cell stores.
const (
	fieldWidth = 128
	maxFields  = 48 // a formula holds so many, whatever the name of their sheet
)

// trimAll returns formulas for the texts of cells, trimmed and in half-width characters. The
// substitutions, which are the longest formulas of an entry, are made once for many cells:
// they replace one character by another.
func (b *book) trimAll(cells []string) []string {
	var texts []string
	for group := range slices.Chunk(cells, maxFields) {
		c := b.newChain()
		var fields []string
		for _, cell := range group {
			fields = append(fields, sprintf(`LEFT(IF(ISERROR(%[1]s),"|#","|"&%[1]s)&REPT(" ",%[2]d),%[2]d)`, cell, fieldWidth))
		}
		spaced := c.add("%s", substitute(c.add("%s", strings.Join(fields, "&")), spaces()))
		narrow := c.add("%s", substitute(spaced, halfWidth()))
		for i := range group {
			texts = append(texts, sprintf("TRIM(MID(%s,%d,%d))", narrow, i*fieldWidth+2, fieldWidth-1))
		}
	}
	return texts
}

// parsePercent reads 62.5, 62.5% and 5/8 as a share of 1.
func (c *chain) parsePercent(t string) string {
	whole := c.parseNumber(c.add(`IF(RIGHT(%[1]s,1)="%%",%[1]s,%[1]s&"%%")`, t), "%")
	slash := c.add(`IF(LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,"/",""))=1,FIND("/",%[1]s),0)`, t)
	above := c.parseNumber(c.add(`IF(%[2]s>0,TRIM(LEFT(%[1]s,%[2]s-1)),"")`, t, slash), "")
	below := c.parseNumber(c.add(`IF(%[2]s>0,TRIM(MID(%[1]s,%[2]s+1,200)),"")`, t, slash), "")
	return c.add(`IF(%[1]s=0,%[2]s,IF(OR(%[3]s="",%[4]s="",%[4]s=0),"",%[3]s/%[4]s))`, slash, whole, above, below)
}

// parseNumber reads the text of a number, which is half-width and trimmed: sign,
// currency, grouped digits, decimals, a power of ten (万), unit. Its cells take the steps
// of parseNumber in static/formula/formula.ts, without functions that depend on the
// decimal separator of the system.
func (c *chain) parseNumber(t, unit string) string {
	scale, plain := unitParts(unit)
	amount := c.add("%s", withoutUnit(t, plain))
	last := sprintf("RIGHT(%s,1)", amount)
	beforeLast := sprintf("MID(%[1]s,LEN(%[1]s)-1,1)", amount)
	power := c.add(`IF(%[1]s="","",IF(ISNUMBER(FIND(%[2]s,"%%百千")),%[2]s,IF(ISNUMBER(FIND(%[2]s,"万亿")),IF(LEN(%[1]s)>1,IF(ISNUMBER(FIND(%[3]s,"百千")),%[3]s,""),"")&%[2]s,"")))`, amount, last, beforeLast)
	has := func(sign string) string { return sprintf(`ISNUMBER(FIND("%s",%s))`, sign, power) }
	exponent := c.add(`IF(%s,2,0)+IF(%s,3,0)+IF(%s,4,0)+IF(%s,8,0)-IF(%s,2,0)-IF(OR(%s<>"",LEN(%s)<LEN(%s)),%d,0)`,
		has("百"), has("千"), has("万"), has("亿"), has("%"), power, amount, t, magnitude(scale))
	body := c.add("TRIM(LEFT(%[1]s,LEN(%[1]s)-LEN(%[2]s)))", amount, power)
	unsigned := c.add(`IF(OR(LEFT(%[1]s,1)="+",LEFT(%[1]s,1)="-"),TRIM(MID(%[1]s,2,200)),%[1]s)`, body)
	unmarked := c.add(`IF(OR(LEFT(%[1]s,1)="¥",LEFT(%[1]s,1)="￥"),TRIM(MID(%[1]s,2,200)),%[1]s)`, unsigned)
	signs := c.add("%s", substitute(unmarked, without(digits))) // separators and point
	groups := c.add(`LEN(%[1]s)-IF(RIGHT(%[1]s,1)=".",1,0)`, signs)
	whole := c.add(`IF(%[1]s<LEN(%[2]s),LEFT(%[3]s,FIND(".",%[3]s)-1),%[3]s)`, groups, signs, unmarked)
	fraction := c.add(`IF(%[1]s<LEN(%[2]s),MID(%[3]s,FIND(".",%[3]s)+1,200),"")`, groups, signs, unmarked)
	all := c.add(`SUBSTITUTE(SUBSTITUTE(%s,",","")," ","")&%s`, whole, fraction)
	separator := sprintf("LEFT(%s,1)", signs)
	inPlace := sprintf(`SUMPRODUCT((MID(REPT("0",100)&%[1]s,101+LEN(%[1]s)-4*%[2]s,1)=%[3]s)*1)`, whole, array(25), separator)
	grouped := c.add(`IF(%[1]s=0,TRUE,AND(ISNUMBER(FIND(%[2]s,", ")),EXACT(LEFT(%[3]s,%[1]s),REPT(%[2]s,%[1]s)),%[4]s=%[1]s,LEN(%[5]s)>4*%[1]s,LEN(%[5]s)<=4*%[1]s+3))`,
		groups, separator, signs, inPlace, whole)
	share := "TRUE"
	if unit != "" && unit != "%" {
		share = sprintf("NOT(%s)", has("%"))
	} else {
		share = sprintf("NOT(AND(%s,LEN(%s)<LEN(%s)))", has("%"), amount, t)
	}
	isNumber := sprintf(`AND(LEN(%s)<=100,%s<>"",%s,%s)`, t, all, grouped, share)
	places := c.add("%s-LEN(%s)", exponent, fraction)
	x := c.add(`IF(%[1]s,IF(LEFT(%[2]s,1)="-",-1,1)*IF(%[3]s<0,VALUE(%[4]s)/10^(-%[3]s),VALUE(%[4]s)*10^%[3]s),"")`, isNumber, body, places, all)
	return c.add(`IFERROR(IF(ABS(%[1]s)<10^15,%[1]s,""),"")`, x)
}

// unitParts splits a unit into its power of ten and the rest: 百万, 元. A number without
// a unit may be written with 元.
func unitParts(unit string) (scale, plain string) {
	if unit == "" {
		return "", "元"
	}
	plain = unit
	for _, prefix := range []string{"百", "千", ""} {
		for _, big := range []string{"万", "亿"} {
			if rest, ok := strings.CutPrefix(unit, prefix+big); ok {
				return prefix + big, rest
			}
		}
	}
	return "", plain
}

func magnitude(scale string) int {
	exponent := 0
	for _, r := range scale {
		exponent += map[rune]int{'百': 2, '千': 3, '万': 4, '亿': 8}[r]
	}
	return exponent
}

// withoutUnit returns a formula that removes a unit, or its part before the slash, from
// the end of a text.
func withoutUnit(t, unit string) string {
	amount := t
	above, _, _ := strings.Cut(unit, "/")
	for _, tail := range slices.Compact([]string{above, unit}) {
		if tail != "" && tail != "%" {
			n := len(utf16.Encode([]rune(tail)))
			amount = sprintf("IF(EXACT(RIGHT(%[1]s,%[2]d),%[3]s),TRIM(LEFT(%[1]s,LEN(%[1]s)-%[2]d)),%[4]s)", t, n, text(tail), amount)
		}
	}
	return amount
}

// replacement is a text and its replacement, as formulas write them.
type replacement struct{ old, new string }

// substitute returns a formula that makes the replacements in a cell one after another.
func substitute(cell string, list []replacement) string {
	for _, r := range list {
		cell = "SUBSTITUTE(" + cell + "," + r.old + "," + r.new + ")"
	}
	return cell
}

const digits = "0123456789"

// without removes characters.
func without(characters string) []replacement {
	var list []replacement
	for _, r := range characters {
		list = append(list, replacement{text(string(r)), `""`})
	}
	return list
}

// spaces replaces the characters that JavaScript trims by spaces.
func spaces() []replacement {
	list := []replacement{{"CHAR(9)", `" "`}, {"CHAR(10)", `" "`}, {"CHAR(11)", `" "`}, {"CHAR(12)", `" "`}, {"CHAR(13)", `" "`}}
	for _, r := range "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff" {
		list = append(list, replacement{text(string(r)), `" "`})
	}
	return list
}

// halfWidth replaces the full-width characters of numbers.
func halfWidth() []replacement {
	var list []replacement
	for _, r := range digits + "+-.,/%" {
		list = append(list, replacement{text(string(r + 0xfee0)), text(string(r))})
	}
	return append(list, replacement{`"。"`, `"."`}, replacement{`"−"`, `"-"`})
}

// array returns an array constant: {1,2,3}.
func array(n int) string {
	var list []string
	for i := range n {
		list = append(list, strconv.Itoa(i+1))
	}
	return "{" + strings.Join(list, ",") + "}"
}
