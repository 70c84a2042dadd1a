package serve

import (
	"bytes"
	"html/template"
	"strings"

	"cairn/generator/internal/diag"
)

// panel is the data of the overlay that a page shows after a build: the errors, or else the
// warnings behind a small mark.
type panel struct {
	Language, Page, Title string
	Close                 string // how to fold the panel
	Broken                bool
	Faults                []shownFault
}

// shownFault is a diagnostic with its source line split at the character in question.
type shownFault struct {
	diag.Diagnostic
	Kind                string
	Before, Mark, After string
}

// maxFaults is the number of faults that a page shows.
const maxFaults = 30

func newPanel(now state) panel {
	p := panel{Broken: now.broken, Language: "en", Page: now.words.Say(diag.Textf("the site has errors"))}
	if now.words != nil {
		p.Language = "zh-CN"
	}
	p.Close = now.words.Say(diag.Textf("Esc: fold"))
	var chosen []diag.Diagnostic
	for _, d := range now.faults {
		isError := d.Severity == diag.Error.String()
		if isError || !now.broken && d.Severity == diag.Warning.String() {
			chosen = append(chosen, d)
		}
	}
	title := diag.Textf("warnings: %d", len(chosen))
	if p.Broken {
		title = diag.Textf("errors: %d; the page is that of the last build without errors", len(chosen))
		if now.tree == nil {
			title = diag.Textf("errors: %d; there is no page until they are fixed", len(chosen))
		}
	}
	if len(chosen) > maxFaults {
		title = diag.Textf("%s (the first %d are shown)", title, maxFaults)
		chosen = chosen[:maxFaults]
	}
	p.Title = now.words.Say(title)
	for _, d := range chosen {
		before, mark, after := excerpt(d.Source, d.Column)
		d.File = diag.Visible(d.File, "")
		for _, part := range []*string{&before, &mark, &after} {
			*part = diag.Visible(*part, "\t")
		}
		p.Faults = append(p.Faults, shownFault{d, kind(d, now.words), before, mark, after})
	}
	return p
}

// kind returns the name of a diagnostic's severity in the catalogue's language.
func kind(d diag.Diagnostic, words diag.Catalogue) string {
	if d.Severity == diag.Warning.String() {
		return words.Say(diag.Textf("warning"))
	}
	return words.Say(diag.Textf("error"))
}

// html returns the HTML of the panel, which is empty if there are no faults.
func (p panel) html() string {
	if len(p.Faults) == 0 {
		return ""
	}
	return string(execute("panel", p))
}

func execute(name string, p panel) []byte {
	var b bytes.Buffer
	templates := template.Must(template.ParseFS(client, "client/panel.html"))
	if err := templates.ExecuteTemplate(&b, name, p); err != nil {
		panic(err) // the templates are embedded, so that an error is a bug in them
	}
	return b.Bytes()
}

// excerpt splits a line at the character in a column, counted from 1. It shortens both
// sides, because a Chinese paragraph is often one line. After the last character, the mark
// is a space.
func excerpt(line string, column int) (before, mark, after string) {
	const around = 60
	runes := []rune(line)
	if len(runes) == 0 {
		return "", "", ""
	}
	at := min(max(column-1, 0), len(runes))
	from, to := max(at-around, 0), min(at+1+around, len(runes))
	before = strings.TrimLeft(string(runes[from:at]), " \t")
	if from > 0 {
		before = "…" + before
	}
	if at == len(runes) {
		return before, " ", ""
	}
	after = string(runes[at+1 : to])
	if to < len(runes) {
		after += "…"
	}
	return before, string(runes[at]), after
}
