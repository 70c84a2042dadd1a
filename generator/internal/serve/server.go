package serve

import (
	"bytes"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// server answers requests with the last good site.
type server struct {
	hosts hosts
	run   string // tells this run of the server from others

	mu    sync.Mutex
	state state
}

// state is what the server shows between two builds. It is never changed, but
// followed by another.
type state struct {
	tree    *output.Tree      // the last good site; nil before the first
	number  int               // of the last good site
	faults  []diag.Diagnostic // why the last build was no good
	changed chan struct{}     // closed when another state follows
}

func newServer(bound net.Addr, asked string) *server {
	return &server{
		hosts: newHosts(bound, asked),
		run:   strconv.FormatInt(time.Now().UnixNano(), 36),
		state: state{changed: make(chan struct{})},
	}
}

// show takes over the result of a build.
func (s *server) show(result *build.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.state
	next.changed = make(chan struct{})
	if errors, _ := diag.Count(result.Diagnostics); errors > 0 || result.Tree == nil {
		next.faults = result.Diagnostics
	} else {
		next.faults = nil
		if !equal(next.tree, result.Tree) {
			next.tree, next.number = result.Tree, next.number+1
		}
	}
	close(s.state.changed)
	s.state = next
}

func (s *server) now() state {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// version names a site so that no other, of this run or another, has its name.
func (s *server) version(now state) string {
	return fmt.Sprintf("%s.%d", s.run, now.number)
}

// equal tells whether two sites are the same, so that a file that was saved
// without a change reloads nothing.
func equal(a, b *output.Tree) bool {
	if a == nil || a.Len() != b.Len() {
		return false
	}
	for _, path := range b.Paths() {
		was, ok := a.Get(path)
		is, _ := b.Get(path)
		if !ok || !bytes.Equal(was, is) {
			return false
		}
	}
	return true
}
