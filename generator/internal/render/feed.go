package render

import (
	"cmp"
	"encoding/xml"
	"slices"

	"cairn/generator/internal/content"
	"cairn/generator/internal/site"
)

// File is a published file that is not a page.
type File struct {
	Path string
	Data []byte
}

const (
	siteMapPath = "sitemap.xml"
	FeedPath    = "feed.xml"
	robotsPath  = "robots.txt"

	feedLength = 30 // entries
)

// SitemapAndFeed returns sitemap.xml, the feed of recently changed pages, and a robots.txt
// that names the sitemap. They need absolute URLs: a site without base_url has none of
// them. An author's own content/robots.txt replaces the generated file.
func (r *Renderer) SitemapAndFeed() []File {
	if r.site.Config.BaseURL == "" {
		return nil
	}
	files := []File{{siteMapPath, document(newSiteMap(r.site))}}
	if len(r.recent) > 0 {
		files = append(files, File{FeedPath, document(newFeed(r.site, r.recent))})
	}
	if !slices.Contains(r.site.Assets, content.Root+"/"+robotsPath) {
		robots := "User-agent: *\nAllow: /\n\nSitemap: " + r.site.Config.BaseURL + siteMapPath + "\n"
		files = append(files, File{robotsPath, []byte(robots)})
	}
	return files
}

// Feed returns the address of the feed, relative to this page; "" if there is none.
func (v *View) Feed() string {
	if len(v.renderer.recent) == 0 {
		return ""
	}
	return v.URL(FeedPath)
}

// published returns the pages that search engines may list.
func published(s *site.Site) []*site.Page {
	var pages []*site.Page
	for _, p := range s.Pages {
		if p.Absence == "" && !p.IsTool() && !p.IsForTeam() {
			pages = append(pages, p)
		}
	}
	return pages
}

// recent returns the entries of the feed: the pages that changed last, the latest first. A
// site without base_url has no feed, because entries need absolute URLs.
func recent(s *site.Site) []*site.Page {
	if s.Config.BaseURL == "" {
		return nil
	}
	pages := slices.DeleteFunc(published(s), func(p *site.Page) bool { return p.Updated == "" })
	slices.SortStableFunc(pages, func(a, b *site.Page) int { return cmp.Compare(b.Updated, a.Updated) })
	return pages[:min(feedLength, len(pages))]
}

// document encodes a value as an XML document. Encoding cannot fail, because every value
// consists of texts.
func document(value any) []byte {
	data, _ := xml.MarshalIndent(value, "", "  ")
	return append([]byte(xml.Header), append(data, '\n')...)
}

type siteMap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteMapURL `xml:"url"`
}

type siteMapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func newSiteMap(s *site.Site) siteMap {
	var m siteMap
	for _, p := range published(s) {
		m.URLs = append(m.URLs, siteMapURL{absolute(s, p), p.Updated})
	}
	return m
}

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Language string     `xml:"xml:lang,attr"`
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Subtitle string     `xml:"subtitle,omitempty"`
	Updated  string     `xml:"updated"`
	Author   string     `xml:"author>name"`
	Links    []feedLink `xml:"link"`
	Entries  []entry    `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    feedLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

func newFeed(s *site.Site, pages []*site.Page) feed {
	c := s.Config
	f := feed{
		Language: c.Language, ID: c.BaseURL, Title: c.Title, Subtitle: c.Summary, Updated: midnight(pages[0].Updated), Author: c.Title,
		Links: []feedLink{{"self", "application/atom+xml", c.BaseURL + FeedPath}, {"alternate", "text/html", c.BaseURL}},
	}
	for _, p := range pages {
		address := absolute(s, p)
		f.Entries = append(f.Entries, entry{address, p.Title, midnight(p.Updated), feedLink{Href: address}, p.Summary})
	}
	return f
}

// midnight returns the beginning of a date as a time of RFC 3339.
func midnight(date string) string { return date + "T00:00:00Z" }
