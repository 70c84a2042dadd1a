// Package serve shows an author the site while she writes it: it builds in
// memory, serves the result over HTTP, watches the source, and tells open pages
// to load themselves again.
//
// A build with errors leaves the last good site in place; the errors lie over
// its pages until they are mended. Where there is no good site yet, every
// address answers with the errors.
//
// Pages and the search index are made when they are first asked for, and under
// content/ only files that the system names as changed are read again, so that a
// page that was saved need not wait for ten thousand others. When the author
// pauses those are made too, to find what is wrong with them; and all of content/
// is read, since a system may lose what it should tell: if a file is not what it
// was taken for, the site is made anew.
//
// An open page takes over what has changed of it without being loaded again,
// where no script can have taken hold of that: what was typed and where one was
// reading stays. Style sheets are exchanged. Everything else loads the page
// again and puts back the scroll position, the focus, and what was being typed.
//
// The server is for its author and nobody else. It listens on loopback unless
// told otherwise, answers only hosts that it knows (so that a foreign page
// cannot reach it by a name that it points here), reads nothing but the built
// tree, and sends the policy that a careful host sends, so that what a reader's
// browser would refuse is refused here too. Its own files are under /_cairn/:
//
//	/_cairn/reload.js     loaded by every page it serves; shows errors, reloads
//	/_cairn/overlay.css   the look of the errors
//	/_cairn/events        server-sent events, for pages of this server alone
package serve

import (
	"context"
	"net"
	"net/http"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// settling is how long the rest of a site waits for the page that is looked at.
const settling = 200 * time.Millisecond

// Options are what the server needs.
type Options struct {
	Source string // the folder to watch
	Addr   string // HOST:PORT; empty for DefaultAddr or the next free port
	// Build makes the site; errors keep the last one. It is called again after
	// every change, with the files that may have changed; nil: any may have.
	Build  func(changed []string) *build.Result
	Ready  func(url string)    // called once, when the site is to be had at url
	Built  func(*build.Result) // called after every build, which may have put off pages
	Whole  func(*build.Result) // called when those are made too, unless another build came before
	Notice func(diag.Text)     // called with what the author should know
}

// Serve serves until the context ends, which is no error.
func Serve(ctx context.Context, options Options) error {
	listener, err := listen(options.Addr, options.Notice)
	if err != nil {
		return err
	}
	changes := watch(ctx, options.Source, options.Notice)
	s := newServer(listener.Addr(), options.Addr)
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
			s.settle(result)
			options.Whole(result)
		case err := <-served:
			return err
		case <-ctx.Done():
			return stop(server)
		}
	}
}

// rebuild makes the site anew and hands it to the server. The rest is what it
// comes to once all of its pages are made, unless that is left before.
func (s *server) rebuild(ctx context.Context, options Options, changes *changes) (rest <-chan *build.Result, leave func()) {
	result := options.Build(changes.take())
	s.show(result)
	options.Built(result)
	ctx, leave = context.WithCancel(ctx)
	made := make(chan *build.Result, 1)
	go complete(ctx, result, made, changes)
	return made, leave
}

// complete makes the rest of a site, after a moment for the page that its author
// is looking at. If a change was not told of, the site is made anew instead.
func complete(ctx context.Context, result *build.Result, made chan<- *build.Result, changes *changes) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(settling):
	}
	stale := result.Stale()
	switch {
	case ctx.Err() != nil: // another build may have read already what is stale in this one
	case stale:
		changes.tell()
	case result.Tree == nil: // what is wrong with it has been told
	default:
		if whole := result.Complete(ctx); whole != nil {
			made <- whole
		}
	}
}

// stop lets requests end that are under way, for a moment.
func stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		return server.Close()
	}
	return nil
}
