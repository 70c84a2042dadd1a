package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// markdownTable writes a table with a head and one row.
func markdownTable(head, row []string) string {
	line := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
	return line(head) + strings.Repeat("|-", len(head)) + "|\n" + line(row)
}

// The form of a table follows from its columns and texts.
func TestTableForm(t *testing.T) {
	han := func(n int) string { return strings.Repeat("字", n) }
	tests := []struct {
		name      string
		head, row []string
		want      string // the start tags of the frame and the table
	}{
		{"fits", []string{"甲", "乙"}, []string{han(10), han(20)}, `<table>`},
		{"one line of text", []string{"甲", "乙", "丙"}, []string{han(10), han(10), han(17)}, `<table>`},
		{"more than a line", []string{"甲", "乙", "丙"}, []string{han(10), han(10), han(18)}, `<table class="wide">`},
		{"a long head", []string{han(10), han(10), han(18)}, []string{"1", "2", "3"}, `<table class="wide">`},
		{"two columns", []string{"甲", "乙"}, []string{han(20), han(30)}, `<table class="wide">`},
		{"two long columns", []string{"甲", "乙"}, []string{han(20), han(100)}, `<table>`},
		{"four columns", []string{"甲", "乙", "丙", "丁"}, []string{"1", "2", "3", "4"}, `<table class="stack" role="table">`},
		{"four wide columns", []string{"甲", "乙", "丙", "丁"}, []string{han(12), han(12), han(12), han(12)}, `<table class="wide stack" role="table">`},
		{"a long word", []string{"甲", "乙"}, []string{"x", strings.Repeat("a", 40)}, `<div class="table" tabindex="0" role="group">` + "\n<table>"},
		{"a long word in wide columns", []string{"甲", "乙", "丙", "丁"}, []string{han(30), strings.Repeat("a", 70), "", ""}, `<div class="table wide" tabindex="0" role="group">` + "\n" + `<table class="stack" role="table">`},
	}
	for _, test := range tests {
		html := htmlOf(markdownTable(test.head, test.row))
		if !strings.HasPrefix(html, test.want+"\n<thead") && !strings.HasPrefix(html, test.want+"<thead") {
			t.Errorf("%s: the table begins %.120s, want %s", test.name, html, test.want)
		}
	}
}

// A column is aligned as numbers if all its cells are numbers or blank, the first column never.
func TestNumbersInTables(t *testing.T) {
	tests := []struct {
		cells string // separated by ;
		want  bool
	}{
		{"1;20;300", true}, {"12 家;3 家", true}, {"1,200 元;约 3.5 万", true}, {"5–8 家;—;3", true}, {"30%;≤ 5%", true}, {"-2;+3;−4.5", true}, {"[12 家](a.md);3", true}, {"**6**;2 个月", true},
		{"1 至 2;3", true}, {"2027-01-02", false}, {"第 3 周", false}, {"12 家 × 6 次", false}, {"没有;1", false}, {"—;", false}, {"3 家都签了", false}, {"v2", false}, {"1.", false}, {"5 –", false},
	}
	for _, test := range tests {
		source := "| 谁 | 多少 |\n|-|-|\n"
		for cell := range strings.SplitSeq(test.cells, ";") {
			source += "| 1 | " + cell + " |\n"
		}
		html := htmlOf(source)
		want := strings.Count(source, "\n") - 1 - strings.Count(source, "|  |")
		if !test.want {
			want = 0
		}
		if got := strings.Count(html, `class="number"`); got != want {
			t.Errorf("%s: %d cells are numbers, want %d in\n%s", test.cells, got, want, html)
		}
		if strings.Contains(html, `<th scope="col" class="number">谁`) || strings.Contains(html, `<td class="number">1<`) && strings.Count(html, `<td class="number">`) > strings.Count(html, "<tr>")-1 {
			t.Errorf("%s: the first column is aligned as numbers:\n%s", test.cells, html)
		}
	}
	if html := htmlOf("| 谁 | 多少 |\n|-|:-|\n| a | 1 |\n"); strings.Contains(html, "number") {
		t.Errorf("an author's alignment gives way to that of numbers: %s", html)
	}
}

// A table whose rows become cards keeps the roles of its parts, and each cell has the head of its column.
func TestLabelsInTables(t *testing.T) {
	html := htmlOf("| 谁 | 要*什么* | a\"b | |\n|-|-|-|-|\n| 老板 | 省钱 | [x](a.md) | 1 |\n")
	want := `<table class="stack" role="table">
<thead role="rowgroup">
<tr role="row">
<th scope="col" role="columnheader">谁</th>
<th scope="col" role="columnheader">要<em>什么</em></th>
<th scope="col" role="columnheader">a&quot;b</th>
<td role="cell"></td>
</tr>
</thead>
<tbody role="rowgroup">
<tr role="row">
<td class="short" role="cell" data-label="谁">老板</td>
<td class="short" role="cell" data-label="要什么">省钱</td>
<td class="short" role="cell" data-label="a&quot;b"><a href="a.md">x</a></td>
<td class="number" role="cell">1</td>
</tr>
</tbody>
</table>
`
	if html != want {
		t.Errorf("the table is\n%s\nwant\n%s", html, want)
	}
}

// In a short column no phrase is longer than the narrowest room for the column.
func TestShortColumns(t *testing.T) {
	cell := regexp.MustCompile(`<td( class="short")?`)
	for columns := 2; columns <= 8; columns++ {
		room := 190/columns - 9
		if columns > 3 {
			room = 390/columns - 9
		}
		for n := 1; n <= 12; n++ {
			row := make([]string, columns)
			for i := range row {
				row[i] = "甲，" + strings.Repeat("字", n) + "。"
			}
			want := min(room, 80) >= 10*(n+1)
			for i, match := range cell.FindAllStringSubmatch(htmlOf(markdownTable(row, row)), -1) {
				if got := match[1] != ""; got != want {
					t.Fatalf("%s: column %d is short: %v, want %v", fmt.Sprintf("%d columns of %d", columns, n), i, got, want)
				}
			}
		}
	}
}

func htmlOf(source string) string {
	_, html, _ := parse(source)
	return html
}
