package site

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
)

// SlotText is the text of content/company/NAME.md, which every page shows in its slots of
// that name.
type SlotText struct {
	Name, Source string
	Document     *markdown.Document
	Targets      []Target // by index of Document.Links
}

// SourceSlot is the parsed file of a slot text.
type SourceSlot struct {
	File     string
	Document *markdown.Document
}

// fillSlots sets the text of each slot of the pages, and warns of texts that no page uses.
func (a *assembler) fillSlots() {
	used := map[string]bool{}
	var names []string
	unread := false // the unread part of a page may have a slot
	texts := map[string]*SlotText{}
	for _, source := range a.Slots {
		name := slotName(source.File)
		texts[name] = &SlotText{Name: name, Source: source.File, Document: source.Document}
		a.checkSlotText(source)
	}
	for _, p := range a.site.Pages {
		if p.Document == nil {
			continue
		}
		unread = unread || p.Document.Unread
		p.Slots = make([]*SlotText, len(p.Document.Slots))
		for i, slot := range p.Document.Slots {
			p.Slots[i] = texts[slot.Name]
			if !used[slot.Name] {
				used[slot.Name] = true
				names = append(names, slot.Name)
			}
		}
	}
	for _, source := range a.Slots {
		name := slotName(source.File)
		if !used[name] && !unread {
			f := diag.Warnf(diag.WholeFile(source.File), "unused-slot", "no page has a slot %s", name)
			if near := diag.Nearest(name, names); near != "" {
				f = f.WithHelp("did you mean %s?", near)
			} else {
				f = f.WithHelp("rename the file to the name of a slot, or write `> [!SLOT] %s` on a page", name)
			}
			a.report(f)
		}
		a.site.SlotTexts = append(a.site.SlotTexts, texts[name])
	}
}

// slotName returns the name of the slots that a file fills.
func slotName(file string) string { return norm.NFC.String(strings.TrimSuffix(path.Base(file), ".md")) }

// checkSlotText reports headings, slots and asks in a slot text. A heading would disturb the
// outline of the pages that show the text; asks would lead to several pages.
func (a *assembler) checkSlotText(source SourceSlot) {
	if len(source.Document.Headings) > 0 {
		a.report(diag.Warnf(source.Document.Headings[0].Place, "heading-in-slot", "the text of a slot contains a heading").
			WithHelp("its text is inserted under the headings of other pages: write it in bold instead"))
	}
	if len(source.Document.Slots) > 0 {
		a.report(diag.Warnf(source.Document.Slots[0].Place, "slot-in-slot", "the text of a slot contains another slot").
			WithHelp("write the text itself here"))
	}
	for _, section := range source.Document.Sections {
		if len(section.Asks) > 0 {
			a.report(diag.Warnf(section.AsksAt[0], "asks-in-slot", "asks in the text of a slot do not count").
				WithHelp("write them on the page that answers them best"))
			break
		}
	}
}

// emptySlots reports each slot without a text, at its first use only.
func (s *Site) emptySlots() (faults []diag.Fault) {
	reported := map[string]bool{}
	for _, p := range s.Pages {
		for i, text := range p.Slots {
			slot := p.Document.Slots[i]
			if text != nil || reported[slot.Name] {
				continue
			}
			reported[slot.Name] = true
			faults = append(faults, diag.Infof(slot.Place, "empty-slot", "the slot %s is empty", slot.Name).
				WithHelp("write %s/%s.md; until then the page shows the text below", content.SlotRoot, slot.Name))
		}
	}
	return faults
}
