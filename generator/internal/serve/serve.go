// Package serve shows an author the site while she writes it: it builds in
// memory, serves the result over HTTP, watches the source, and tells open pages
// to load themselves again.
//
// A build with errors leaves the last good site in place; the errors lie over
// its pages until they are mended. Where there is no good site yet, every
// address answers with the errors.
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
)

// Options are what the server needs.
type Options struct {
	Source string               // the folder to watch
	Addr   string               // HOST:PORT; empty for DefaultAddr or the next free port
	Build  func() *build.Result // makes the site; errors keep the last one. Called again after every change
	Ready  func(url string)     // called once, when the site is to be had at url
	Built  func(*build.Result)  // called after every build
	Notice func(message string) // called with what the author should know
}

// Serve serves until the context ends, which is no error.
func Serve(ctx context.Context, options Options) error {
	listener, err := listen(options.Addr, options.Notice)
	if err != nil {
		return err
	}
	changes := watch(ctx, options.Source, options.Notice)
	s := newServer(listener.Addr(), options.Addr)
	s.rebuild(options)
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
		case <-changes:
			s.rebuild(options)
		case err := <-served:
			return err
		case <-ctx.Done():
			return stop(server)
		}
	}
}

// rebuild makes the site anew and hands it to the server.
func (s *server) rebuild(options Options) {
	result := options.Build()
	options.Built(result)
	s.show(result)
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
