package serve

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"cairn/generator/internal/diag"
)

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	port := taken.Addr().(*net.TCPAddr).Port

	err = Serve(t.Context(), Options{Source: t.TempDir(), Addr: addr})
	var failure *ListenError
	if !errors.As(err, &failure) {
		t.Fatalf("error is %v", err)
	}
	if want := fmt.Sprintf("port %d is in use", port); failure.Message.String() != want {
		t.Errorf("message is %q, want %q", failure.Message, want)
	}
	if want := "choose another port with --addr, or leave out --addr to use the next free port"; failure.Help.String() != want {
		t.Errorf("help is %q, want %q", failure.Help, want)
	}

	var notices []string
	listener, err := listenFrom(addr, func(notice diag.Text) {
		notices = append(notices, notice.String(), diag.CatalogueOf("zh").Say(notice))
	})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	got := listener.Addr().(*net.TCPAddr).Port
	if got <= port || got > port+triedPorts {
		t.Errorf("port %d follows %d", got, port)
	}
	if want := fmt.Sprintf("[port %[1]d is in use; serving at port %[2]d instead 端口 %[1]d 已被占用，改用端口 %[2]d]", port, got); fmt.Sprint(notices) != want {
		t.Errorf("the author is told %s, want %s", notices, want)
	}
}

func TestListenErrors(t *testing.T) {
	tests := []struct{ addr, english, chinese, help, chineseHelp string }{
		{
			"192.0.2.1:8080", "cannot serve at 192.0.2.1:8080: cannot assign requested address",
			"无法在 192.0.2.1:8080 打开网站：cannot assign requested address",
			"choose an address of this machine and a port above 1023 with --addr, such as 127.0.0.1:8080",
			"用 --addr 指定这台电脑的地址和 1023 以上的端口，比如 127.0.0.1:8080",
		},
		{
			"no-such-host.invalid:8080", "cannot serve at no-such-host.invalid:8080: unknown host",
			"无法在 no-such-host.invalid:8080 打开网站：没有这个主机",
			"choose an address of this machine with --addr, such as 127.0.0.1:8080",
			"用 --addr 指定这台电脑的地址，比如 127.0.0.1:8080",
		},
	}
	words := diag.CatalogueOf("zh")
	for _, test := range tests {
		_, err := listen(test.addr, nil)
		var failure *ListenError
		if !errors.As(err, &failure) {
			t.Fatalf("error is %v", err)
		}
		if err.Error() != test.english || words.Say(failure.Message) != test.chinese {
			t.Errorf("error is %v, %s, want %s, %s", err, words.Say(failure.Message), test.english, test.chinese)
		}
		if failure.Help.String() != test.help || words.Say(failure.Help) != test.chineseHelp {
			t.Errorf("help is %v, %s, want %s, %s", failure.Help, words.Say(failure.Help), test.help, test.chineseHelp)
		}
	}
}

func TestBeyondLoopback(t *testing.T) {
	var notices []string
	listener, err := listen("0.0.0.0:0", func(notice diag.Text) {
		notices = append(notices, notice.String(), diag.CatalogueOf("zh").Say(notice))
	})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if want := "[everybody who can reach this machine can read the site at 0.0.0.0:0 能访问这台电脑的人都能在 0.0.0.0:0 看到这个网站]"; fmt.Sprint(notices) != want {
		t.Errorf("the author is told %s, want %s", notices, want)
	}
	if got := shownAddr(listener.Addr()); !strings.HasPrefix(got, "127.0.0.1:") {
		t.Errorf("the address shown is %s", got)
	}
}
