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

// server answers requests with the last site without errors.
type server struct {
	hosts hosts
	run   string // identifies this run of the server
	parts parts

	mu    sync.Mutex
	state state
}

// state is the content of the server between two builds. It is immutable; a build makes
// the next state.
type state struct {
	tree     *output.Tree // the last site without known errors; nil before the first
	complete *output.Tree // the last site whose pages could all be rendered; nil before the first
	number   int          // counts the values of tree
	files    int          // counts the changes of files that are not pages, such as pictures
	faults   []diag.Diagnostic
	words    diag.Catalogue // of the faults' language
	broken   bool           // the last build has errors
	changed  chan struct{}  // closed when the next state is set
}

func newServer(bound net.Addr, asked string, buildParts func() *build.Result) *server {
	return &server{
		hosts: newHosts(bound, asked),
		parts: parts{build: buildParts},
		run:   strconv.FormatInt(time.Now().UnixNano(), 36),
		state: state{changed: make(chan struct{})},
	}
}

// show shows the result of a build, which may be lazy. A result with errors leaves the tree
// unchanged.
func (s *server) show(result *build.Result) {
	s.change(func(next *state) {
		next.setFaults(result)
		if !next.broken {
			next.setTree(result.Tree)
		}
	})
}

// showComplete shows the completed result of the last build. If a page could not be
// rendered, it returns to the last complete site.
func (s *server) showComplete(result *build.Result) {
	s.change(func(next *state) {
		next.setFaults(result)
		switch {
		case !next.broken:
			next.complete = result.Tree
		case next.tree != next.complete:
			next.setTree(next.complete)
		}
	})
}

func (next *state) setTree(tree *output.Tree) {
	if next.tree == nil || tree == nil || !next.tree.SameFiles(tree) {
		next.files++
	}
	next.tree, next.number = tree, next.number+1
}

func (next *state) setFaults(result *build.Result) {
	errors, _ := diag.Count(result.Diagnostics)
	next.faults, next.words = result.Diagnostics, result.Words
	next.broken = errors > 0 || result.Tree == nil
}

// change sets the next state and wakes the requests that wait for it.
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

// version returns an identifier of a state's tree, unique among all runs of the server.
func (s *server) version(now state) string {
	return fmt.Sprintf("%s.%d", s.run, now.number)
}
