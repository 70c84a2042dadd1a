package build

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/config"
	"cairn/generator/internal/render"
)

// Inputs is a hash of all that a build depends on, apart from the program and its theme: the
// options, the source, and the dates of last changes.
type Inputs [sha256.Size]byte

// inputsOf returns a function that computes the hash, for which it waits for the dates. The
// site's own layouts/ and static/ are hashed at once, before the build reads them: if one of
// their files is saved in between, the hash is not that of its new text, and the next build
// makes the site again.
func inputsOf(folder fs.FS, s *source, options Options) func() Inputs {
	layouts, static := fingerprint(folder, render.Root), fingerprint(folder, assets.Root)
	return sync.OnceValue(func() Inputs {
		h := sha256.New()
		w := bufio.NewWriter(h)
		if options.Changes != nil {
			dates := options.Changes()
			for _, file := range slices.Sorted(maps.Keys(dates)) {
				fmt.Fprintf(w, "%q %s\n", file, dates[file])
			}
		}
		options.Changes, options.Changed, options.IsKnown = nil, nil, nil
		fmt.Fprintf(w, "%+v %x %x %v\n", options, layouts, static, s.listFaults)
		s.config.hashTo(w, config.File)
		for _, e := range s.entries {
			s.files[e.Path].hashTo(w, e.Path)
		}
		w.Flush()
		return Inputs(h.Sum(nil))
	})
}

// hashTo writes all that a build depends on in a file.
func (f *sourceFile) hashTo(w *bufio.Writer, path string) {
	fmt.Fprintf(w, "%q %x %d %d %v\n", path, f.page, len(f.text), len(f.data), f.faults)
	w.WriteString(f.text)
	w.Write(f.data)
}
