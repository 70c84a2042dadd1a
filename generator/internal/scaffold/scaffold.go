// Package scaffold begins what an author writes: it makes new files of the
// templates in layouts/new/ and never touches one that is there.
//
// The templates are text/template files with Values as their data; in them,
// toml writes a text as a TOML string.
package scaffold

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
)

// Root is the folder of the templates, in a site and in the theme.
const Root = "layouts/new"

// Values are what a template may say.
type Values struct {
	Title string
	ID    string        // of a site
	Today string        // 2026-11-24
	Track *config.Track // of a playbook, a goal template, a site
	Stage *config.Stage
}

// Year is the year of Today.
func (v Values) Year() string {
	year, _, _ := strings.Cut(v.Today, "-")
	return year
}

// File is a file to be made of a template.
type File struct {
	Path     string // slash-separated, from the site's folder
	Template string // its name under Root
	Values   Values
}

// Playbook is the playbook of a cell.
func Playbook(v Values) File {
	return File{"content/playbooks/" + v.Track.ID + "/" + v.Stage.ID + ".md", "playbook.md", v}
}

// Goal is the goal template of a cell.
func Goal(v Values) File {
	return File{"content/goals/" + v.Track.ID + "/" + v.Stage.ID + ".toml", "goal.toml", v}
}

// Page is a page at an address such as methods/review.
func Page(address string, v Values) File { return File{"content/" + address + ".md", "page.md", v} }

// Site are the files of a whole site: its site.toml, a home page, a glossary, a
// page for each folder, and the playbook and worksheet of the first cell that
// its site.toml has.
func Site(theme fs.FS, title, id, today string) ([]File, error) {
	front := File{config.File, "site.toml", Values{Title: title, ID: id, Today: today}}
	text, err := front.text(theme)
	if err != nil {
		return nil, err
	}
	c, _ := config.Parse(text)
	if len(c.Tracks) == 0 || len(c.Stages) == 0 {
		return nil, diag.Textf("%s/%s has no track or no stage", Root, front.Template)
	}
	cell := Values{Title: title, Today: today, Track: c.Tracks[0], Stage: c.Stages[0]}
	named := cell
	named.Title = cell.CellTitle()
	files := []File{front, {"content/index.md", "index.md", cell}, {"content/glossary.toml", "glossary.toml", cell}, Playbook(named), Goal(named)}
	for _, folder := range []string{"playbooks", "goals", "tracks", "stages"} {
		files = append(files, File{"content/" + folder + "/index.md", folder + ".md", cell})
	}
	return files, nil
}

// CellTitle is what the playbook of a cell is called if nobody says otherwise.
func (v Values) CellTitle() string { return v.Track.Name + " · " + v.Stage.Name }

func (f File) text(theme fs.FS) (string, error) {
	name := path.Join(Root, f.Template)
	source, err := fs.ReadFile(theme, name)
	if err != nil {
		return "", err
	}
	t, err := template.New(name).Funcs(template.FuncMap{"toml": quote}).Parse(string(source))
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = t.Execute(&b, f.Values)
	return b.String(), err
}

// quote writes a text as a basic string of TOML, which takes every string of
// JSON.
func quote(s string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n"), err
}
