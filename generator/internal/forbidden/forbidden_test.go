package forbidden

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/diag"
)

// Find, which searches by bytes, finds exactly the characters that Is forbids. All code
// points are tried.
func TestFindAgreesWithIs(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		text := "续约\t" + string(r) + "\n"
		found, at := Find(text, 0)
		if Is(r) != (at >= 0) || at >= 0 && (found != r || at != len("续约\t")) {
			t.Fatalf("%U: forbidden %t, found %U at %d", r, Is(r), found, at)
		}
		if blank := Blank(text); len(blank) != len(text) || Is(r) == (blank == text) {
			t.Fatalf("%U: %q is blanked to %q", r, text, blank)
		}
		if Is(r) {
			if _, at := Find(text, at+utf8.RuneLen(r)); at >= 0 {
				t.Fatalf("%U is found twice", r)
			}
		}
		isControl := unicode.IsControl(r) && r != '\t' && r != '\n'
		if (isControl || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point)) != Is(r) {
			t.Fatalf("%U: forbidden %t", r, Is(r))
		}
	}
	if _, at := Find("\xff\xef\xbf\xc2", 0); at >= 0 {
		t.Error("invalid UTF-8 is taken for a forbidden character")
	}
}

func TestFromWindows1252(t *testing.T) {
	for r, want := range map[rune]rune{0x85: '…', 0x96: '–', 0x93: '“', 0x81: 0, 0x0B: 0, 'a': 0, 0xFFFF: 0} {
		if got := FromWindows1252(r); got != want {
			t.Errorf("%U is %q in Windows-1252, want %q", r, got, want)
		}
	}
}

func TestCheckPath(t *testing.T) {
	const windows = "choose another name: Windows does not allow a file with this name"
	for path, want := range map[string]string{
		"a.html": "", "a/b c.html": "", "何？ 100% #1 & a+b.md": "", "a..b.md": "", ".a": "", "conference.md": "", "com10.md": "", "图　.png": "",
		"aux/x.html":    "3 " + windows,
		"CON.html":      "8 " + windows,
		"a/com¹.tar.gz": "14 " + windows,
		"lpt9 .x/a":     "7 " + windows,
		"Prn":           "3 " + windows,
		"nul.a.b":       "7 " + windows,
		"conin$.md":     "9 " + windows,
		"CONOUT$":       "7 " + windows,
		"com0":          "4 " + windows,
		"com":           "", "lptx": "", "com¹²": "", "auxa": "", "conin": "", "co": "",
		"a:b.md":         "6 rename it without this character; the full-width ： is allowed",
		"c|d<e>.md":      "9 rename it without this character; the full-width ｜ is allowed",
		"x/a*.md":        "7 rename it without this character; the full-width ＊ is allowed",
		"a .md":          "5 rename it without this space: it is invisible, and some programs on Windows strip it",
		"a /b.md":        "2 rename it without the dot or space: Windows strips a trailing dot or space",
		"a.":             "2 rename it without the dot or space: Windows strips a trailing dot or space",
		"a\x0bb.md":      "6 rename it without this character",
		"a\nb.md":        "6 rename it without this character",
		"a\u2028b.md":    "8 rename it without this character",
		"x\u200b/nul.md": "4 rename it without this character: the name is not what it looks like\n11 " + windows,
	} {
		var got []string
		CheckPath(path, diag.Place{}, func(f diag.Fault, end int) {
			got = append(got, fmt.Sprintf("%d %s", end, f.Help))
		})
		if strings.Join(got, "\n") != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
