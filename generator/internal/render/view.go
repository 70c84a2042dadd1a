package render

import (
	"cmp"
	"fmt"
	"html/template"
	"iter"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/config"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
)

// View is the data of a layout: a page, its site, and the methods that a layout calls. What
// the theme shows on every page is a field, because a template reads a field in a third of the
// time in which it calls a method.
type View struct {
	Site    *site.Site
	Page    *site.Page
	Body    template.HTML // the page's Markdown, rendered
	Sidebar template.HTML // the partial "sidebar", rendered
	Sheet   *sheet.Sheet  // of a worksheet, evaluated with the defaults of its inputs
	Paper   bool          // a worksheet is rendered for the page that prints several

	Root        string        // the address of the site's root, relative to this page: "", "../", "../../"
	Title       string        // the content of the <title> element
	Canonical   string        // the page's absolute address; "" without base_url in site.toml, and for the "not found" page
	Unlisted    bool          // search engines must not list the page
	Description string        // see describe
	Heading     template.HTML // the page's heading of level 1, or its title if the Markdown has no such heading
	Summary     template.HTML // the page's summary
	HeadingID   string        // the anchor of the heading of level 1; "" if there is none
	Breadcrumbs template.HTML // see breadcrumbs
	Contents    template.HTML // links to the headings, as the entries of a list
	Related     template.HTML // links to pages on similar subjects, as the entries of a list
	Backlinks   template.HTML // links to the pages that link here, as the entries of a list
	Books       template.HTML // links to the books that contain the page
	Pager       *Pager        // nil for a page without neighbours
	HasClips    bool          // the page has a text to copy
	Tickable    bool          // the reader can mark the page as read
	Quotes      bool          // the page states a value of a worksheet
	Recall      bool          // the text has questions to answer without looking, except on the page of the cards
	Minutes     int           // the reading time; 0 if the page has no text
	ReadingTime string        // the reading time in words, below the heading; "" for a page that takes no more than a minute, and for a reading path
	Absence     string        // why the page is not published; "" if it is published
	Foot        *Foot

	renderer *Renderer
	layout   *template.Template
	sharing  []string // the shared partials that are being executed
}

// newView returns the view of a page in a layout, without what only some layouts show.
func (r *Renderer) newView(p *site.Page, t *template.Template) *View {
	v := &View{Site: r.site, Page: p, renderer: r, layout: t, HeadingID: headingID(p), Contents: contents(p), Minutes: p.Minutes()}
	isNotFound := p.Layout == site.LayoutNotFound
	if !isNotFound {
		v.Canonical = absolute(r.site, p)
	}
	v.Unlisted = isNotFound || p.Absence != ""
	if v.Minutes > 1 && p.Layout != site.LayoutPath {
		v.ReadingTime = fmt.Sprintf(r.words["reading.minutes"], v.Minutes)
	}
	v.Root = v.root()
	v.Title = v.title()
	v.Description = v.describe()
	v.Heading = r.names.mark(heading(p, v.address))
	v.Summary = r.names.title(p.Summary)
	v.Breadcrumbs = v.breadcrumbs()
	v.Related, v.Backlinks = v.linksTo(p.Related), v.linksTo(p.Backlinks)
	v.Books = v.books()
	v.Pager = v.pager()
	v.HasClips = p.HasClips()
	v.Tickable = isTickable(p.Layout)
	v.Quotes = p.Quotes()
	v.Recall = p.Document != nil && len(p.Document.Questions) > 0 && p.Layout != site.LayoutCards
	v.Absence = v.absence()
	v.Foot = v.foot()
	return v
}

// isTickable reports whether the reader can mark the pages of a layout as read.
func isTickable(l site.Layout) bool {
	return l == site.LayoutPage || l == site.LayoutPlaybook || l == site.LayoutTrack || l == site.LayoutStage
}

// URL returns the address of a path of the site, relative to this page. The "not found"
// page is served at any address, therefore its links are absolute.
func (v *View) URL(path string) string {
	if v.Page.Layout == site.LayoutNotFound {
		return v.Root + site.Relative("", path)
	}
	return site.Relative(v.Page.Path, path)
}

// Link returns the address of a page, relative to this page.
func (v *View) Link(p *site.Page) string { return v.URL(p.Path) }

func (v *View) root() string {
	if v.Page.Layout == site.LayoutNotFound {
		return cmp.Or(v.Site.Config.BaseURL, "/")
	}
	return site.ToRoot(v.Page.Path)
}

// Asset returns the address of an asset such as site.css, relative to this page.
func (v *View) Asset(name string) (string, error) {
	published := v.renderer.assets.Path(name)
	if published == "" {
		return "", fmt.Errorf("there is no asset %s", name)
	}
	return v.URL(published), nil
}

// descriptionLength is the maximum length of a description in characters. Search engines
// show about as many.
const descriptionLength = 120

// describe returns the page's summary for search engines. A page without a summary is
// described by, in this order: the site's summary on the home page, the terms on the page
// of the glossary, the beginning of its text, its title.
func (v *View) describe() string {
	var texts iter.Seq[string]
	switch {
	case v.Page.Summary != "":
		return v.Page.Summary
	case v.Page == v.Site.Home && v.Site.Config.Summary != "":
		return v.Site.Config.Summary
	case v.Page.Layout == site.LayoutGlossary:
		var names []string
		for _, t := range v.Site.Terms {
			names = append(names, t.Term)
		}
		texts = slices.Values([]string{strings.Join(names, v.renderer.words["locale.list"])})
	case v.Page.Document != nil:
		texts = v.Page.Document.TextParts()
	default:
		return v.Title
	}
	return cmp.Or(shorten(beginning(texts, descriptionLength+1), descriptionLength), v.Title)
}

// beginning returns the first words of texts, separated by single spaces: all words, or at
// least the given number of characters.
func beginning(texts iter.Seq[string], characters int) string {
	var b strings.Builder
	for text := range texts {
		for word := range strings.FieldsSeq(text) {
			if b.Len() > 0 {
				b.WriteByte(' ')
				characters--
			}
			b.WriteString(word)
			if characters -= utf8.RuneCountInString(word); characters <= 0 {
				return b.String()
			}
		}
	}
	return b.String()
}

// shorten cuts a text to at most length characters: after the last sentence that ends in
// the second half, otherwise anywhere, and appends "…".
func shorten(text string, length int) string {
	half, cut := offset(text, length/2), offset(text, length-1)
	if utf8.RuneCountInString(text[cut:]) <= 1 {
		return text
	}
	for end := cut; end > half; {
		sign, size := utf8.DecodeLastRuneInString(text[:end])
		if endsSentence(sign, text[end:]) {
			return text[:end]
		}
		end -= size
	}
	return text[:cut] + "…"
}

// offset returns the offset of the character with an index, the length of a shorter text.
func offset(text string, index int) int {
	for i := range text {
		if index == 0 {
			return i
		}
		index--
	}
	return len(text)
}

// firstSentence returns a text up to the end of its first sentence, or the whole text.
func firstSentence(text string) string {
	for i, sign := range text {
		if end := i + utf8.RuneLen(sign); endsSentence(sign, text[end:]) {
			return text[:end]
		}
	}
	return text
}

// endsSentence reports whether a sign with a text behind it ends a sentence: not that of 3.5 or example.com.
func endsSentence(sign rune, behind string) bool {
	switch sign {
	case '。', '！', '？':
		return true
	case '.', '!', '?':
		next, _ := utf8.DecodeRuneInString(behind)
		return behind == "" || !isASCIIWord(next)
	}
	return false
}

func isASCIIWord(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Word returns a word of the interface, in which the values replace the verbs %s and %d.
func (v *View) Word(key string, values ...any) (string, error) {
	word, ok := v.renderer.words[key]
	switch {
	case !ok:
		return "", fmt.Errorf("there is no word %s", key)
	case len(values) == 0:
		return word, nil
	}
	return fmt.Sprintf(word, values...), nil
}

// Month returns the name of a month from 1 to 12.
func (v *View) Month(month int) string { return v.renderer.words.Month(month) }

// Day returns a date without its year.
func (v *View) Day(month, day int) (string, error) { return v.Word("locale.day", v.Month(month), day) }

// headingID returns the anchor of the heading of level 1; "" if there is none.
func headingID(p *site.Page) string {
	if p.Document == nil {
		return ""
	}
	return p.Document.Title.ID
}

// heading returns the HTML of the page's heading of level 1, or the page's title if the
// Markdown has no such heading.
func heading(p *site.Page, address func(site.Target) string) template.HTML {
	if p.Document == nil || p.Document.Title.Inner.From == p.Document.Title.Inner.To {
		return template.HTML(template.HTMLEscapeString(p.Title))
	}
	inner := p.Document.Title.Inner
	edits := slices.DeleteFunc(unlinkAbsent(p.Document, p.Targets, nil), func(e markdown.Edit) bool { return e.From < inner.From || e.To > inner.To })
	return template.HTML(p.Document.RenderPart(inner, func(i int, _ markdown.Link) string { return address(p.Targets[i]) }, edits...))
}

// withoutTitle is the edit that removes the heading of level 1 from a page's body. Layouts
// show it above the body.
func withoutTitle(p *site.Page) markdown.Edit { return markdown.Edit{Span: p.Document.Title.Outer} }

// Target returns the address of target i of the page, such as the page that explains scale
// i of an assessment; "" if it has none.
func (v *View) Target(i int) string { return v.address(v.Page.Targets[i]) }

// pageBody renders the Markdown of the page. It fills the slots, and makes the first use of
// each glossary term a link.
func (v *View) pageBody() template.HTML {
	p := v.Page
	edits := append(v.slotTexts(p), withoutTitle(p))
	if p.Layout == site.LayoutPath {
		edits = append(edits, v.readingTimes(p)...)
	}
	slots := len(edits)
	for _, m := range p.Mentions {
		if !isReplaced(m.Span.From, edits[:slots]) {
			edits = append(edits, v.termLink(m))
		}
	}
	return v.render(p.Document, p.Targets, append(edits, v.namesInTables(p, edits)...)...)
}

// namesInTables keeps the names in the cells of tables whole. The mentions among the given edits are left to the style sheet.
func (v *View) namesInTables(p *site.Page, given []markdown.Edit) (edits []markdown.Edit) {
	d := p.Document
	keep := func(text markdown.Span) {
		for _, name := range v.renderer.names.in(d.HTML, text) {
			if !isReplaced(name.From, given) && !isReplaced(name.To-1, given) {
				edits = append(edits, markdown.Edit{Span: name, HTML: `<span class="phrase">` + d.HTML[name.From:name.To] + "</span>"})
			}
		}
	}
	for _, table := range d.Tables {
		first, _ := slices.BinarySearchFunc(d.Texts, table.From, func(s markdown.Span, from int) int { return cmp.Compare(s.From, from) })
		for _, text := range d.Texts[first:] {
			if text.From >= table.To {
				break
			}
			keep(text)
		}
		for _, l := range d.Links {
			if table.From < l.Hole && l.End < table.To && !l.Image {
				if text := textOfLink(d, l); !strings.ContainsRune(d.HTML[text.From:text.To], '<') {
					keep(text)
				}
			}
		}
	}
	return edits
}

// textOfLink returns the content of a link's element.
func textOfLink(d *markdown.Document, l markdown.Link) markdown.Span {
	return markdown.Span{From: l.Hole + strings.IndexByte(d.HTML[l.Hole:], '>') + 1, To: l.End - len("</a>")}
}

// slotTexts are the edits that fill the slots of a page.
func (v *View) slotTexts(p *site.Page) (edits []markdown.Edit) {
	for i, text := range p.Slots {
		if text != nil {
			html := `<div class="slot" data-filled>` + "\n" + string(v.render(text.Document, text.Targets)) + "</div>\n"
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: html})
		}
	}
	return edits
}

// isReplaced reports whether one of the edits replaces the byte at an offset.
func isReplaced(offset int, edits []markdown.Edit) bool {
	return slices.ContainsFunc(edits, func(e markdown.Edit) bool { return e.From <= offset && offset < e.To })
}

// readingTimes inserts, after each link of a reading path, how long the linked page or
// section takes to read.
func (v *View) readingTimes(p *site.Page) (edits []markdown.Edit) {
	for i, target := range p.Targets {
		page := v.Site.At(target.Path)
		link := p.Document.Links[i]
		if page == nil || link.Image {
			continue
		}
		anchor, _ := url.PathUnescape(strings.TrimPrefix(target.Fragment, "#"))
		if n := page.MinutesFrom(anchor); n > 0 {
			word := template.HTMLEscapeString(fmt.Sprintf(v.renderer.words["reading.minutes"], n))
			read, _ := v.reading(page.Path, sections(page, anchor)) // a list of texts is always JSON
			html := fmt.Sprintf(` <small class="minutes" data-minutes="%d" %s>%s</small>`, n, read, word)
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: link.End, To: link.End}, HTML: html})
		}
	}
	return edits
}

// termLink makes a mention of a glossary term a link to the glossary, which carries the first
// sentence of the definition; the glossary has the rest. If an author has linked the mention
// already, that link gets the sentence.
func (v *View) termLink(m site.Mention) markdown.Edit {
	attributes := fmt.Sprintf(` class="term-link" data-definition="%s"`, template.HTMLEscapeString(firstSentence(m.Term.Document.Text())))
	if m.Link {
		end := m.Span.To + len(`"`) // the end of the href attribute
		return markdown.Edit{Span: markdown.Span{From: end, To: end}, HTML: attributes}
	}
	address := template.HTMLEscapeString(v.URL(site.GlossaryPath) + "#" + m.Term.ID)
	word := v.Page.Document.HTML[m.Span.From:m.Span.To]
	return markdown.Edit{Span: m.Span, HTML: fmt.Sprintf(`<a href="%s"%s>%s</a>`, address, attributes, word)}
}

// render returns the HTML of a document with addresses relative to this page.
func (v *View) render(d *markdown.Document, targets []site.Target, edits ...markdown.Edit) template.HTML {
	edits = append(edits, v.renderer.headingPhrases(d, edits)...)
	return template.HTML(d.Render(func(i int, _ markdown.Link) string {
		return v.address(targets[i])
	}, unlinkAbsent(d, targets, append(edits, quoteMarks(d, targets, edits)...))...))
}

// quoteMarks are the attributes by which a script finds the links whose texts state a value of a
// worksheet: the value, the worksheet and the number in the text.
func quoteMarks(d *markdown.Document, targets []site.Target, given []markdown.Edit) (edits []markdown.Edit) {
	for i, t := range targets {
		end := d.Links[i].Hole + len(`"`) // the end of the href attribute
		if t.Quote == nil || isReplaced(d.Links[i].Hole, given) {
			continue
		}
		edits = append(edits, markdown.Edit{Span: markdown.Span{From: end, To: end}, HTML: fmt.Sprintf(` class="quote" data-quote="%s" data-quote-of="%s" data-quoted="%s"`,
			escaped(t.Quote.Name), escaped(t.Path), escaped(t.Quote.Number))})
	}
	return edits
}

// unlinkAbsent adds edits that remove the href attribute of each link to a page that is
// not published. It returns all edits in the order of their offsets: of two edits at the same
// place the shorter one comes first, such as the removal of a title that the page does not have
// before a slot's text.
func unlinkAbsent(d *markdown.Document, targets []site.Target, edits []markdown.Edit) []markdown.Edit {
	given := len(edits)
	for i, t := range targets {
		if hole := d.Links[i].Hole; t.Absent && !isReplaced(hole, edits[:given]) {
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: hole - len(` href="`), To: hole + len(`"`)}})
		}
	}
	slices.SortFunc(edits, func(a, b markdown.Edit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return edits
}

// address returns the address of a link target, relative to this page.
func (v *View) address(t site.Target) string {
	switch {
	case t.URL != "":
		return t.URL
	case t.Path == v.Page.Path && t.Fragment != "":
		return t.Fragment
	case t.Path == "":
		return ""
	}
	return v.URL(t.Path) + t.Fragment
}

// A template takes one argument. TrackView and the types that follow pass a view together
// with the value that the template shows.

// TrackView is the data of a template that shows a track.
type TrackView struct {
	View  *View
	Track *config.Track
}

// Track returns the data of a template that shows a track on this page.
func (v *View) Track(t *config.Track) TrackView { return TrackView{v, t} }

// CellView is the data of the template "cell", which shows a cell of the matrix: the label
// of its link is Name.
type CellView struct {
	View *View
	Cell site.Cell
	Name string
}

// Aim returns the text of the link to a playbook on the map: its aim, or else the cell's name.
// Its lines end between phrases, and a range of numbers stays on one line.
func (c CellView) Aim() template.HTML {
	return c.View.renderer.names.narrow(strings.ReplaceAll(cmp.Or(c.Cell.Playbook.Aim, c.Name), "–", "–\u2060"))
}

// Cell returns the data of the template "cell".
func (v *View) Cell(c site.Cell, name string) CellView { return CellView{v, c, name} }

// CardsView is the data of the template "cards", which lists pages.
type CardsView struct {
	View  *View
	Pages []*site.Page
}

// Cards returns the data of the template "cards".
func (v *View) Cards(pages []*site.Page) CardsView { return CardsView{v, pages} }

// Items returns the pages as the entries of a list, with their tracks' colours and their summaries.
func (c CardsView) Items() template.HTML {
	var list strings.Builder
	for _, p := range c.Pages {
		list.WriteString(`<li class="card"`)
		if p.Track != nil {
			list.WriteString(` data-accent="` + template.HTMLEscapeString(p.Track.Accent) + `"`)
		}
		list.WriteString(">" + string(link(c.View.Link(p), c.View.renderer.names.title(p.Title))))
		if p.Summary != "" {
			list.WriteString("<p>" + template.HTMLEscapeString(p.Summary) + "</p>")
		}
		list.WriteString("</li>\n")
	}
	return template.HTML(list.String())
}

// Names identify a track or a stage to a script.
type Names struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Short string `json:"short"` // optional
}

// Tracks returns the names of all tracks.
func (v *View) Tracks() []Names {
	names := []Names{}
	for _, t := range v.Site.Config.Tracks {
		names = append(names, Names{t.ID, t.Name, t.Short})
	}
	return names
}

// Stages returns the names of all stages.
func (v *View) Stages() []Names {
	names := []Names{}
	for _, s := range v.Site.Config.Stages {
		names = append(names, Names{s.ID, s.Name, s.Path})
	}
	return names
}

// AllNames returns a text with every name of tracks or stages, each of which the roster of a
// planning session takes: 通用 SaaS（SaaS）. Names that differ only in case are listed once.
func (v *View) AllNames(all []Names) string {
	word := v.renderer.words
	texts := make([]string, len(all))
	for i, n := range all {
		names := []string{n.Name}
		for _, other := range []string{n.Short, n.ID} {
			if other != "" && !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, other) }) {
				names = append(names, other)
			}
		}
		texts[i] = n.Name
		if len(names) > 1 {
			texts[i] += word["locale.open"] + strings.Join(names[1:], word["locale.list"]) + word["locale.close"]
		}
	}
	return strings.Join(texts, word["locale.list"])
}
