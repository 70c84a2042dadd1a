package render

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	texttemplate "text/template"
	"text/template/parse"

	"cairn/generator/internal/diag"
)

// Attachment is an element that a script of static/ works on. The script finds the element
// by its anchor, which is an attribute, and looks for the other attributes inside of it.
type Attachment struct {
	Anchor   string   // "" for the whole page
	Required []string // the script fails if one of these attributes is missing
	Optional []string // the script works without these attributes
}

// Attachments lists all attributes that the scripts look for in a layout. A test compares
// the list with the scripts and with the layouts of the theme.
func Attachments() []Attachment {
	return []Attachment{
		{"", []string{"data-site", "data-root", "data-locale", "data-page", "data-layout"}, []string{"data-former-sites"}},
		{"data-search", []string{"data-engine", "data-index", `role="combobox"`, `role="listbox"`, "data-search-status"}, []string{"data-search-ways"}},
		{"data-search-page", nil, []string{"data-filters", "data-filter", "data-search-hint"}},
		{"data-lost", nil, nil},
		{"data-questions", []string{"data-list", "data-export", "data-clear"}, nil},
		{"data-theme-switch", nil, nil},
		{"data-menu", []string{`id="ui:navigation"`}, []string{"data-other-tracks", "data-track", "data-stage"}},
		{"data-contents", nil, []string{"data-close", "data-here"}},
		{"data-keys", nil, nil},
		{"data-notice", nil, nil},
		{"data-forget", []string{"data-export-kept"}, nil},
		{"data-import", nil, []string{"data-import-styles"}},
		{"data-report", nil, nil},
		{"data-prose", nil, []string{"data-copied", "data-ticks-key", "data-formerly", "data-quote-script"}},
		{"data-recall-script", nil, nil},
		{"data-decks", []string{"data-question"}, []string{"data-asked", "data-asked-questions", "data-none", "data-print-cards"}},
		{"data-review", []string{"data-reviews"}, nil},
		{"data-progress", nil, nil},
		{"data-reading", nil, nil},
		{"data-page-done", nil, nil},
		{"data-map", nil, nil},
		{"data-left", nil, nil},
		{"data-home", []string{"data-reader", "data-guide", "data-change", `name="track"`, `name="stage"`, `name="joined"`}, []string{
			"data-guides", "data-irregular", "data-who", "data-kept", "data-when", "data-rest", "data-shifted", "data-missing", "data-week",
			"data-path", "data-script", "data-step", "data-quarter", "data-playbook", "data-sheet", "data-plan",
		}},
		{"data-cell", nil, []string{"data-accent"}},
		{"data-worksheet", []string{"data-template", "data-hash", "data-form", "data-status", "data-field", "data-problem"}, []string{
			"data-badge", "data-answers", "data-confirm", "data-unknown", "data-ask", "data-asks", "data-unfit", "data-count",
			"data-actions", "data-action-script", "data-print-sheet", "data-pen-script", "data-pen-styles", "data-book", "data-book-script", "data-csv", "data-reset", "data-whole", "data-why", "data-verdict-of", "data-term",
			"data-tone", "data-bars", "data-load", "data-meter", "data-answer", "data-slice", "data-milestone", "data-days",
			"data-week-of", "data-learning", "data-week-name", "data-week-title", "data-per", "data-week", "data-fold", "data-group", "data-gist", "data-confirm-group",
			"data-suggestion", "data-effect", "data-apply", "data-take-back", "data-errors", "data-next-error",
			"data-fulfilled", "data-finding", "data-finding-name", "data-finding-examples", "data-finding-text",
			"data-finding-part", "data-finding-cure", "data-finding-cautious", "data-idle", "data-renewed", "data-quarter-body",
			"data-tally", "data-ticks", "data-tick", "data-boxes", "data-owed", "data-turn", "data-unfold", "data-ahead", "data-due", "data-reminder", "data-step", "data-months", "data-rule", "data-monday-script",
			"data-year", "data-year-styles", "data-year-panel",
		}},
		{"data-plans", nil, []string{
			"data-person", "data-people", "data-others", "data-chosen", "data-next", "data-undo", "data-redo", "data-more",
			"data-save-plan", "data-copy-link", "data-open-plan", "data-chairs", "data-chairs-styles", "data-ics", "data-revise", "data-remove",
		}},
		{"data-outdated", nil, []string{"data-redefined", "data-checked"}},
		{"data-session", []string{"data-tracks", "data-stages", "data-setup", "data-paper", "data-papers", "data-problems", `name="sheet"`}, []string{
			"data-track", "data-stage", "data-facilitator", "data-tally", "data-tally-row", "data-forget-roster", "data-status", `name="copies"`, `name="roster"`, "data-script", "data-styles", `name="cards"`, `name="facilitator"`,
			"data-files", "data-filled-script", "data-given", "data-drop-files", `name="blank"`, "data-team-sheet", `name="team"`,
		}},
		{"data-team", []string{"data-choices", "data-tracks", "data-stages", "data-files", "data-left-out", "data-report", "data-targets", "data-table", "data-lines"}, []string{
			"data-empty", "data-status", "data-print-team", "data-outputs", "data-script", "data-save-team", "data-chairs", "data-chairs-styles",
		}},
		{"data-keying", []string{"data-keying-panel"}, []string{"data-keying-script", "data-begin-keying", "data-keyed", "data-forget-keyed"}},
		{"data-line", nil, []string{"data-milestone", "data-month", "data-ask", "data-choices"}},
		{"data-assessment", []string{"data-answers", "data-status"}, []string{
			"data-profile", "data-buttons", "data-keep", "data-export", "data-print", "data-clear", "data-scales", "data-scale",
			"data-gauge", "data-mark", "data-gap", "data-why", "data-expected", "data-before", "data-reached",
			"data-before-legend", "data-earlier",
		}},
	}
}

// CheckHooks reports the attributes of Attachments that the layouts of the theme have and
// the same layouts with a site's own files lack: an error if the script fails without the
// attribute, otherwise information. isOwn reports whether a file is the site's.
func (l *Layouts) CheckHooks(theme *Layouts, isOwn func(file string) bool) []diag.Fault {
	var faults []diag.Fault
	for _, layout := range slices.Sorted(maps.Keys(theme.byName)) {
		t := l.byName[layout]
		if t == nil {
			continue
		}
		offered, found := attributes(layout, theme.byName[layout]), attributes(layout, t)
		missing := func(name string, isRequired bool) {
			if len(offered[name]) == 0 || len(found[name]) > 0 {
				return
			}
			candidates := append(slices.Clone(offered[name]), Root+"/"+layout+".html", Root+"/base.html")
			if i := slices.IndexFunc(candidates, isOwn); i >= 0 {
				faults = append(faults, missingHook(candidates[i], name, offered[name][0], isRequired))
			}
		}
		for _, c := range Attachments() {
			missing(c.Anchor, false)
			if c.Anchor != "" && len(found[c.Anchor]) == 0 {
				continue
			}
			for _, name := range c.Required {
				missing(name, true)
			}
			for _, name := range c.Optional {
				missing(name, false)
			}
		}
	}
	return slices.CompactFunc(sortedByName(faults), func(a, b diag.Fault) bool { return a.Place == b.Place && a.Message.String() == b.Message.String() })
}

func sortedByName(faults []diag.Fault) []diag.Fault {
	slices.SortStableFunc(faults, func(a, b diag.Fault) int {
		return strings.Compare(a.File+a.Message.String(), b.File+b.Message.String())
	})
	return faults
}

func missingHook(file, name, from string, isRequired bool) diag.Fault {
	if isRequired {
		return diag.Errorf(diag.WholeFile(file), "layout-hook", "no element has %s, and a script of the page fails without it", name).
			WithHelp("copy it from the theme's %s", from)
	}
	return diag.Infof(diag.WholeFile(file), "layout-hook", "no element has %s: a script of the page does nothing there", name).
		WithHelp("unless you removed it on purpose, copy it from the theme's %s", from)
}

// attribute matches an attribute in the form of Attachments: its name, for some of them with
// the value.
var attribute = regexp.MustCompile(`[\s"'](data-[a-z-]+|(?:name|id|role)="[a-z:-]+")`)

var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// attributes returns the attributes in the templates that a page of a layout may execute,
// each with the files that contain it.
func attributes(layout string, t *texttemplate.Template) map[string][]string {
	found := map[string][]string{}
	for _, defined := range reachable(layout, t) {
		walkLists(defined.Tree.Root, func(list *parse.ListNode) {
			for _, n := range list.Nodes {
				var text string
				switch n := n.(type) {
				case *parse.TextNode:
					text = comment.ReplaceAllString(string(n.Text), "")
				case *parse.ActionNode: // {{.Data "data-template" $template}}
					text = n.String()
				}
				for _, m := range attribute.FindAllStringSubmatch(text, -1) {
					found[m[1]] = append(found[m[1]], Root+"/"+defined.Tree.ParseName)
				}
			}
		})
	}
	for name, files := range found {
		slices.Sort(files)
		found[name] = slices.Compact(files)
	}
	return found
}
