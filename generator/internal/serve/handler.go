package serve

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"cairn/generator/internal/output"
)

// ContentSecurityPolicy is the strictest content security policy under which a built site
// works.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types cairn; frame-ancestors 'none'"

// servedPolicy also allows the Trusted Types policy of the server's own script.
func servedPolicy() string {
	return strings.Replace(ContentSecurityPolicy, "trusted-types cairn;", "trusted-types cairn cairn-serve;", 1)
}

//go:embed client
var client embed.FS

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if !s.hosts.includes(r.Host) {
		plain(w, http.StatusForbidden, "403: this server does not know the host "+strconv.Quote(r.Host))
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "405: this server only gives pages")
		return
	}
	name, ok := sitePath(r.URL)
	switch {
	case ok && strings.HasPrefix(name, output.ServerFolder+"/"):
		s.serveOwn(w, r, strings.TrimPrefix(name, output.ServerFolder+"/"))
	case ok:
		s.servePage(w, r, name)
	default:
		s.notFound(w, s.now())
	}
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", servedPolicy())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // a foreign page cannot load the search index as a script
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// sitePath returns the path in the tree for a URL. It is false for a URL with a backslash,
// a NUL byte, an escaped slash, or a segment . or .. .
func sitePath(u *url.URL) (string, bool) {
	name, ok := strings.CutPrefix(u.Path, "/")
	if !ok || strings.ContainsAny(name, "\\\x00") || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return "", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name, fs.ValidPath(name) && name != "."
}

// serveOwn serves a file of the server itself.
func (s *server) serveOwn(w http.ResponseWriter, r *http.Request, name string) {
	if page, ok := strings.CutPrefix(name, partsFolder); ok {
		s.serveParts(w, page)
		return
	}
	switch name {
	case "events":
		s.serveEvents(w, r)
	case partsPage, "parts.js", "parts.css", "reload.js", "overlay.css":
		if name == partsPage {
			setFrames(w)
		}
		data, _ := client.ReadFile("client/" + name)
		write(w, http.StatusOK, name, data)
	default:
		s.notFound(w, s.now())
	}
}

func (s *server) servePage(w http.ResponseWriter, r *http.Request, name string) {
	now := s.now()
	if now.tree == nil {
		s.failed(w, now)
		return
	}
	if data, ok := now.get(name); ok && data == nil {
		s.failed(w, now)
		return
	} else if ok {
		write(w, http.StatusOK, name, s.withClient(name, data, now))
		return
	}
	if _, ok := now.tree.Get(name + "/index.html"); ok {
		http.Redirect(w, r, (&url.URL{Path: "/" + name + "/"}).String(), http.StatusFound)
		return
	}
	s.notFound(w, now)
}

// get returns a file of the site. For a page that cannot be rendered it returns the page of
// the last complete site, or no bytes if there is none.
func (now state) get(name string) ([]byte, bool) {
	data, ok := now.tree.Get(name)
	if ok && data == nil && now.complete != nil {
		data, _ = now.complete.Get(name)
	}
	return data, ok
}

func (s *server) notFound(w http.ResponseWriter, now state) {
	const name = "404.html"
	if now.tree != nil {
		if data, ok := now.get(name); ok && data != nil {
			write(w, http.StatusNotFound, name, s.withClient(name, data, now))
			return
		}
	}
	plain(w, http.StatusNotFound, "404: there is no such page")
}

func plain(w http.ResponseWriter, status int, message string) {
	write(w, status, ".txt", []byte(message+"\n"))
}

// write sends a file. Package http drops the body of a response to HEAD.
func write(w http.ResponseWriter, status int, name string, data []byte) {
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // an error means that the client has disconnected
}

// contentType returns the media type of a file name. It does not use package mime, whose
// table differs between machines.
func contentType(name string) string {
	types := map[string]string{
		".avif":        "image/avif",
		".css":         "text/css; charset=utf-8",
		".csv":         "text/csv; charset=utf-8",
		".gif":         "image/gif",
		".html":        "text/html; charset=utf-8",
		".ico":         "image/vnd.microsoft.icon",
		".ics":         "text/calendar; charset=utf-8",
		".jpeg":        "image/jpeg",
		".jpg":         "image/jpeg",
		".js":          "text/javascript; charset=utf-8",
		".json":        "application/json",
		".pdf":         "application/pdf",
		".png":         "image/png",
		".svg":         "image/svg+xml",
		".txt":         "text/plain; charset=utf-8",
		".webmanifest": "application/manifest+json",
		".webp":        "image/webp",
		".woff":        "font/woff",
		".woff2":       "font/woff2",
		".xlsx":        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		".xml":         "application/xml",
	}
	if known, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return known
	}
	return "application/octet-stream"
}
