package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// hosts tells the names under which the server may be addressed. A page of
// another site can make a name of its own point to this machine, but it can
// neither take the name localhost nor make a browser send an address of this
// machine as the name of its own.
type hosts struct {
	names     map[string]bool
	addresses bool // any address of the network, where the server listens there
}

func newHosts(bound net.Addr, asked string) hosts {
	h := hosts{names: map[string]bool{"localhost": true}, addresses: !isLoopback(bound)}
	if name, _, err := net.SplitHostPort(asked); err == nil && name != "" {
		h.names[strings.ToLower(name)] = true
	}
	if name, err := os.Hostname(); err == nil && h.addresses {
		h.names[strings.ToLower(name)] = true
		h.names[strings.ToLower(name)+".local"] = true
	}
	return h
}

// know tells whether a request's Host is one of the server's.
func (h hosts) know(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host || u.User != nil {
		return false
	}
	name := strings.ToLower(u.Hostname())
	if address, err := netip.ParseAddr(name); err == nil {
		return address.IsLoopback() || h.addresses || h.names[name]
	}
	return h.names[name]
}

// ownOrigin tells whether a request comes from a page of this server. Browsers
// say so in Sec-Fetch-Site, older ones in Origin whenever it is not.
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
