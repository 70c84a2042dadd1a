package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// locate returns the output folder as an absolute path without symbolic links, and makes the
// folders above it. It refuses a place where publishing would destroy other files.
func locate(dir, source string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", failf(err, "cannot find %s", dir)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	if err := refusePlace(dir, resolve(abs), resolve(source), home); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(resolve(abs)), 0o777); err != nil {
		return "", failf(err, "cannot create the folder for %s", dir)
	}
	real := resolve(abs)
	info, err := os.Stat(real)
	if err == nil && !info.IsDir() {
		return "", refusef(diag.Textf("name a folder with --output"), "%s is a file, not a folder", dir)
	}
	if err != nil && exists(real) {
		return "", refusef(diag.Textf("remove the link, or choose another folder with --output"), "%s is a symbolic link to a folder that does not exist", dir)
	}
	return real, nil
}

func refusePlace(shown, dir, source, home string) error {
	help := diag.Textf("choose a separate folder with --output, such as public")
	if filepath.Dir(dir) == dir {
		return refusef(help, "%s is the root of the file system", shown)
	}
	if holds(dir, source) {
		return refusef(help, "%s is the site's source or contains it", shown)
	}
	if home != "" && holds(dir, home) {
		return refusef(help, "%s is the home folder or contains it", shown)
	}
	for _, name := range []string{"content", "layouts", "static", ".git"} {
		if holds(filepath.Join(source, name), dir) {
			return refusef(help, "%s is inside %s, a folder of the source", shown, name)
		}
	}
	return nil
}

// resolve makes a path absolute and follows the symbolic links in the part of it that
// exists.
func resolve(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	parent := filepath.Dir(abs)
	if parent == abs {
		return abs
	}
	return filepath.Join(resolve(parent), filepath.Base(abs))
}

// holds reports whether inner is outer or lies in it. It compares files rather than names,
// because a file system may ignore case.
func holds(outer, inner string) bool {
	for {
		if outer == inner || sameFile(outer, inner) {
			return true
		}
		parent := filepath.Dir(inner)
		if parent == inner {
			return false
		}
		inner = parent
	}
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// site is the site in the output folder.
type site struct {
	manifest manifest
	found    map[string]bool // files of the manifest that exist, without the manifest itself
}

// survey reads the output folder. It refuses a folder that holds files of other origin, or
// another site.
func (p *publisher) survey() (site, error) {
	entries, err := os.ReadDir(p.dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && onlyLitter(entries) {
		return site{}, nil
	}
	if err != nil {
		return site{}, failf(err, "cannot read %s", p.shown)
	}
	known, err := readManifest(filepath.Join(p.dir, output.Manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return site{}, refusef(diag.Textf("choose an empty or new folder with --output, or move its contents away"),
			"%s is not empty, and Cairn did not write it", p.shown)
	}
	if err != nil {
		return site{}, refusef(diag.Textf("remove the folder, or choose another one with --output"),
			"cannot verify that Cairn wrote %s: %s: %v", p.shown, output.Manifest, err)
	}
	if err := p.refuseOther(known.record); err != nil {
		return site{}, err
	}
	found, foreign, err := p.walk(known)
	if err != nil {
		return site{}, failf(err, "cannot read %s", p.shown)
	}
	if len(foreign) > 0 {
		return site{}, refusef(diag.Textf("move your own files elsewhere, or choose another folder with --output"),
			"%s contains files that Cairn did not write: %s", p.shown, firstFew(foreign))
	}
	return site{known, found}, nil
}

// walk lists the files of the output folder: those in the manifest, and foreign ones.
func (p *publisher) walk(known manifest) (found map[string]bool, foreign []string, err error) {
	ours := map[string]string{}
	for _, list := range [][]string{known.Files, known.Kept} {
		for _, path := range list {
			ours[norm.NFC.String(path)] = path // HFS+ returns names in another normal form
		}
	}
	found = map[string]bool{}
	err = filepath.WalkDir(p.dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(p.dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		path, isOurs := ours[norm.NFC.String(rel)]
		switch {
		case rel == output.Manifest || isLitter(entry.Name()):
		case isOurs && entry.Type().IsRegular():
			found[path] = true
		default:
			foreign = append(foreign, rel)
		}
		return nil
	})
	return found, foreign, err
}

// isLitter reports whether a file is one that file managers write into folders. Such a file
// does not prevent publishing.
func isLitter(name string) bool {
	return name == ".DS_Store" || strings.EqualFold(name, "Thumbs.db") || strings.EqualFold(name, "desktop.ini")
}

func onlyLitter(entries []fs.DirEntry) bool {
	for _, entry := range entries {
		if !isLitter(entry.Name()) {
			return false
		}
	}
	return true
}

func firstFew(names []string) diag.Text {
	const few = 3
	if len(names) <= few {
		return diag.Textf("%s", strings.Join(names, ", "))
	}
	return diag.Textf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
