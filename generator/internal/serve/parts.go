package serve

import (
	"net/http"
	"strings"
	"sync"

	"cairn/generator/internal/build"
	"cairn/generator/internal/output"
)

// partsPage is the page of parts, and partsFolder the folder of the pages that it shows in
// frames.
const partsPage, partsFolder = "parts.html", "parts/"

// parts is the site of parts, built when a page of it is first requested after a change.
type parts struct {
	build func() *build.Result

	mu     sync.Mutex
	number int // of the state for which tree was built; 0 before the first
	tree   *output.Tree
	fault  string // why there is no tree
}

// at returns the tree of parts in a state, or why it cannot be built.
func (p *parts) at(now state) (*output.Tree, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.number != now.number+1 {
		result := p.build()
		p.number, p.tree, p.fault = now.number+1, result.Tree, ""
		for _, d := range result.Diagnostics {
			p.fault += d.File + ": " + d.Message + "\n"
		}
	}
	return p.tree, p.fault
}

// setFrames allows a page to have frames, and to stand in one, of this server.
func setFrames(w http.ResponseWriter) {
	policy := strings.Replace(servedPolicy(), "frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'", 1)
	w.Header().Set("Content-Security-Policy", policy)
}

// serveParts answers a request for a file of the site of parts.
func (s *server) serveParts(w http.ResponseWriter, name string) {
	setFrames(w)
	now := s.now()
	tree, fault := s.parts.at(now)
	if tree == nil {
		plain(w, http.StatusServiceUnavailable, fault)
		return
	}
	if data, ok := tree.Get(name); ok && data != nil {
		write(w, http.StatusOK, name, s.withClient(name, data, now))
		return
	}
	plain(w, http.StatusNotFound, "404: there is no such page")
}
