package output

import (
	"io/fs"
	"path"

	"cairn/generator/internal/diag"
)

// twoFolders reports folders that are spelled in two ways that some file system treats as
// equal, each folder once. keys are those of the files, in order.
func (t *Tree) twoFolders(keys []string) (faults []diag.Fault) {
	spelled := map[string]file{} // the first file in a folder, by the folder's key
	reported := map[string]bool{}
	for _, key := range keys {
		f := t.files[key][0]
		if !fs.ValidPath(key) {
			continue // misplaced reports it
		}
		folder := path.Dir(f.path)
		for at := path.Dir(key); at != "."; at, folder = path.Dir(at), path.Dir(folder) {
			first, known := spelled[at]
			switch {
			case !known:
				spelled[at] = file{path: folder, by: f.by}
			case first.path != folder && path.Base(first.path) != path.Base(folder) && !reported[at]:
				reported[at] = true
				faults = append(faults, diag.Errorf(f.by, "two-folders", "%s is published in the folder %s and %s in %s, which is the same folder on Windows and macOS",
					writer(first.by), first.path, writer(f.by), folder).
					WithHelp("rename one of the two folders so that the names differ in more than case or Unicode normalization of accents"))
			}
		}
	}
	return faults
}
