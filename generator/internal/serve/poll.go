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

// pollEvery is the interval of polling.
const pollEvery = time.Second

// poll finds changes by comparing snapshots, the first of them with last, until the context
// ends.
func poll(ctx context.Context, source string, last [sha256.Size]byte, changes *changes) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if now := snapshot(source); now != last {
				last = now
				changes.add()
			}
		}
	}
}

// snapshot returns a hash of the names, sizes and modification times of all files of the
// source. Any different time counts as a change, since clocks of network drives differ.
func snapshot(source string) [sha256.Size]byte {
	h := sha256.New()
	for _, name := range watched() {
		_ = filepath.WalkDir(filepath.Join(source, name), func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			info, err := os.Stat(name) // follows links
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
