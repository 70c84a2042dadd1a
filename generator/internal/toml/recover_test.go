package toml

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// All independent syntax errors are reported at once; their consequences are not.
func TestSeveralSyntaxErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"one a line", "a = True\nb = 1\nc = 007\nd =\ne 5\n[xyz\nf = \"g\nh = “i”\n", "1:5 3:5 4:4 5:3 6:5 7:7 8:5"},
		{"a table without a header", "[a]\nid = 1\n[[b]\nid = 2\nx = y\n[[b]]\nid = 3\nz = w\n", "3:4 5:5 8:5"},
		{"a table of a short name", "[x\nid = a\n[y]\nid = b\n", "1:3 4:6"},
		{"a key twice, and another error", "a = 1\na = 2\nb = c\n", "2:1 3:5"},
		{"a list that is not closed", "a = [1, 2\nb = 3\nc = d\n", "1:5 3:5"},
		{"a list that is not closed before a table", "a = [\n  1,\n[[t]]\nb = 3\nc = d\n", "1:5 5:5"},
		{"a list that is not closed at the end", "x = y\na = [1,\n 2\n", "1:5 2:5"},
		{"lines of a list", "a = [\n  1,\n  b,\n  [2 3],\n  4,\n]\nc = d\n", "3:3 4:6 7:5"},
		{"a text of several lines that is not closed", "x = y\na = \"\"\"\nb = c\nd = e\n", "1:5 2:5"},
		{"a text of several lines that another closes", "a = \"\"\"\nb = \"\"\"c\"\"\"\nd = e\n", "2:8"},
		{"texts that are closed", "a = \"\"\"\n=\n\"\"\"\nb = '''\n[\n'''\nc = d\n", "7:5"},
		{"brackets in texts and comments", "a = [\"]\", '[', # ]\n 1]\nb = c # [\nd = \"[\"\ne = f\n", "3:5 5:5"},
		{"a table in braces", "a = { b = 1, c 2 }\nd = { e = 1 f = 2 }\ng = h\n", "1:16 2:13 3:5"},
		{"no header at all", "[]\na = b\n", "1:2"},
	}
	for _, test := range tests {
		_, faults := Parse("f.toml", test.text, 0, len(test.text))
		var places []string
		for line := range strings.Lines(report(test.text, faults)) {
			if place, ok := strings.CutPrefix(line, "f.toml:"); ok {
				places = append(places, place[:strings.Index(place, ": ")])
			}
		}
		if got := strings.Join(places, " "); got != test.want {
			t.Errorf("%s: %s, want %s\n%s", test.name, got, test.want, report(test.text, faults))
		}
	}
	text := strings.Repeat("a = b\n", 1000)
	if _, faults := Parse("f.toml", text, 0, len(text)); len(faults) != maxSyntaxFaults {
		t.Errorf("%d faults are reported", len(faults))
	}
}

// Lines broken at random are all reported, and no others: restoring the reported
// lines leaves no error.
func TestFixingReportedLines(t *testing.T) {
	broken := []string{"k%d = True", "k%d = 007", "k%d =", "k%d 5", "k%d = \"x", "k%d = 'x", "k%d = “x”", "k%d ＝ 1", "k%d = [1 2]", "k%d = [1, 2", "k%d = 1]", "= %d", "k%d = 1,000", "[k%d", "[[k%d]", "k%d = \"\\q\"", "k%d = 2026-02-30", "键%d = 1", "k%d = [\"a\"、\"b\"]"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var good []string
		for i := range 12 {
			switch random.IntN(6) {
			case 0:
				good = append(good, fmt.Sprintf("[t%d]", i))
			case 1:
				good = append(good, fmt.Sprintf("[[u%d]]", i))
			case 2:
				good = append(good, fmt.Sprintf("g%d = [ 1, # x", i), "  2,", "]")
			default:
				good = append(good, fmt.Sprintf("g%d = \"[\" # '", i))
			}
		}
		lines := slices.Clone(good)
		for i := range lines {
			if strings.HasPrefix(lines[i], "g") && strings.HasSuffix(lines[i], "'") && random.IntN(3) == 0 {
				line := broken[random.IntN(len(broken))]
				if i > 0 && strings.Contains(lines[i-1], "[1, 2") && !beginsEntry.MatchString(line) {
					continue // the line may continue the unclosed list
				}
				lines[i] = strings.Replace(line, "%d", fmt.Sprint(i), 1)
			}
		}
		text := strings.Join(lines, "\n") + "\n"
		_, faults := Parse("f.toml", text, 0, len(text))
		restored := slices.Clone(lines)
		for _, f := range faults {
			line := strings.Count(text[:f.Offset], "\n")
			for line > 0 && restored[min(line, len(lines)-1)] == good[min(line, len(lines)-1)] {
				line-- // an unclosed list may be reported on a later line
			}
			line = min(line, len(lines)-1)
			if restored[line] == good[line] {
				t.Fatalf("a fault where none is: %s\n%s", f.Message, text)
			}
			restored[line] = good[line]
		}
		again := strings.Join(restored, "\n") + "\n"
		if _, left := Parse("f.toml", again, 0, len(again)); len(left) > 0 {
			t.Fatalf("errors left after restoring the reported lines:\n%s%s\nof\n%s\n%s", report(again, left), cmp.Diff(again, strings.Join(good, "\n")+"\n"), text, report(text, faults))
		}
	}
}
