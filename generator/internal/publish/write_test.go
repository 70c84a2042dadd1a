package publish

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// each calls its function once for every path, and returns the failure of a call.
func TestEach(t *testing.T) {
	var paths, called []string
	for i := range 1000 {
		paths = append(paths, strconv.Itoa(1000+i))
	}
	failure := errors.New("disk full")
	var lock sync.Mutex
	call := func(failing string) error {
		called = nil
		return each(paths, func(path string, _ *bytes.Buffer) error {
			lock.Lock()
			defer lock.Unlock()
			called = append(called, path)
			if path == failing {
				return failure
			}
			return nil
		})
	}
	if err := call(""); err != nil || !slices.Equal(slices.Sorted(slices.Values(called)), paths) {
		t.Errorf("%d of %d paths, %v", len(called), len(paths), err)
	}
	if err := call("1000"); err != failure || !slices.Contains(called, "1000") {
		t.Errorf("%v after %d paths, want %v", err, len(called), failure)
	}
	if err := each(nil, func(string, *bytes.Buffer) error { return failure }); err != nil {
		t.Errorf("no path: %v", err)
	}
}
