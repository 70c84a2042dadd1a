package content

import (
	"regexp"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// FrontMatter holds the keys that a page has at its beginning, in TOML between two lines of
// +++. All keys are optional.
//
//	title     = "…"            # default: the first heading of level 1
//	summary   = "…"
//	aim       = "签下 5–8 家"    # what a playbook is about, in its cell of the map: ten Han at most
//	track     = "saas"         # the track of a playbook comes from its path
//	stage     = "newcomer"
//	abilities = ["technical"]
//	tags      = ["…"]
//	weight    = 10             # the pages of a folder are sorted by weight, smaller first
//	aliases   = ["old/path.html"] # former addresses, which redirect to the page
//	draft     = true           # not published; serve shows it, and --drafts publishes it
//	publish   = 2027-01-31     # published from this day on
//	expires   = 2027-06-30     # the last day on which it is published
//	quoted    = true           # links to its sections state what these say: the build compares numbers and marks
//	path      = true           # a reading path: its tasks are pages to read
//	leaflet   = true           # printed, it has only its texts to copy, on one page
//	updated   = 2026-11-20     # the last change; default: the date of the last commit
//
//	[[steps]]                  # a goal of a reader's first months
//	week   = 1                 # until the end of this week, counted from joining; 0: before joining
//	days   = [1, 2, 2, 3, 4]   # for each working day, its row in the first table below the anchor
//	title  = "第 1 周"
//	[[steps]]
//	month  = 3                 # until this number of months after joining; the last step may have no end
//	title  = "产品穿透"
//	anchor = "产品穿透"          # the heading of this page to read
//	today  = ["…"]             # tasks for the days of this step
//
//	[[rhythm]]                 # what recurs in the quarters of a fiscal year
//	quarter = 4                # only in this quarter; default: in each
//	month   = 3                # only in this month of the quarter; default: in each
//	weeks   = [-2, -1]         # only from this week of the quarter to that; negative: from its end
//	title   = "季度复盘"
//	anchor  = "一季怎么过"
//	today   = ["…"]
type FrontMatter struct {
	Title, Summary, Aim       string
	Track, Stage              string
	Abilities, Tags           []string
	AbilitiesAt               []diag.Place
	Aliases                   []Alias
	Weight                    int
	Draft, Path               bool
	Quoted, Leaflet           bool
	Updated, Publish, Expires toml.Date
	Steps                     []Step
	Rhythm                    []Rhythm
	Unread                    bool // the front matter could not be parsed

	places []keyPlace
}

// keyPlace is the place of a key's value.
type keyPlace struct {
	key string
	at  diag.Place
}

// At returns the place of a key's value, the zero Place if the key is absent.
func (m *FrontMatter) At(key string) diag.Place {
	for _, p := range m.places {
		if p.key == key {
			return p.at
		}
	}
	return diag.Place{}
}

// yamlFrontMatter matches YAML front matter, and not a body that begins with a thematic
// break.
var yamlFrontMatter = regexp.MustCompile(`^---[ \t]*\n((?:#.*\n)*[\w-]+[ \t]*:[\s\S]*?\n)---[ \t]*(?:\n|$)`)

// ParseFrontMatter parses the front matter of a page. It returns the offset in the text at
// which the body begins.
func ParseFrontMatter(file, text string) (m *FrontMatter, body int, faults []diag.Fault) {
	m = &FrontMatter{}
	start := diag.Place{File: file}
	if yaml := yamlFrontMatter.FindStringSubmatch(text); yaml != nil {
		m.Unread = true
		return m, len(yaml[0]), []diag.Fault{diag.Errorf(start, "yaml-front-matter", "front matter between --- lines is YAML, but Cairn reads TOML").
			WithHelp("write it as TOML:\n+++\n%s+++", asTOML(yaml[1]))}
	}
	from, to, body, found := fences(text)
	if !found {
		return m, 0, noFrontMatter(start, text)
	}
	if to < 0 {
		m.Unread = true
		return m, len(text), []diag.Fault{diag.Errorf(start, "unclosed-front-matter", "the front matter has no closing +++").
			WithHelp("put a line +++ after its last key")}
	}
	table, faults := toml.Parse(file, text, from, to)
	m.Unread = table == nil
	if table != nil {
		m.read(toml.NewReader(table, &faults))
	}
	return m, body, faults
}

// likeFrontMatter matches the beginning of a body that an author most likely meant as front
// matter: after an empty line, between full-width plus signs, or YAML without its closing
// line.
var likeFrontMatter = regexp.MustCompile(`^\s*(?:[+＋]{3,}[ \t\x{3000}]*\n\s*["\w\p{Han}-]+[ \t]*[=＝]` +
	`|---[ \t]*\n\s*(?:title|date|tags|summary|description|layout|draft|author|categories|weight|aliases)[ \t]*[:：])`)

// noFrontMatter warns of text that looks like front matter but is read as the body.
func noFrontMatter(start diag.Place, text string) []diag.Fault {
	if !likeFrontMatter.MatchString(text) {
		return nil
	}
	at := start.At(strings.IndexAny(text, "+＋-"))
	return []diag.Fault{diag.Warnf(at, "no-front-matter", "these lines are shown as text, not read as front matter").
		WithHelp("front matter is TOML between two lines of +++, the first of which is the first line of the file: title = \"…\"")}
}

// fences finds the lines of +++ around front matter. text[from:to] is the TOML between them,
// and body the offset after them. to is -1 if there is no closing line.
func fences(text string) (from, to, body int, found bool) {
	first, _, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t") != "+++" {
		return 0, 0, 0, false
	}
	from = min(len(first)+1, len(text))
	for at := from; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		next := min(at+len(line)+1, len(text))
		if strings.TrimRight(line, " \t") == "+++" {
			return from, at, next, true
		}
		at = next
	}
	return from, -1, len(text), true
}

func (m *FrontMatter) read(r *toml.Reader) {
	m.Title = r.String("title")
	m.Summary = r.String("summary")
	m.Aim = readAim(r)
	m.Track = r.String("track")
	m.Stage = r.String("stage")
	m.Abilities, m.AbilitiesAt = r.StringsAt("abilities")
	m.Tags = readTags(r)
	m.Weight = r.Int("weight", 0)
	m.Aliases = readAliases(r)
	m.Draft = r.Bool("draft")
	m.Publish, m.Expires = readDays(r)
	m.Path = r.Bool("path")
	m.Quoted = r.Bool("quoted")
	m.Leaflet = r.Bool("leaflet")
	m.Updated = r.Date("updated")
	m.Steps, m.Rhythm = readSteps(r), readRhythm(r)
	r.Finish()
	keys := r.Keys()
	m.places = make([]keyPlace, len(keys))
	for i, key := range keys {
		m.places[i] = keyPlace{strings.Clone(key), r.At(key)} // the key is a part of the page's text, which is not kept
	}
}

// maxAim is the width of an aim that fits into a cell of the map on a phone, in ems: two
// lines of five Han.
const maxAim = 10

// readAim reads what a playbook is about. It warns of a text that is too long for its cell.
func readAim(r *toml.Reader) string {
	aim := r.String("aim")
	if width := ems(aim); width > maxAim {
		r.Report(diag.Warnf(r.At("aim"), "long-aim", "the aim is %d characters wide, and a cell of the map has room for %d", width, maxAim).
			WithHelp("say the one thing that this cell is about, without its track and stage; two Latin letters or digits count as one character"))
	}
	return aim
}

// ems returns the width of a text, rounded up: 1 for a character of Chinese, half of it for a
// character of a Latin script.
func ems(text string) int {
	halves := 0
	for _, c := range text {
		halves++
		if c >= 0x2E80 || c == '—' || c == '…' || c == '“' || c == '”' {
			halves++
		}
	}
	return (halves + 1) / 2
}

// readTags reads the tags. It warns of several tags that are written as one text.
func readTags(r *toml.Reader) []string {
	if r.IsText("tags") {
		tags := splitTags(r.String("tags"))
		r.Report(diag.Warnf(r.At("tags"), "joined-tags", "the tags are a single text").
			WithHelp("put each tag in its own quotes: %s", list(tags)))
		return tags
	}
	tags, places := r.StringsAt("tags")
	for i, tag := range tags {
		if strings.ContainsAny(tag, "，、") {
			r.Report(diag.Warnf(places[i], "joined-tags", "the tag %q looks like several tags", tag).
				WithHelp("put each tag in its own quotes: %s", strings.Trim(list(splitTags(tag)), "[]")))
		}
	}
	return tags
}

// splitTags splits tags that are written as one text at commas and semicolons.
func splitTags(text string) (tags []string) {
	for tag := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("，、,;；", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}
