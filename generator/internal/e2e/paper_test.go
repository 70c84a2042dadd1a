package e2e

import (
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
)

// sheet is a printed page, in points.
type sheet struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
}

type word struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// atFoot reports whether a word belongs to the page number at the foot.
func (w word) atFoot(page sheet) bool { return w.Top > page.Height-margin-15 }

// atHead reports whether a word belongs to the running head, within the margin.
func (w word) atHead() bool { return w.Bottom < margin-10 }

// sheets prints the page and reads the words of each sheet with their boxes.
func sheets(t *testing.T, b *browsertest.Tab, paper string) []sheet {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(file, b.PDF(papers[paper][0], papers[paper][1]), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(needs.Program(t, "pdftotext"), "-bbox", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Sheets []sheet `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Sheets
}

// margin is the minimum distance of text from the edge of the paper: 15 mm, in points.
const margin = 42.5

// expectOnPaper fails if a word lies outside of the margins.
func expectOnPaper(t *testing.T, pages []sheet) {
	t.Helper()
	for i, page := range pages {
		for _, w := range page.Words {
			middle := (w.Top + w.Bottom) / 2 // the box of a font is higher than its characters
			if w.Left < margin || w.Right > page.Width-margin || middle < margin && !w.atHead() || middle > page.Height-margin && !w.atFoot(page) {
				t.Errorf("page %d has %q at %.0f to %.0f, %.0f to %.0f", i+1, w.Text, w.Left, w.Right, w.Top, w.Bottom)
			}
		}
	}
}

// expectNoOverlap fails if two words of one line cover each other. Browsers set two full-width
// punctuation marks closer together, so that the empty half of one covers the other: 〕： and ；〔.
func expectNoOverlap(t *testing.T, pages []sheet) {
	t.Helper()
	for i, page := range pages {
		for n, a := range page.Words {
			for _, b := range page.Words[n+1:] {
				distance, allowed := math.Abs(a.Top+a.Bottom-b.Top-b.Bottom)/2, 2.0
				if last, first := edges(a, b); last == '〕' && strings.ContainsRune("：；，。", first) || strings.ContainsRune("：；，。", last) && first == '〔' {
					allowed = (a.Bottom - a.Top) / 3
				}
				if distance < 3 && min(a.Right, b.Right)-max(a.Left, b.Left) > allowed {
					t.Errorf("page %d has %q over %q", i+1, a.Text, b.Text)
				}
			}
		}
	}
}

// edges returns the last character of the left one of two words and the first one of the other.
func edges(a, b word) (last, first rune) {
	if a.Left > b.Left {
		a, b = b, a
	}
	last, _ = utf8.DecodeLastRuneInString(a.Text)
	first, _ = utf8.DecodeRuneInString(b.Text)
	return last, first
}

// A long label of a weekly or monthly goal takes the room that it needs.
func TestPrintedGoalsDoNotOverlap(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("goals/emerging/manager.html")
	expectNoOverlap(t, sheets(t, b, "A4"))
}

// expectFull fails if a sheet other than the last is left largely empty.
func expectFull(t *testing.T, pages []sheet) {
	t.Helper()
	for i, page := range pages[:len(pages)-1] {
		last := 0.0
		for _, w := range page.Words {
			if !w.atFoot(page) {
				last = max(last, w.Bottom)
			}
		}
		if last < 0.7*page.Height {
			t.Errorf("page %d of %d ends at %.0f of %.0f points", i+1, len(pages), last, page.Height)
		}
	}
}

// cellMark matches the word that marks the beginning of a cell, r12c3x in row 12 and column 3
// and h3x in the head, and the word at its end, z12x.
var cellMark = regexp.MustCompile(`^(?:r(\d+)c\d+|h\d+|z(\d+))x$`)

// expectTable expects every marked cell on paper once, every row on one sheet, and the
// head on each sheet that has a row.
func expectTable(t *testing.T, pages []sheet, rows, columns int) {
	t.Helper()
	cells := map[string]int{}
	pageOf := map[string]int{}
	for i, page := range pages {
		heads, body := 0, 0
		for _, w := range page.Words {
			m := cellMark.FindStringSubmatch(w.Text)
			if m == nil {
				continue
			}
			row := m[1] + m[2]
			if row == "" {
				heads++
				continue
			}
			body++
			cells[w.Text]++
			if on, ok := pageOf[row]; ok && on != i {
				t.Errorf("row %s is on the pages %d and %d", row, on+1, i+1)
			}
			pageOf[row] = i
		}
		if want := columns; body > 0 && heads != want || body == 0 && heads != 0 {
			t.Errorf("page %d has %d cells of the head and %d others", i+1, heads, body)
		}
	}
	for row := range rows {
		if n := cells[fmt.Sprintf("z%dx", row)]; n != columns {
			t.Errorf("%d cells of row %d have their ends", n, row)
		}
		for column := range columns {
			if n := cells[fmt.Sprintf("r%dc%dx", row, column)]; n != 1 {
				t.Errorf("the cell r%dc%d is there %d times", row, column, n)
			}
		}
	}
}

// tableOf writes a table whose cells consist of their marks and a text.
func tableOf(indent string, rows, columns int, text func(row, column int) string) string {
	var b strings.Builder
	line := func(cell func(column int) string) {
		b.WriteString(indent)
		for column := range columns {
			b.WriteString("| " + cell(column) + " ")
		}
		b.WriteString("|\n")
	}
	line(func(column int) string { return fmt.Sprintf("h%dx 要求", column) })
	line(func(int) string { return "---" })
	for row := range rows {
		line(func(column int) string { return fmt.Sprintf("r%dc%dx %s z%dx", row, column, text(row, column), row) })
	}
	return b.String()
}

// cycle returns the texts in turn, over and over.
func cycle(texts ...string) func(row, column int) string {
	return func(row, column int) string { return texts[(row+column)%len(texts)] }
}

const longAddress = "https://kf.example.com/a/very/long/path/without/any/spaces/at/all?x=1234567890abcdefghijklmnopqrstuvwxyz"

// A printed table of any length and width loses no text, splits no row, repeats its head
// on every sheet, and leaves no sheet before it empty.
func TestPrintedTables(t *testing.T) {
	tests := map[string]struct {
		rows, columns int
		before        string
		indent        string
		text          func(row, column int) string
	}{
		"long":       {40, 2, "先看这张表。", "", cycle("价格太高，要再想想")},
		"six":        {40, 6, "先看这张表。", "", cycle("价格太高", "Qualification", "kf@example.com", "`customer_success_rate`", "独立完成客户拜访并写出记录，能讲清产品价值", longAddress)},
		"eight":      {12, 8, "", "", cycle("Leadership", "独立完成客户拜访并写出记录", "Communication", "1,234,567")},
		"addresses":  {3, 8, "", "", cycle(longAddress)},
		"codes":      {3, 6, "", "", cycle("`" + strings.Repeat("a_b", 20) + "`")},
		"twelve":     {30, 12, "", "", cycle("讲清", "Proposal", "80%")},
		"sixteen":    {4, 16, "", "", cycle("讲", "ok")},
		"tall":       {12, 3, "先看这张表。", "", cycle(strings.Repeat("一格里有很多字。", 20), "短")},
		"in a list":  {40, 6, "- 先看这张表。\n", "  ", cycle("价格太高", "Qualification")},
		"in a quote": {40, 4, "> [!TIP]\n> 先看这张表。\n>", "> ", cycle("价格太高", "Qualification")},
		"in a term":  {40, 4, "甲\n: 先看这张表。\n", "  ", cycle("价格太高", "Qualification")},
	}
	files := map[string]string{"site.toml": "title = \"手册\"\nid = \"paper\""}
	names := map[string]string{}
	for name, test := range tests {
		names[name] = strings.ReplaceAll(name, " ", "-")
		files["content/"+names[name]+".md"] = "# 表\n\n" + test.before + "\n" + tableOf(test.indent, test.rows, test.columns, test.text)
	}
	b := browsertest.New(t, hostTree(t, buildFiles(t, files), "/"))
	for name, test := range tests {
		for paper := range papers {
			if paper != "A4" && name != "long" && name != "twelve" {
				continue // the papers differ little, and each takes seconds
			}
			t.Run(name+" on "+paper, func(t *testing.T) {
				b.Open(names[name] + ".html")
				pages := sheets(t, b, paper)
				expectOnPaper(t, pages)
				expectTable(t, pages, test.rows, test.columns)
				expectFull(t, pages)
			})
		}
	}
}

// Other elements that are longer than a sheet continue on the next one, and leave no sheet
// empty.
func TestPrintedLongParts(t *testing.T) {
	parts := map[string]string{
		"list":    "- 大项\n" + strings.Repeat("  - 小项："+strings.Repeat("说明文字，", 12)+"\n", 60),
		"alert":   "> [!TIP]\n> " + strings.Repeat(strings.Repeat("提醒一句，", 30)+"\n>\n> ", 25) + "完。\n",
		"code":    "```text\n" + strings.Repeat("一行代码 "+strings.Repeat("abcdefghij", 12)+"\n", 90) + "```\n",
		"term":    "甲\n: " + strings.Repeat("解释一下，", 700) + "\n",
		"quote":   "> " + strings.Repeat(strings.Repeat("引用一句，", 30)+"\n>\n> ", 25) + "完。\n",
		"tasks":   strings.Repeat("- [ ] 要做的事，"+strings.Repeat("说明文字，", 12)+"\n", 60),
		"word":    strings.Repeat("a", 4000) + "\n",
		"address": strings.Repeat("<"+longAddress+strings.Repeat("b", 200)+">\n\n", 30),
	}
	files := map[string]string{"site.toml": "title = \"手册\"\nid = \"paper\""}
	for name, part := range parts {
		files["content/"+name+".md"] = "# 长\n\n先看一句。\n\n" + part
	}
	b := browsertest.New(t, hostTree(t, buildFiles(t, files), "/"))
	for name := range parts {
		t.Run(name, func(t *testing.T) {
			b.Open(name + ".html")
			pages := sheets(t, b, "A4")
			if name != "word" && len(pages) < 2 {
				t.Errorf("there is only %d page", len(pages))
			}
			expectOnPaper(t, pages)
			expectFull(t, pages)
		})
	}
}

// A table is printed in the handbook as on its own page.
func TestPrintedTableOfBook(t *testing.T) {
	text := "# 表\n\n先看这张表。\n\n" + tableOf("", 40, 6, cycle("价格太高", "Qualification", longAddress))
	b := browsertest.New(t, hostTree(t, buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\nid = \"paper\"", "content/long.md": text, "content/other.md": "# 另一页\n\n一句。\n"}), "/"))
	b.Open("handbook.html")
	pages := sheets(t, b, "A4")
	expectOnPaper(t, pages)
	expectTable(t, pages, 40, 6)
	expectFull(t, pages[2:len(pages)-1]) // between the contents and the other chapter
}

// A short table is not split, even if part of it fits on the sheet before.
func TestPrintedShortTable(t *testing.T) {
	files := map[string]string{"site.toml": "title = \"手册\"\nid = \"paper\""}
	for lines := 17; lines < 25; lines++ {
		files[fmt.Sprintf("content/short%d.md", lines)] = "# 表\n\n" + strings.Repeat("一行字。\n\n", lines) + tableOf("", 4, 3, cycle("价格太高，要再想想"))
	}
	b := browsertest.New(t, hostTree(t, buildFiles(t, files), "/"))
	for lines := 17; lines < 25; lines++ {
		b.Open(fmt.Sprintf("short%d.html", lines))
		for paper := range papers {
			on := map[int]int{}
			for i, page := range sheets(t, b, paper) {
				for _, w := range page.Words {
					if cellMark.MatchString(w.Text) {
						on[i]++
					}
				}
			}
			if len(on) != 1 || on[0]+on[1] != 27 {
				t.Errorf("below %d lines on %s the pages have so much of the table: %v", lines, paper, on)
			}
		}
	}
}

// On screen a word of a cell stays whole, and the table scrolls.
func TestWordsInTables(t *testing.T) {
	text := "# 表\n\n" + tableOf("", 2, 9, cycle("Leadership", "独立完成客户拜访并写出记录，能讲清产品价值", "`customer_success_rate`", "kf@example.com"))
	b := browsertest.New(t, hostTree(t, buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\nid = \"paper\"", "content/words.md": text}), "/"))
	for _, width := range []int64{320, 390, 1280} {
		b.Resize(width, 800)
		b.Open("words.html")
		// A word whose two ends are on different lines was broken; Han may be.
		broken := browsertest.Eval[[]string](b, `(() => {
			const texts = document.createTreeWalker(document.querySelector(".table"), NodeFilter.SHOW_TEXT), broken = [];
			while (texts.nextNode()) for (const { 0: word, index } of texts.currentNode.data.matchAll(/[A-Za-z0-9]+/g)) {
				const range = document.createRange();
				range.setStart(texts.currentNode, index);
				range.setEnd(texts.currentNode, index + word.length);
				if (range.getClientRects().length > 1) broken.push(word);
			}
			return broken;
		})()`)
		if len(broken) > 0 {
			t.Errorf("at %d pixels the words %v are broken", width, broken)
		}
		if browsertest.Eval[int](b, `Math.min(...[...document.querySelectorAll("td")].map(e => e.clientWidth))`) < 50 {
			t.Errorf("at %d pixels a column is narrower than 50 pixels", width)
		}
		if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("the page is %d pixels too wide", over)
		}
	}
}
