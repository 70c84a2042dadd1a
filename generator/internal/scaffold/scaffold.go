// Package scaffold creates new source files from the templates in layouts/new/. It never
// changes an existing file.
//
// The templates are text/template files. Their data is Values, and their function toml
// writes a text as a TOML string.
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

// Root is the folder of the templates in a site and in the theme.
const Root = "layouts/new"

// Values is the data of a template.
type Values struct {
	Title string
	ID    string        // the site's id; only for site.toml
	Today string        // such as 2026-11-24
	Track *config.Track // nil for a page and for site.toml
	Stage *config.Stage
}

// Year returns the year of Today.
func (v Values) Year() string {
	year, _, _ := strings.Cut(v.Today, "-")
	return year
}

// File is a file to create from a template.
type File struct {
	Path     string // slash-separated, from the site's folder
	Template string // the template's name under Root
	Values   Values
}

// Playbook returns the playbook of a cell of the matrix.
func Playbook(v Values) File {
	return File{"content/playbooks/" + v.Track.ID + "/" + v.Stage.ID + ".md", "playbook.md", v}
}

// Goal returns the goal template of a cell of the matrix.
func Goal(v Values) File {
	return File{"content/goals/" + v.Track.ID + "/" + v.Stage.ID + ".toml", "goal.toml", v}
}

// Page returns a page at an address such as methods/review.
func Page(address string, v Values) File { return File{"content/" + address + ".md", "page.md", v} }

// Site returns the files of a new site: site.toml, the home page, the glossary, the index
// page of each folder, and the playbook and goal template of the first track and stage in
// site.toml.
func Site(theme fs.FS, title, id, today string) ([]File, error) {
	front := File{config.File, "site.toml", Values{Title: title, ID: id, Today: today}}
	text, err := front.text(theme)
	if err != nil {
		return nil, err
	}
	c, _ := config.Parse(text)
	if len(c.Tracks) == 0 || len(c.Stages) == 0 {
		return nil, diag.Textf("%s/%s needs a track and a stage", Root, front.Template)
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

// CellTitle returns the default title of a cell's playbook.
func (v Values) CellTitle() string { return v.Track.Name + " · " + v.Stage.Name }

// text executes the template.
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

// quote writes a text as a TOML basic string. Every JSON string is one.
func quote(s string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n"), err
}
