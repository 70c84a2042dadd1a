package serve

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"cairn/generator/internal/diag"
)

// DefaultAddr is the address of the server unless Options.Addr names another.
const DefaultAddr = "127.0.0.1:8080"

// triedPorts is the number of ports that are tried, starting with the port of DefaultAddr.
const triedPorts = 100

// ListenError is the error of an address that the server cannot listen at.
type ListenError struct {
	Message, Help diag.Text
	Err           error
}

func (e *ListenError) Error() string { return e.Message.String() }
func (e *ListenError) Unwrap() error { return e.Err }

// listen listens at addr, or at the first free port from DefaultAddr on if addr is empty.
func listen(addr string, notice func(diag.Text)) (net.Listener, error) {
	if addr == "" {
		return listenFrom(DefaultAddr, notice)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, listenError(addr, err)
	}
	if !isLoopback(listener.Addr()) {
		notice(diag.Textf("everybody who can reach this machine can read the site at %s", addr))
	}
	return listener, nil
}

// listenFrom listens at the first free port, starting with the port of addr.
func listenFrom(addr string, notice func(diag.Text)) (net.Listener, error) {
	start := netip.MustParseAddrPort(addr)
	var firstErr error
	for i := range triedPorts {
		listener, err := net.Listen("tcp", netip.AddrPortFrom(start.Addr(), start.Port()+uint16(i)).String())
		if err == nil {
			if i > 0 {
				notice(diag.Textf("port %d is in use; serving at port %d instead", start.Port(), int(start.Port())+i))
			}
			return listener, nil
		}
		if firstErr == nil {
			firstErr = err
		}
	}
	return nil, listenError(addr, firstErr)
}

func listenError(addr string, err error) error {
	_, port, _ := net.SplitHostPort(addr)
	var errno syscall.Errno
	var unknown *net.DNSError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &ListenError{
			Message: diag.Textf("port %s is in use", port),
			Help:    diag.Textf("choose another port with --addr, or leave out --addr to use the next free port"),
			Err:     err,
		}
	case errors.As(err, &unknown):
		return &ListenError{
			Message: diag.Textf("cannot serve at %s: unknown host", addr),
			Help:    diag.Textf("choose an address of this machine with --addr, such as %s", DefaultAddr),
			Err:     err,
		}
	case errors.As(err, &errno):
		return &ListenError{
			Message: diag.Textf("cannot serve at %s: %s", addr, errno),
			Help:    diag.Textf("choose an address of this machine and a port above 1023 with --addr, such as %s", DefaultAddr),
			Err:     err,
		}
	}
	return &ListenError{Message: diag.Textf("cannot serve at %s: %s", addr, err), Help: diag.Textf("choose another address with --addr"), Err: err}
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// shownAddr returns the address that a browser on this machine can open.
func shownAddr(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}
