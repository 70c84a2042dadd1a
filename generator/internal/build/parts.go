package build

import (
	"io/fs"
	"strings"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/render"
)

// PartsRoot is the folder of the site of parts: a small site, with a site.toml and a content/
// of its own, whose pages together show every component of the theme.
const PartsRoot = render.Root + "/parts"

// NewParts returns a builder of the site of parts, with the layouts and styles of the site in
// source. Files of that site in the same folder replace those of the theme, or add pages.
func NewParts(source, theme fs.FS) *Builder {
	return New(partsSource{source, Overlay(source, theme)}, theme)
}

// partsSource has the site.toml and content/ of PartsRoot, and all else of a site.
type partsSource struct{ site, theme fs.FS }

func (p partsSource) Open(name string) (fs.File, error) {
	folder, name := p.at(name)
	return folder.Open(name)
}

func (p partsSource) Stat(name string) (fs.FileInfo, error) {
	folder, name := p.at(name)
	return fs.Stat(folder, name)
}

func (p partsSource) ReadDir(name string) ([]fs.DirEntry, error) {
	folder, name := p.at(name)
	return fs.ReadDir(folder, name)
}

// at returns the file system that has a file, and the file's name there.
func (p partsSource) at(name string) (fs.FS, string) {
	if top, _, _ := strings.Cut(name, "/"); top == render.Root || top == assets.Root {
		return p.site, name
	}
	return p.theme, PartsRoot + "/" + name
}
