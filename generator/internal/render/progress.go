package render

import (
	"html/template"
	"strings"

	"cairn/generator/internal/site"
)

// Progress returns the attributes from which a script computes how much of a page a reader has
// read and done, without the page itself: its path, the anchors of its sections, and the keys of
// its tasks, cut to as many characters as tell them apart.
func (v *View) Progress(p *site.Page) (template.HTMLAttr, error) {
	attributes, err := v.reading(p.Path, sections(p, ""))
	if keys := taskKeys(p); err == nil && len(keys) > 0 {
		var tasks template.HTMLAttr
		tasks, err = v.Data("data-tasks", keys)
		attributes += " " + tasks
	}
	return attributes, err
}

// reading returns the attributes that name sections of a page.
func (v *View) reading(path string, sections []string) (template.HTMLAttr, error) {
	list, err := v.Data("data-sections", sections)
	return template.HTMLAttr(`data-page="`+template.HTMLEscapeString(path)+`" `) + list, err
}

// sections returns the anchors of the sections of level 2 that a link to an anchor of a page leads
// to: the one in which the anchor is, or all of them for "" and the anchor of the title. The text of
// a page without such headings is one section without an anchor.
func sections(p *site.Page, anchor string) []string {
	if p.Document == nil {
		return nil
	}
	isWhole := anchor == "" || anchor == p.Document.Title.ID
	all, current := []string{}, ""
	for _, h := range p.Document.Headings {
		if h.Level == 2 && h.ID != "" {
			all, current = append(all, h.ID), h.ID
		}
		if !isWhole && h.ID == anchor && current != "" {
			return []string{current}
		}
	}
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

// keyLength is the number of characters of a task's key, a digest in base 36, by which a script
// knows it among the tasks of its page.
const keyLength = 4

// taskKeys returns the beginnings of the keys of a page's tasks, also of those in its slots.
func taskKeys(p *site.Page) (keys []string) {
	if p.Document == nil {
		return nil
	}
	find := func(html string) {
		const attribute = ` data-key="`
		for {
			_, rest, found := strings.Cut(html, attribute)
			if !found {
				return
			}
			key, rest, _ := strings.Cut(rest, `"`)
			keys, html = append(keys, key[:min(keyLength, len(key))]), rest
		}
	}
	find(p.Document.HTML)
	for _, text := range p.Slots {
		if text != nil {
			find(text.Document.HTML)
		}
	}
	return keys
}
