// Package config reads site.toml: what the site is called, and the tracks,
// stages and abilities that its pages belong to. Only the title is required.
//
//	title      = "软件销售成长手册"
//	id         = "handbook"          # keeps apart what browsers store for two sites; default: made from the title
//	former_ids = ["site-e0a8c076"]   # under which browsers may still store what readers filled in: it is moved to id
//	language   = "zh-CN"             # of content/ itself; default zh-CN
//	summary    = "…"
//	base_url   = "https://host/path/"  # where it is read; for the 404 page, sitemap.xml, feed.xml, robots.txt, the code on paper
//	edit_url   = "https://git.example.com/sales/edit/main/{path}" # where the source of a page is edited: content/a.md for {path}
//	report     = "mailto:handbook@example.com" # where a reader reports a mistake; or an address that takes {title}, {url}, {text}
//	navigation = ["playbooks", "goals"] # top-level folders and pages in this order, the others behind them
//	stale_after = 12                 # months after which check tells of a page that nobody has gone over; 0 for never
//	active     = ["content/tools/price.html"] # assets that a browser runs, and may
//
//	[[tracks]]                       # in the order of the matrix
//	id      = "saas"                 # as in content/playbooks/saas/
//	name    = "通用 SaaS"
//	short   = "SaaS"                 # where there is little room; default: the name
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
//	path    = "…"                    # of several paths of one stage, what this one is called
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

// File is the name of the file that makes a folder a site.
const File = "site.toml"

// Config is what site.toml says.
type Config struct {
	Title      string
	ID         string
	HasID      bool       // site.toml gives it; otherwise it is made from the title
	FormerIDs  []string   // under which browsers may still store something
	TitleAt    diag.Place // of the title's value
	Language   string     // BCP 47: zh-CN
	LanguageAt diag.Place // of Language in site.toml
	Named      string     // the same where site.toml names it: its author reads that language
	Summary    string
	BaseURL    string // "" or an absolute URL that ends in a slash
	EditURL    string // "" or a URL with {path} in it
	Report     string // "" or a URL, to be filled with {title}, {url} and {text}
	Tracks     []*Track
	Stages     []*Stage
	Abilities  []*Ability
	Navigation []string
	StaleAfter int      // months; 0 for never
	Active     []string // assets that a browser runs, and may
	ActiveAt   []diag.Place

	Unread bool // site.toml could not be read, and what it lists is not known
}

// Track is one line of business that a career can follow.
type Track struct {
	ID, Name, Short, Summary, Accent string
	Products, Customers, Cycle, Fits string
	At                               diag.Place // of its id
}

// Stage is one step of a career, or one of the paths that a step splits into.
type Stage struct {
	ID, Name, Years, Summary, Path string
	At                             diag.Place // of its id
}

// Ability is something that the playbooks teach.
type Ability struct {
	ID, Name, Summary string
}

// Accents are the names of the colours that the style sheet defines.
func Accents() []string {
	return []string{"teal", "indigo", "amber", "plum", "moss", "rust", "slate"}
}

// Parse reads the text of site.toml. Where it cannot be read at all, the
// configuration is that of an empty site.
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
	if c.Named = r.String("language"); c.Named != "" {
		c.Language = c.Named
	}
	c.Summary = r.String("summary")
	c.BaseURL = baseURL(r)
	c.EditURL = editURL(r)
	c.Report = reportURL(r)
	c.Navigation = r.Strings("navigation")
	c.StaleAfter = staleAfter(r)
	c.Active, c.ActiveAt = r.StringsAt("active")
	c.Tracks = readTracks(r)
	c.Stages = readStages(r)
	c.Abilities = readAbilities(r)
	r.Finish()
	return c, faults
}

// defaultID keeps two sites apart that do not say what they are: browsers share
// storage among all pages that are opened from a disk.
func defaultID(title string) string {
	h := fnv.New32a()
	h.Write([]byte(title))
	return fmt.Sprintf("site-%08x", h.Sum32())
}

// siteID reads the site's id, "" if there is none.
func siteID(r *toml.Reader) string {
	id := r.String("id")
	if fault, bad := checkSiteID(id, r.At("id")); bad && r.IsText("id") {
		r.Report(fault)
	}
	return id
}

// formerIDs reads the ids that the site had before.
func formerIDs(r *toml.Reader, id string) []string {
	former, places := r.StringsAt("former_ids")
	for i, f := range former {
		if fault, bad := checkSiteID(f, places[i]); bad {
			r.Report(fault)
		} else if f == id {
			r.Report(diag.Errorf(places[i], "bad-site-id", "%s is the site's id and no former one", f).WithHelp("take it out of former_ids"))
		}
	}
	return former
}

// checkSiteID refuses an empty id, and a colon, which ends the id in the keys of
// browsers' storage: the site a would take what belongs to the site a:b for its own.
func checkSiteID(id string, at diag.Place) (diag.Fault, bool) {
	if id == "" {
		return diag.Errorf(at, "bad-site-id", "the id is empty").
			WithHelp("write letters, digits and hyphens, or take it out"), true
	}
	return diag.Errorf(at, "bad-site-id", "the id %q has a colon in it", id).
		WithHelp("write letters, digits and hyphens"), strings.Contains(id, ":")
}

func staleAfter(r *toml.Reader) int {
	const year = 12
	months := r.Int("stale_after", year)
	if months < 0 {
		r.Report(diag.Errorf(r.At("stale_after"), "bad-months", "stale_after is %d, a number of months", months).
			WithHelp("write 12 for a year, 0 for never"))
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
		r.Report(diag.Errorf(r.At("accent"), "unknown-accent", "there is no accent %q", name).
			WithHelp("choose one of %s", strings.Join(Accents(), ", ")))
	}
	return name
}

// identifiers are the ids of one list, so that none is given twice.
type identifiers map[string]bool

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// IsID tells whether a text can be the id of a track, a stage or an ability.
func IsID(text string) bool { return validID.MatchString(text) }

func (ids identifiers) read(r *toml.Reader) string {
	r.Require("id", "name")
	id := r.String("id")
	switch {
	case !r.Has("id"):
	case !IsID(id):
		r.Report(diag.Errorf(r.At("id"), "bad-id", "%q cannot be an id", id).
			WithHelp("an id is a folder's name: lower-case letters a–z, digits and hyphens"))
	case ids[id]:
		r.Report(diag.Errorf(r.At("id"), "duplicate-id", "the id %s is given twice", id).
			WithHelp("give each entry an id of its own"))
	}
	ids[id] = true
	return id
}

// Track finds a track by its id; nil if there is none.
func (c *Config) Track(id string) *Track {
	for _, t := range c.Tracks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// Stage finds a stage by its id; nil if there is none.
func (c *Config) Stage(id string) *Stage {
	for _, s := range c.Stages {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Ability finds an ability by its id; nil if there is none.
func (c *Config) Ability(id string) *Ability {
	for _, a := range c.Abilities {
		if a.ID == id {
			return a
		}
	}
	return nil
}
