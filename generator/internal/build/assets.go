package build

import (
	"crypto/sha256"
	"io"
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

// fingerprint is a hash of all files below a folder and of their names.
func fingerprint(theme fs.FS, root string) [sha256.Size]byte {
	h := sha256.New()
	fs.WalkDir(theme, root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := content.ReadFile(theme, file)
			io.WriteString(h, file)
			h.Write([]byte{0})
			h.Write(data)
			h.Write([]byte{0})
		}
		return nil
	})
	return [sha256.Size]byte(h.Sum(nil))
}
