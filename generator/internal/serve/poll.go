package serve

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// pollEvery is how often the source is looked at where the system does not tell
// of changes.
const pollEvery = time.Second

// poll tells of changes by looking. What has changed since the last look before
// it is told too.
func poll(ctx context.Context, source string, last [sha256.Size]byte, changes *changes) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if now := look(source); now != last {
				last = now
				changes.tell()
			}
		}
	}
}

// look is a hash of the names, sizes and times of all files of the source. A
// time here is not trusted to be later or earlier, only to differ.
func look(source string) [sha256.Size]byte {
	h := sha256.New()
	for _, name := range watched() {
		_ = filepath.WalkDir(filepath.Join(source, name), func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			info, err := os.Stat(name) // of the file to which a link leads
			if err != nil {
				info, err = entry.Info()
			}
			if err == nil {
				fmt.Fprintln(h, name, info.Mode(), info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return [sha256.Size]byte(h.Sum(nil))
}
