package serve

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"path"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// withClient puts the server's script at the end of a page.
func (s *server) withClient(name string, page []byte, now state) []byte {
	if path.Ext(name) != ".html" {
		return page
	}
	script := fmt.Sprintf(`<script src="/%s/reload.js" data-version="%s"></script>`, output.ServerFolder, s.version(now))
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	return bytes.Join([][]byte{page[:end], []byte(script), page[end:]}, nil)
}

// failed answers with the errors, where there is no site yet.
func (s *server) failed(w http.ResponseWriter, now state) {
	var text strings.Builder
	_ = diag.Print(&text, now.faults) // a builder takes everything
	const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The site has errors</title>
</head>
<body>
<h1>The site has errors</h1>
<pre>%s</pre>
</body>
</html>
`
	const name = "failed.html"
	write(w, http.StatusServiceUnavailable, name,
		s.withClient(name, fmt.Appendf(nil, page, html.EscapeString(text.String())), now))
}

// shownFault is a diagnostic as the page shows it: the character that it is
// about stands apart from the rest of its line.
type shownFault struct {
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Help     string `json:"help"`
	Before   string `json:"before"`
	Mark     string `json:"mark"`
	After    string `json:"after"`
}

// shownFaults is how many a page shows; who has more mends these first.
const shownFaults = 30

func shown(faults []diag.Diagnostic) []shownFault {
	out := []shownFault{}
	for _, d := range faults[:min(len(faults), shownFaults)] {
		f := shownFault{
			Place:    fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column),
			Severity: d.Severity,
			Message:  d.Message,
			Help:     d.Help,
		}
		f.Before, f.Mark, f.After = excerpt(d.Source, d.Column)
		out = append(out, f)
	}
	return out
}

// excerpt splits a line at the character in a column, from 1, and shortens it: a
// paragraph of Chinese is often one line.
func excerpt(line string, column int) (before, mark, after string) {
	const around = 60
	runes := []rune(line)
	at := min(max(column-1, 0), len(runes))
	from, to := max(at-around, 0), min(at+1+around, len(runes))
	before = strings.TrimLeft(string(runes[from:at]), " \t")
	if from > 0 {
		before = "…" + before
	}
	if at == len(runes) {
		return before, "", ""
	}
	after = string(runes[at+1 : to])
	if to < len(runes) {
		after += "…"
	}
	return before, string(runes[at]), after
}
