package forbidden

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/diag"
)

// CheckPath reports each name of a path that some system refuses. end is the offset in the
// path at which the name ends.
func CheckPath(p string, at diag.Place, report func(f diag.Fault, end int)) {
	end := 0
	for name := range strings.SplitSeq(p, "/") {
		end += len(name)
		if f, found := checkName(name, at); found {
			report(f, end)
		}
		end += len("/")
	}
}

// IsPortable reports whether every system accepts a path.
func IsPortable(p string) bool {
	portable := true
	CheckPath(p, diag.Place{}, func(f diag.Fault, _ int) { portable = portable && f.Severity != diag.Error })
	return portable
}

// checkName reports a name that some system refuses, and warns of invisible characters,
// with which two different names can look the same.
func checkName(name string, at diag.Place) (diag.Fault, bool) {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.TrimRight(stem, " ")
	reserved := strings.IndexAny(name, `<>:"|?*`)
	switch {
	case strings.ContainsFunc(name, Is), strings.ContainsAny(name, "\t\n"):
		return diag.Errorf(at, "bad-name", "the name %q has a control character", name).
			WithHelp("rename it without this character"), true
	case reserved >= 0:
		return diag.Errorf(at, "bad-name", "the name %q has the character %c, which Windows does not allow", name, name[reserved]).
			WithHelp("rename it without this character; the full-width %c is allowed", fullWidth(name[reserved])), true
	case isDevice(stem):
		return diag.Errorf(at, "bad-name", "%s is the name of a device on Windows, with any extension", stem).
			WithHelp("choose another name: Windows does not allow a file with this name"), true
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return diag.Errorf(at, "bad-name", "the name %q ends in a dot or a space", name).
			WithHelp("rename it without the dot or space: Windows strips a trailing dot or space"), true
	case strings.HasSuffix(strings.TrimSuffix(name, path.Ext(name)), " "):
		return diag.Errorf(at, "bad-name", "the name %q has a space before its extension", name).
			WithHelp("rename it without this space: it is invisible, and some programs on Windows strip it"), true
	}
	for _, r := range name {
		if unicode.Is(unicode.Cf, r) {
			return diag.Warnf(at, "invisible-character", "the name %q has the invisible character %U", name, r).
				WithHelp("rename it without this character: the name is not what it looks like"), true
		}
	}
	return diag.Fault{}, false
}

// fullWidth returns the full-width form of an ASCII character.
func fullWidth(sign byte) rune { return rune(sign) + '！' - '!' }

// isDevice reports whether Windows reserves a name for a device.
func isDevice(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	number, isPort := strings.CutPrefix(name, "com")
	if !isPort {
		number, isPort = strings.CutPrefix(name, "lpt")
	}
	return isPort && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}
