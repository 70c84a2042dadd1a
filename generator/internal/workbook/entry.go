package workbook

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// Validation holds what is typed into a cell; what is pasted passes it. So no
// formula reads an input's own cell: the hidden sheet of entries reads it as the
// page reads its field (static/goal/entry.ts), numbers in full-width digits
// or with units included, and formulas read the outcome. What the page refuses is
// blank there, and the input's row says why.
//
// A row of that sheet is a chain of cells, each of which reads those before it.
// The first is what formulas read.

// chain is a row of the sheet of entries in the making.
type chain struct {
	grid   *grid
	row    int
	column int
}

// newChain begins a row whose first cell is filled in last.
func (b *book) newChain() *chain {
	c := &chain{grid: b.entries, row: b.entries.row(), column: 1}
	c.grid.add(nil)
	return c
}

// put adds a cell with a formula and gives its place.
func (c *chain) put(format string, args ...any) string {
	c.column++
	c.grid.set(c.row, c.column, excelize.Cell{Formula: sprintf(format, args...)})
	return c.grid.ref(c.row, c.column)
}

// putResult fills in the first cell.
func (c *chain) putResult(format string, args ...any) {
	c.grid.set(c.row, 1, excelize.Cell{Formula: sprintf(format, args...)})
}

// result is the place of the first cell.
func (c *chain) result() string { return c.grid.ref(c.row, 1) }

// part puts a part of a formula that would be too long into a cell of its own.
func (b *book) part(formula string) string {
	c := b.newChain()
	c.putResult("%s", formula)
	return c.result()
}

// listChoices puts the choices of an input into cells, one each, and gives their
// range: in a validation's own text a comma would part a choice in two, and 255
// characters would be the limit.
func (b *book) listChoices(in *goal.Input) string {
	first := b.entries.row()
	for _, choice := range in.Choices {
		b.entries.add(choice)
	}
	return b.entries.span(first, b.entries.row()-1, 1)
}

// putProblem writes the cell that says why an input is refused, and the value
// that formulas read. The cell of the input is on the sheet g.
func (b *book) putProblem(g *grid, row int, in *goal.Input, choices string) {
	c := &chain{grid: b.entries, row: b.rowOf[in.Key], column: 1}
	cell, problem := g.ref(row, valueColumn), g.ref(row, problemColumn)
	var empty, value, refused string
	switch in.Kind {
	case goal.KindText:
		empty, value = c.readText(cell)
	case goal.KindChoice:
		empty, value = c.readChoice(cell, choices)
		refused = b.word("notchoice")
	case goal.KindDate:
		empty, value = c.readDate(cell)
		refused = b.word("notdate")
	case goal.KindPercent:
		empty, value = c.readNumber(cell, in.Unit, true)
		refused = b.word("notpercent")
	default:
		empty, value = c.readNumber(cell, in.Unit, false)
		refused = b.word("notnumber")
	}
	reason, longest := `""`, refused
	limit := func(comparison, word string, x *float64) {
		if x != nil {
			told := sprintf(b.word(word), sheet.LimitText(in, *x))
			longest = longer(longest, told)
			reason = sprintf("IF(%s%s%s,%s,%s)", value, comparison, number(*x), text(told), reason)
		}
	}
	limit(">", "toohigh", in.Max)
	limit("<", "toolow", in.Min)
	reason = sprintf(`IF(%s="",%s,IF(%s="",%s,%s))`, empty, text(b.word("why_missing")), value, text(refused), reason)
	shown := ""
	if b.sheet.Value(in.Key).IsBlank() {
		shown = b.word("why_missing")
	}
	g.set(row, problemColumn, excelize.Cell{StyleID: b.styles.problem, Formula: reason, Value: shown})
	g.keep(row, problemColumn, longest)
	c.putResult(`IF(%s="",%s,"")`, problem, value)
}

// longer is the text that takes more room.
func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// readText reads a text as the page does: without the space around it. It gives
// the place of a text that is empty if the cell is, and that of the value.
func (c *chain) readText(cell string) (empty, value string) {
	typed := c.put(`IFERROR(%s&"","")`, cell)
	spaced := c.put("%s", substitute(typed, spaces()))
	trimmed := c.put("TRIM(%s)", spaced)
	last := sprintf(`FIND(CHAR(1),SUBSTITUTE(%[1]s,RIGHT(%[2]s,1),CHAR(1),LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,RIGHT(%[2]s,1),""))))`, spaced, trimmed)
	first := sprintf("FIND(LEFT(%s,1),%s)", trimmed, spaced)
	return trimmed, c.put(`IF(%[1]s="","",IFERROR(MID(%[2]s,%[3]s,%[4]s-%[3]s+1),%[1]s))`, trimmed, typed, first, last)
}

// readChoice reads a choice, which is one of those in the range.
func (c *chain) readChoice(cell, choices string) (empty, value string) {
	typed := c.put(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	return typed, c.put(`IF(SUMPRODUCT(EXACT(%s,%s)*1)>0,%[2]s,"")`, choices, typed)
}

// readDate reads a date, or the text of one as the page writes it: 2027-03-01.
func (c *chain) readDate(cell string) (empty, value string) {
	typed := c.put(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	t := c.put("TRIM(%s)", substitute(typed, spaces()))
	first, _ := day(goal.FirstDate)
	last, _ := day(goal.LastDate)
	written := sprintf(`AND(LEN(%[1]s)=10,MID(%[1]s,5,1)="-",MID(%[1]s,8,1)="-",%[2]s="--")`, t, substitute(t, without(digits)))
	date := c.put(`IF(%s,DATE(VALUE(LEFT(%[2]s,4)),VALUE(MID(%[2]s,6,2)),VALUE(RIGHT(%[2]s,2))),0)`, written, t)
	exists := sprintf("AND(MONTH(%[1]s)=VALUE(MID(%[2]s,6,2)),DAY(%[1]s)=VALUE(RIGHT(%[2]s,2)))", date, t)
	read := c.put(`IF(ISLOGICAL(%[1]s),0,IF(ISNUMBER(%[1]s),INT(%[1]s),IFERROR(IF(%[2]s,%[3]s,0),0)))`, cell, exists, date)
	return t, c.put(`IF(AND(%[1]s>=%[2]s,%[1]s<=%[3]s),%[1]s,"")`, read, number(first), number(last))
}

// readNumber reads a number, or the text of one as people write it.
func (c *chain) readNumber(cell, unit string, isPercent bool) (empty, value string) {
	typed := c.put(`IF(ISERROR(%[1]s),"#",%[1]s&"")`, cell)
	spaced := c.put("%s", substitute(typed, spaces()))
	t := c.put("TRIM(%s)", substitute(spaced, halfWidth()))
	var read string
	if isPercent {
		read = c.parsePercent(t)
	} else {
		read = c.parseNumber(t, unit)
	}
	return t, c.put(`IF(ISLOGICAL(%[1]s),"",IF(ISNUMBER(%[1]s),IF(ABS(%[1]s)<10^15,%[1]s,""),%[2]s))`, cell, read)
}

// parsePercent reads 62.5, 62.5% and 5/8 as a share of 1.
func (c *chain) parsePercent(t string) string {
	whole := c.parseNumber(c.put(`IF(RIGHT(%[1]s,1)="%%",%[1]s,%[1]s&"%%")`, t), "%")
	slash := c.put(`IF(LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,"/",""))=1,FIND("/",%[1]s),0)`, t)
	above := c.parseNumber(c.put(`IF(%[2]s>0,TRIM(LEFT(%[1]s,%[2]s-1)),"")`, t, slash), "")
	below := c.parseNumber(c.put(`IF(%[2]s>0,TRIM(MID(%[1]s,%[2]s+1,200)),"")`, t, slash), "")
	return c.put(`IF(%[1]s=0,%[2]s,IF(OR(%[3]s="",%[4]s="",%[4]s=0),"",%[3]s/%[4]s))`, slash, whole, above, below)
}

// parseNumber reads the text of a number, which is half-width and trimmed:
// sign, currency, digits in groups, decimals, 万 and the like, unit. It is the
// page's parseNumber (static/formula/formula.ts), cell by cell, without any
// function that depends on the system's decimal sign.
func (c *chain) parseNumber(t, unit string) string {
	scale, plain := unitParts(unit)
	amount := c.put("%s", withoutUnit(t, plain))
	last := sprintf("RIGHT(%s,1)", amount)
	beforeLast := sprintf("MID(%[1]s,LEN(%[1]s)-1,1)", amount)
	power := c.put(`IF(%[1]s="","",IF(ISNUMBER(FIND(%[2]s,"%%百千")),%[2]s,IF(ISNUMBER(FIND(%[2]s,"万亿")),IF(LEN(%[1]s)>1,IF(ISNUMBER(FIND(%[3]s,"百千")),%[3]s,""),"")&%[2]s,"")))`, amount, last, beforeLast)
	has := func(sign string) string { return sprintf(`ISNUMBER(FIND("%s",%s))`, sign, power) }
	exponent := c.put(`IF(%s,2,0)+IF(%s,3,0)+IF(%s,4,0)+IF(%s,8,0)-IF(%s,2,0)-IF(OR(%s<>"",LEN(%s)<LEN(%s)),%d,0)`,
		has("百"), has("千"), has("万"), has("亿"), has("%"), power, amount, t, magnitude(scale))
	body := c.put("TRIM(LEFT(%[1]s,LEN(%[1]s)-LEN(%[2]s)))", amount, power)
	unsigned := c.put(`IF(OR(LEFT(%[1]s,1)="+",LEFT(%[1]s,1)="-"),TRIM(MID(%[1]s,2,200)),%[1]s)`, body)
	plainly := c.put(`IF(OR(LEFT(%[1]s,1)="¥",LEFT(%[1]s,1)="￥"),TRIM(MID(%[1]s,2,200)),%[1]s)`, unsigned)
	signs := c.put("%s", substitute(plainly, without(digits))) // what is no digit
	groups := c.put(`LEN(%[1]s)-IF(RIGHT(%[1]s,1)=".",1,0)`, signs)
	whole := c.put(`IF(%[1]s<LEN(%[2]s),LEFT(%[3]s,FIND(".",%[3]s)-1),%[3]s)`, groups, signs, plainly)
	fraction := c.put(`IF(%[1]s<LEN(%[2]s),MID(%[3]s,FIND(".",%[3]s)+1,200),"")`, groups, signs, plainly)
	all := c.put(`SUBSTITUTE(SUBSTITUTE(%s,",","")," ","")&%s`, whole, fraction)
	separator := sprintf("LEFT(%s,1)", signs)
	inPlace := sprintf(`SUMPRODUCT((MID(REPT("0",100)&%[1]s,101+LEN(%[1]s)-4*%[2]s,1)=%[3]s)*1)`, whole, array(25), separator)
	grouped := c.put(`IF(%[1]s=0,TRUE,AND(ISNUMBER(FIND(%[2]s,", ")),EXACT(LEFT(%[3]s,%[1]s),REPT(%[2]s,%[1]s)),%[4]s=%[1]s,LEN(%[5]s)>4*%[1]s,LEN(%[5]s)<=4*%[1]s+3))`,
		groups, separator, signs, inPlace, whole)
	share := "TRUE"
	if unit != "" && unit != "%" {
		share = sprintf("NOT(%s)", has("%"))
	} else {
		share = sprintf("NOT(AND(%s,LEN(%s)<LEN(%s)))", has("%"), amount, t)
	}
	isNumber := sprintf(`AND(LEN(%s)<=100,%s<>"",%s,%s)`, t, all, grouped, share)
	places := c.put("%s-LEN(%s)", exponent, fraction)
	x := c.put(`IF(%[1]s,IF(LEFT(%[2]s,1)="-",-1,1)*IF(%[3]s<0,VALUE(%[4]s)/10^(-%[3]s),VALUE(%[4]s)*10^%[3]s),"")`, isNumber, body, places, all)
	return c.put(`IFERROR(IF(ABS(%[1]s)<10^15,%[1]s,""),"")`, x)
}

// unitParts are the 万 before a unit, or the like, and the unit without it; an
// amount of no unit may have 元.
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

// withoutUnit takes a unit, or what of it is before a /, off the end of a text.
func withoutUnit(t, unit string) string {
	amount := t
	above, _, _ := strings.Cut(unit, "/")
	for _, tail := range []string{above, unit} {
		if tail != "" && tail != "%" {
			n := len(utf16.Encode([]rune(tail)))
			amount = sprintf("IF(EXACT(RIGHT(%[1]s,%[2]d),%[3]s),TRIM(LEFT(%[1]s,LEN(%[1]s)-%[2]d)),%[4]s)", t, n, text(tail), amount)
		}
	}
	return amount
}

// replacement is a text and what stands for it, as formulas write them.
type replacement struct{ old, new string }

// substitute replaces texts of a cell one after another.
func substitute(cell string, list []replacement) string {
	for _, r := range list {
		cell = "SUBSTITUTE(" + cell + "," + r.old + "," + r.new + ")"
	}
	return cell
}

const digits = "0123456789"

// without replaces each character by nothing.
func without(characters string) []replacement {
	var list []replacement
	for _, r := range characters {
		list = append(list, replacement{text(string(r)), `""`})
	}
	return list
}

// spaces are what JavaScript takes for space, as plain spaces.
func spaces() []replacement {
	list := []replacement{{"CHAR(9)", `" "`}, {"CHAR(10)", `" "`}, {"CHAR(11)", `" "`}, {"CHAR(12)", `" "`}, {"CHAR(13)", `" "`}}
	for _, r := range "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff" {
		list = append(list, replacement{text(string(r)), `" "`})
	}
	return list
}

// halfWidth replaces the full-width characters that numbers are written with.
func halfWidth() []replacement {
	var list []replacement
	for _, r := range digits + "+-.,/%" {
		list = append(list, replacement{text(string(r + 0xfee0)), text(string(r))})
	}
	return append(list, replacement{`"。"`, `"."`}, replacement{`"−"`, `"-"`})
}

// array is {1,2,3}.
func array(n int) string {
	var list []string
	for i := range n {
		list = append(list, strconv.Itoa(i+1))
	}
	return "{" + strings.Join(list, ",") + "}"
}
