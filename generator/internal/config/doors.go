package config

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Door is a group of the navigation: what a reader does there, and the top-level folders and
// pages for that.
type Door struct {
	Title   string
	Pages   []string
	PagesAt []diag.Place
	Aside   bool // it is for those who write or host the site, and stands at the end of the navigation
}

// maxDoors is the number of doors for readers that one takes in at a glance.
const maxDoors = 7

func readDoors(r *toml.Reader) []*Door {
	var doors []*Door
	in := map[string]string{} // the titles of doors, by page
	forReaders := 0
	for _, t := range r.Tables("doors") {
		t.Require("title", "pages")
		door := &Door{Title: t.String("title"), Aside: t.Bool("aside")}
		if t.IsText("title") && strings.TrimSpace(door.Title) == "" {
			t.Report(diag.Errorf(t.At("title"), "bad-door", "the title of the door is empty").
				WithHelp("write in a few characters what a reader does there"))
		}
		pages, places := t.StringsAt("pages")
		if t.Has("pages") && len(pages) == 0 {
			t.Report(diag.Errorf(t.At("pages"), "bad-door", "the door %s leads to no page", door.Title).
				WithHelp("list folders or pages of the top level: pages = [\"playbooks\", \"glossary\"]; or remove the door"))
		}
		for i, page := range pages {
			page = norm.NFC.String(page)
			if other, twice := in[page]; twice {
				t.Report(diag.Errorf(places[i], "door-twice", "%s is behind the door %s already", page, other).
					WithHelp("a page stands behind one door: remove it from one of the two"))
				continue
			}
			in[page] = door.Title
			door.Pages, door.PagesAt = append(door.Pages, page), append(door.PagesAt, places[i])
		}
		if !door.Aside {
			if forReaders++; forReaders == maxDoors+1 {
				t.Report(diag.Warnf(t.At("title"), "many-doors", "this is the %dth door for readers", forReaders).
					WithHelp("nobody takes in more than %d at a glance: join two of them, or write aside = true for one that is not for readers", maxDoors))
			}
		}
		t.Finish()
		doors = append(doors, door)
	}
	return doors
}
