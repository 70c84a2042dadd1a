package serve

import (
	"bytes"
	"html/template"
	"strings"

	"cairn/generator/internal/diag"
)

// panel is what a page shows of a build: its errors, open over the page, or its
// warnings, as a small mark that can be opened.
type panel struct {
	Language, Page, Title string
	Broken                bool
	Faults                []shownFault
}

// shownFault is a diagnostic as the page shows it: the character that it is
// about stands apart from the rest of its line.
type shownFault struct {
	diag.Diagnostic
	Kind                string
	Before, Mark, After string
}

// shownFaults is how many a page shows; who has more mends these first.
const shownFaults = 30

func newPanel(now state) panel {
	p := panel{Broken: now.broken, Language: "en", Page: now.words.Say(diag.Textf("the site has errors"))}
	if now.words != nil {
		p.Language = "zh-CN"
	}
	var chosen []diag.Diagnostic
	for _, d := range now.faults {
		isError := d.Severity == diag.Error.String()
		if isError || !now.broken && d.Severity == diag.Warning.String() {
			chosen = append(chosen, d)
		}
	}
	title := diag.Textf("warnings: %d", len(chosen))
	if p.Broken {
		title = diag.Textf("errors: %d; this goes away when they are mended", len(chosen))
	}
	if len(chosen) > shownFaults {
		title = diag.Textf("%s (the first %d of them)", title, shownFaults)
		chosen = chosen[:shownFaults]
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

// kind is how a severity is called.
func kind(d diag.Diagnostic, words diag.Catalogue) string {
	if d.Severity == diag.Warning.String() {
		return words.Say(diag.Textf("warning"))
	}
	return words.Say(diag.Textf("error"))
}

// html is the panel as the client puts it into a page; nothing where nothing is
// wrong.
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
		panic(err) // a buffer takes everything, and the templates are ours
	}
	return b.Bytes()
}

// excerpt splits a line at the character in a column, from 1, and shortens it: a
// paragraph of Chinese is often one line. Behind the last character a space is
// marked.
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
