package content

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"cairn/generator/internal/diag"
)

// checkName tells whether a name can be one on every system, and warns of one
// that is not what it looks like.
func checkName(file string) []diag.Fault {
	name, at := path.Base(file), diag.WholeFile(file)
	stem, _, _ := strings.Cut(name, ".")
	switch {
	case strings.ContainsFunc(name, unicode.IsControl):
		return []diag.Fault{diag.Errorf(at, "bad-name", "the name %q has a control character", name).
			WithHelp("rename it without")}
	case device.MatchString(strings.TrimRight(stem, " ")):
		return []diag.Fault{diag.Errorf(at, "bad-name", "%s is the name of a device on Windows, whatever stands behind it", stem).
			WithHelp("rename it: Windows cannot have such a file")}
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return []diag.Fault{diag.Errorf(at, "bad-name", "the name %q ends in a dot or a space", name).
			WithHelp("rename it: Windows drops what stands there")}
	}
	for _, r := range name {
		if unicode.Is(unicode.Cf, r) {
			return []diag.Fault{diag.Warnf(at, "invisible-character", "the name %q has the invisible character %U", name, r).
				WithHelp("rename it without: it is not what it looks like")}
		}
	}
	return nil
}

// device recognises the names that Windows keeps for devices.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$`)
