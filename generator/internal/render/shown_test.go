package render_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn"
	"cairn/generator/internal/render"
	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// TestShown compares every page of a small site with its snapshot. After an intended change,
//
//	go test ./generator/internal/render -run TestShown -update
//
// rewrites the snapshots. They show only the names of the words for scripts, and only the
// pages of framed show the frame that all pages share.
func TestShown(t *testing.T) {
	a := sitetest.Small().Assemble(sitetest.Options{Changes: sitetest.Changes()})
	if text := a.Report(); text != "" {
		t.Fatal(text)
	}
	shown := map[string]string{}
	for path, text := range rendered(t, a) {
		shown[path] = readable(path, text)
	}
	sitetest.Snapshots(t, "testdata/shown", shown)
	for _, layout := range layoutFiles(t) {
		if !slices.ContainsFunc(a.Pages, func(p *site.Page) bool { return string(p.Layout) == layout }) {
			t.Errorf("the small site has no page of layouts/%s.html", layout)
		}
	}
}

// layoutFiles returns the names of the theme's layouts except base, which is part of all.
func layoutFiles(t *testing.T) (names []string) {
	t.Helper()
	files, err := fs.Glob(cairn.Theme(), render.Root+"/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no layouts:", err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(path.Base(file), ".html"); name != "base" {
			names = append(names, name)
		}
	}
	return names
}

// framed are the pages whose snapshots have the frame that all pages share.
var framed = []string{"index.html", "404.html", "playbooks/saas/newcomer.html"}

var (
	hashInName   = regexp.MustCompile(`(assets/[\w/]*\w)[.-][0-9a-zA-Z]{8,}(\.\w+)`)
	wordsJSON    = regexp.MustCompile(`data-words='[^']*'`)
	wordName     = regexp.MustCompile(`"(\w+)":`)
	templateJSON = regexp.MustCompile(`data-template='[^']*'`)
	aboveMain    = regexp.MustCompile(`(?s)(<body[^>]*>\n).*(<main)`)
	belowMain    = regexp.MustCompile(`(?s)(</main>\n).*(</body>)`)
)

// readable removes data that people do not read or that other tests compare.
func readable(path, text string) string {
	text = hashInName.ReplaceAllString(text, "$1$2")
	text = templateJSON.ReplaceAllString(text, `data-template='…'`)
	text = wordsJSON.ReplaceAllStringFunc(text, func(words string) string {
		var names []string
		for _, found := range wordName.FindAllStringSubmatch(words, -1) {
			names = append(names, found[1])
		}
		return `data-words='` + strings.Join(names, " ") + `'`
	})
	if !slices.Contains(framed, path) {
		text = aboveMain.ReplaceAllString(text, "$1…\n$2")
		text = belowMain.ReplaceAllString(text, "$1…\n$2")
	}
	return text
}
