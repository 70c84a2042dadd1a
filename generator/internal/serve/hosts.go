package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// hosts is the set of host names that requests may name. Another site can make its own
// domain resolve to this machine (DNS rebinding), but the browser then sends that domain as
// the host, and neither localhost nor an IP address.
type hosts struct {
	names        map[string]bool
	anyAddresses bool // the server listens beyond loopback, so any IP address may be its own
}

func newHosts(bound net.Addr, asked string) hosts {
	h := hosts{names: map[string]bool{"localhost": true}, anyAddresses: !isLoopback(bound)}
	if name, _, err := net.SplitHostPort(asked); err == nil && name != "" {
		h.names[strings.ToLower(name)] = true
	}
	if name, err := os.Hostname(); err == nil && h.anyAddresses {
		h.names[strings.ToLower(name)] = true
		h.names[strings.ToLower(name)+".local"] = true
	}
	return h
}

// includes reports whether a request's Host names the server.
func (h hosts) includes(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host || u.User != nil {
		return false
	}
	name := strings.ToLower(u.Hostname())
	if address, err := netip.ParseAddr(name); err == nil {
		return address.IsLoopback() || h.anyAddresses || h.names[name]
	}
	return h.names[name]
}

// ownOrigin reports whether a request comes from a page of this server. Browsers send
// Sec-Fetch-Site; older ones send Origin with requests from other sites.
func ownOrigin(r *http.Request) bool {
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" {
			return false
		}
	}
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || u.Host != r.Host || u.Scheme != "http" && u.Scheme != "https" {
			return false
		}
	}
	return true
}
