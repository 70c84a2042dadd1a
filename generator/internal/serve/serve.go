// Package serve is the development server. It builds a site in memory, serves it over HTTP,
// watches the source, rebuilds after each change, and updates open pages.
//
// If a build has errors, the server keeps serving the last site without errors, with the
// errors shown over its pages. Before the first such site, every address answers with the
// errors.
//
// Builds are lazy: a page, or the search index, is made at its first request, and only the
// files under content/ that the system reports as changed are read again, or all if one of them
// is new, gone or a link. A saved page is therefore shown without rendering the rest of a large
// site. When the author pauses, the
// server renders the remaining pages to find their faults. It also reads all of content/,
// because the system may drop a report of a change; if a file differs from the build's
// input, it rebuilds the site from all files.
//
// The script in an open page replaces the changed elements of the page if no other script
// has used them, so that typed text and the scroll position stay. It replaces changed style
// sheets. After any other change it reloads the page, and restores the scroll position, the
// focus and the text being typed.
//
// The server is for its author alone. By default it listens on the loopback interface. It
// answers only known host names, which prevents DNS rebinding: another site's page cannot
// reach the server under a name that resolves to this machine. It serves only the built
// tree and its own files, and it sends the content security policy of a strict host, so
// that violations show during development. Its own files are under /_cairn/:
//
//	/_cairn/reload.js     the script in every page: shows errors, updates the page
//	/_cairn/overlay.css   the style of the errors
//	/_cairn/events        server-sent events, only for pages of this server
//	/_cairn/parts.html    the page of parts: every component of the theme in every state
//	/_cairn/parts/        the site whose pages it shows
package serve

import (
	"context"
	"net"
	"net/http"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// settling is the delay between a build and the rendering of its remaining pages, in which
// the browser can request the page that its reader looks at.
const settling = 200 * time.Millisecond

// Options configure Serve.
type Options struct {
	Source string // the folder to watch
	Addr   string // HOST:PORT; empty for DefaultAddr or the next free port
	// Build builds the site. It is called at the start and after every change, with the
	// files that may have changed; nil means that any file may have.
	Build    func(changed []string) *build.Result
	Parts    func() *build.Result // builds the site of parts
	Ready    func(url string)     // called once, when the server answers at url
	Built    func(*build.Result)  // called after every build, which may be lazy
	Complete func(*build.Result)  // called when the remaining pages of a build are rendered, unless another build came first
	Notice   func(diag.Text)      // called with messages for the author
}

// Serve serves until the context ends, and then returns nil.
func Serve(ctx context.Context, options Options) error {
	listener, err := listen(options.Addr, options.Notice)
	if err != nil {
		return err
	}
	changes := watch(ctx, options.Source, options.Notice)
	s := newServer(listener.Addr(), options.Addr, options.Parts)
	rest, leave := s.rebuild(ctx, options, changes)
	defer func() { leave() }()
	server := &http.Server{
		Handler:                      s,
		ReadHeaderTimeout:            5 * time.Second,
		MaxHeaderBytes:               64 << 10,
		DisableGeneralOptionsHandler: true,
		BaseContext:                  func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	options.Ready("http://" + shownAddr(listener.Addr()) + "/")
	for {
		select {
		case <-changes.C:
			leave()
			rest, leave = s.rebuild(ctx, options, changes)
		case result := <-rest:
			s.showComplete(result)
			options.Complete(result)
		case err := <-served:
			return err
		case <-ctx.Done():
			return stop(server)
		}
	}
}

// rebuild builds the site and shows it. It then renders the remaining pages in the
// background, sends the complete result to rest, and stops early if leave is called.
func (s *server) rebuild(ctx context.Context, options Options, changes *changes) (rest <-chan *build.Result, leave func()) {
	result := options.Build(changes.take())
	s.show(result)
	options.Built(result)
	ctx, leave = context.WithCancel(ctx)
	made := make(chan *build.Result, 1)
	go complete(ctx, result, made, changes)
	return made, leave
}

// complete renders the remaining pages of a build after the delay settling. If the build
// missed a change, it starts another build instead.
func complete(ctx context.Context, result *build.Result, made chan<- *build.Result, changes *changes) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(settling):
	}
	stale := result.Stale()
	switch {
	case ctx.Err() != nil: // the next build may have read the missed change
	case stale:
		changes.add()
	case result.Tree == nil: // its faults have been shown
	default:
		if completed := result.Complete(ctx); completed != nil {
			made <- completed
		}
	}
}

// stop shuts the server down, and gives running requests two seconds to end.
func stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		return server.Close()
	}
	return nil
}
