package serve

import (
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
	tree    *output.Tree // the last site without errors as far as they are known; nil before the first
	whole   *output.Tree // the last site all of whose pages could be made; nil before the first
	number  int          // of tree
	files   int          // counts the changes of files that are no pages, such as pictures
	faults  []diag.Diagnostic
	words   diag.Catalogue // of the faults' language
	broken  bool           // the last build was no good
	changed chan struct{}  // closed when another state follows
}

func newServer(bound net.Addr, asked string) *server {
	return &server{
		hosts: newHosts(bound, asked),
		run:   strconv.FormatInt(time.Now().UnixNano(), 36),
		state: state{changed: make(chan struct{})},
	}
}

// show takes over the result of a build, some pages of which may not have been
// made yet.
func (s *server) show(result *build.Result) {
	s.change(func(next *state) {
		next.tell(result)
		if !next.broken {
			next.take(result.Tree)
		}
	})
}

// settle takes over what the rest of the build that is shown came to. If a page
// could not be made, the last site returns that was whole.
func (s *server) settle(result *build.Result) {
	s.change(func(next *state) {
		next.tell(result)
		switch {
		case !next.broken:
			next.whole = result.Tree
		case next.tree != next.whole:
			next.take(next.whole)
		}
	})
}

func (next *state) take(tree *output.Tree) {
	if next.tree == nil || tree == nil || !next.tree.SameFiles(tree) {
		next.files++
	}
	next.tree, next.number = tree, next.number+1
}

func (next *state) tell(result *build.Result) {
	errors, _ := diag.Count(result.Diagnostics)
	next.faults, next.words = result.Diagnostics, result.Words
	next.broken = errors > 0 || result.Tree == nil
}

// change makes the next state and wakes those that wait for it.
func (s *server) change(f func(next *state)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.state
	next.changed = make(chan struct{})
	f(&next)
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
