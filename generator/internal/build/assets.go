package build

import (
	"crypto/sha256"
	"fmt"
	"io/fs"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// bundled is the last bundle of static/, and the hash of what it was made from.
type bundled struct {
	from   [sha256.Size]byte
	bundle *assets.Bundle
	faults []diag.Fault
}

// bundleAssets bundles static/, or takes the last bundle if nothing in it
// changed.
func (r *run) bundleAssets() *assets.Bundle {
	if from := fingerprint(r.theme, assets.Root); r.bundle.bundle == nil || from != r.bundle.from {
		bundle, faults := assets.Build(r.theme)
		r.bundle = bundled{from, bundle, faults}
	}
	for _, f := range r.bundle.faults {
		r.texts[f.File], _ = assets.Text(r.theme, f.File)
	}
	r.report(r.bundle.faults...)
	return r.bundle.bundle
}

// fingerprint is a hash of all files below a folder, of their names, and of why
// one cannot be read.
func fingerprint(theme fs.FS, root string) [sha256.Size]byte {
	h := sha256.New()
	fs.WalkDir(theme, root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			fmt.Fprintf(h, "%s %v\n", file, err)
		} else if !d.IsDir() {
			data, faults := content.ReadFile(theme, file)
			fmt.Fprintf(h, "%s %d %v\n", file, len(data), faults)
			h.Write(data)
		}
		return nil
	})
	return [sha256.Size]byte(h.Sum(nil))
}
