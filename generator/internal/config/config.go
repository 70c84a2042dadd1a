// Package config reads site.toml: the site's title and settings, and the tracks,
// stages and abilities to which its pages belong. Only the title is required.
//
//	title      = "软件销售成长手册"
//	id         = "handbook"          # prefix of the keys under which browsers store a reader's data; default: a hash of the title
//	former_ids = ["site-e0a8c076"]   # earlier ids; data that browsers store under them moves to id
//	language   = "zh-CN"             # of content/ itself; default zh-CN
//	summary    = "…"
//	base_url   = "https://host/path/"  # the site's address; for the 404 page, sitemap.xml, feed.xml, robots.txt, the QR code on paper
//	edit_url   = "https://git.example.com/sales/edit/main/{path}" # where a page's source is edited; {path} is content/a.md
//	report     = "mailto:handbook@example.com" # where readers report mistakes; may contain {title}, {url}, {text}
//	navigation = ["playbooks", "goals"] # top-level folders and pages in this order; the others follow
//	aside      = ["authoring"]       # top-level folders and pages for those who write or host the site: search shows them last
//	stale_after = 12                 # months after the date updated of a page when check reports it as stale; 0 for never
//	active     = ["content/tools/price.html"] # permitted assets among those that a browser would run: HTML, SVG, scripts
//
//	[[doors]]                        # the groups of the navigation, in this order: at most seven for readers
//	title   = "定目标"               # what a reader does there
//	pages   = ["goals", "methods"]   # top-level folders and pages; those in no door follow the doors, in the order of navigation
//	aside   = true                   # it is at the end of the navigation, and its pages are aside like those of the key aside
//
//	[[tracks]]                       # in the order of the matrix
//	id      = "saas"                 # as in content/playbooks/saas/
//	name    = "通用 SaaS"
//	short   = "SaaS"                 # for narrow places; default: the name
//	summary = "…"
//	accent  = "teal"                 # one of the accents of the style sheet
//	products = "…"
//	customers = "…"
//	cycle   = "…"
//	fits    = "…"
//
//	[[stages]]
//	id      = "newcomer"             # as in content/playbooks/saas/newcomer.md
//	name    = "新人期"
//	years   = "1–2 年"
//	summary = "…"
//	path    = "…"                    # the name of this path, if the stage has several
//
//	[[abilities]]
//	id, name, summary
package config

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// File is the name of the file that marks a folder as a site.
const File = "site.toml"

// Config is the content of site.toml.
type Config struct {
	Title          string
	ID             string
	HasID          bool       // site.toml sets ID; otherwise ID is a hash of the title
	FormerIDs      []string   // earlier ids, under which browsers may still store data
	TitleAt        diag.Place // of the title's value
	Language       string     // BCP 47: zh-CN
	LanguageAt     diag.Place // of Language in site.toml
	AuthorLanguage string     // Language if site.toml sets it, otherwise "": messages to the author are in that language
	Summary        string
	BaseURL        string // "" or an absolute URL that ends in a slash
	EditURL        string // "" or a URL with {path} in it
	Report         string // "" or a URL that may contain {title}, {url} and {text}
	Tracks         []*Track
	Stages         []*Stage
	Abilities      []*Ability
	Navigation     []string
	Aside          []string // with the pages of the doors that are aside
	Doors          []*Door
	StaleAfter     int      // months; 0 for never
	Active         []string // permitted assets among those that a browser would run
	ActiveAt       []diag.Place

	Unread bool // site.toml is not valid TOML, so that its lists are unknown
}

// Track is a line of business that a career can follow.
type Track struct {
	ID, Name, Short, Summary, Accent string
	Products, Customers, Cycle, Fits string
	At                               diag.Place // of its id
}

// Stage is a step of a career, or one of several paths of a step.
type Stage struct {
	ID, Name, Years, Summary, Path string
	At                             diag.Place // of its id
}

// Ability is a skill that the playbooks teach.
type Ability struct {
	ID, Name, Summary string
}

// Accents are the names of the colours that the style sheet defines.
func Accents() []string {
	return []string{"teal", "indigo", "amber", "plum", "moss", "rust", "slate"}
}

// Parse reads the text of site.toml. If it is not valid TOML, Parse returns the
// configuration of an empty site.
func Parse(text string) (*Config, []diag.Fault) {
	c := &Config{Language: "zh-CN"}
	table, faults := toml.Parse(File, text, 0, len(text))
	if table == nil {
		c.Unread = true
		return c, faults
	}
	r := toml.NewReader(table, &faults)
	r.Require("title")
	c.Title = r.String("title")
	c.TitleAt = r.At("title")
	c.ID = siteID(r)
	c.HasID = r.Has("id")
	if c.ID == "" {
		c.ID = defaultID(c.Title)
	}
	c.FormerIDs = formerIDs(r, c.ID)
	c.LanguageAt = r.At("language")
	if c.AuthorLanguage = r.String("language"); c.AuthorLanguage != "" {
		c.Language = c.AuthorLanguage
	}
	c.Summary = r.String("summary")
	c.BaseURL = baseURL(r)
	c.EditURL = editURL(r)
	c.Report = reportURL(r)
	c.Navigation = r.Strings("navigation")
	c.Aside = r.Strings("aside")
	c.Doors = readDoors(r)
	for _, d := range c.Doors {
		if d.Aside {
			c.Aside = append(c.Aside, d.Pages...)
		}
	}
	c.StaleAfter = staleAfter(r)
	c.Active, c.ActiveAt = r.StringsAt("active")
	c.Tracks = readTracks(r)
	c.Stages = readStages(r)
	c.Abilities = readAbilities(r)
	r.Finish()
	return c, faults
}

// defaultID derives an id from the title, so that two sites without an id do not mix
// their data: browsers share storage among all pages opened from a disk.
func defaultID(title string) string {
	h := fnv.New32a()
	h.Write([]byte(title))
	return fmt.Sprintf("site-%08x", h.Sum32())
}

// siteID reads the site's id; "" if it is absent.
func siteID(r *toml.Reader) string {
	id := r.String("id")
	if fault, bad := checkSiteID(id, r.At("id")); bad && r.IsText("id") {
		r.Report(fault)
	}
	return id
}

// formerIDs reads the earlier ids of the site.
func formerIDs(r *toml.Reader, id string) []string {
	former, places := r.StringsAt("former_ids")
	for i, f := range former {
		if fault, bad := checkSiteID(f, places[i]); bad {
			r.Report(fault)
		} else if f == id {
			r.Report(diag.Errorf(places[i], "bad-site-id", "%s is the current id of the site, not a former id", f).WithHelp("remove it from former_ids"))
		}
	}
	return former
}

// checkSiteID refuses an empty id and an id with a colon. A colon ends the id in the
// keys of browsers' storage: the site a would claim the data of a site a:b.
func checkSiteID(id string, at diag.Place) (diag.Fault, bool) {
	if id == "" {
		return diag.Errorf(at, "bad-site-id", "the id is empty").
			WithHelp("write letters, digits and hyphens, or remove it"), true
	}
	return diag.Errorf(at, "bad-site-id", "the id %q contains a colon", id).
		WithHelp("write letters, digits and hyphens"), strings.Contains(id, ":")
}

func staleAfter(r *toml.Reader) int {
	const year = 12
	months := r.Int("stale_after", year)
	if months < 0 {
		r.Report(diag.Errorf(r.At("stale_after"), "bad-months", "stale_after is %d, but must be a number of months", months).
			WithHelp("write 12 for a year, or 0 to turn the reminder off"))
	}
	return months
}

func readTracks(r *toml.Reader) []*Track {
	var tracks []*Track
	ids := identifiers{}
	for _, t := range r.Tables("tracks") {
		track := &Track{
			ID: ids.read(t), Name: t.String("name"), Short: t.String("short"), Summary: t.String("summary"),
			Accent: accent(t), Products: t.String("products"), Customers: t.String("customers"),
			Cycle: t.String("cycle"), Fits: t.String("fits"), At: t.At("id"),
		}
		if track.Short == "" {
			track.Short = track.Name
		}
		t.Finish()
		tracks = append(tracks, track)
	}
	return tracks
}

func readStages(r *toml.Reader) []*Stage {
	var stages []*Stage
	ids := identifiers{}
	for _, t := range r.Tables("stages") {
		stages = append(stages, &Stage{
			ID: ids.read(t), Name: t.String("name"), Years: t.String("years"),
			Summary: t.String("summary"), Path: t.String("path"), At: t.At("id"),
		})
		t.Finish()
	}
	return stages
}

func readAbilities(r *toml.Reader) []*Ability {
	var abilities []*Ability
	ids := identifiers{}
	for _, t := range r.Tables("abilities") {
		abilities = append(abilities, &Ability{ID: ids.read(t), Name: t.String("name"), Summary: t.String("summary")})
		t.Finish()
	}
	return abilities
}

func accent(r *toml.Reader) string {
	name := r.String("accent")
	if name == "" {
		return Accents()[0]
	}
	if !slices.Contains(Accents(), name) {
		r.Report(diag.Errorf(r.At("accent"), "unknown-accent", "unknown accent %q", name).
			WithHelp("choose one of %s", strings.Join(Accents(), ", ")))
	}
	return name
}

// identifiers collects the ids of one list, to find duplicates.
type identifiers map[string]bool

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// IsID reports whether text is valid as the id of a track, a stage or an ability.
func IsID(text string) bool { return validID.MatchString(text) }

func (ids identifiers) read(r *toml.Reader) string {
	r.Require("id", "name")
	id := r.String("id")
	switch {
	case !r.Has("id"):
	case !IsID(id):
		r.Report(diag.Errorf(r.At("id"), "bad-id", "%q is not a valid id", id).
			WithHelp("an id is used as a folder name: write lower-case letters a–z, digits and hyphens"))
	case ids[id]:
		r.Report(diag.Errorf(r.At("id"), "duplicate-id", "duplicate id %s", id).
			WithHelp("give each entry its own id"))
	}
	ids[id] = true
	return id
}

// Track returns the track with an id, or nil.
func (c *Config) Track(id string) *Track {
	for _, t := range c.Tracks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// Stage returns the stage with an id, or nil.
func (c *Config) Stage(id string) *Stage {
	for _, s := range c.Stages {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Ability returns the ability with an id, or nil.
func (c *Config) Ability(id string) *Ability {
	for _, a := range c.Abilities {
		if a.ID == id {
			return a
		}
	}
	return nil
}
