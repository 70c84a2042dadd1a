package content

import (
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A file that another machine has open for writing, which the kernel calls a lease, is read when the lease has ended.
func TestReaderAwaitsLease(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x.md")
	if err := os.WriteFile(name, []byte("旧"), 0o666); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	holder, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGIO)
	defer signal.Stop(broken)
	if _, err := unix.FcntlInt(holder.Fd(), unix.F_SETLEASE, unix.F_WRLCK); err != nil {
		t.Fatal(err)
	}
	go func() {
		<-broken
		_, _ = holder.WriteAt([]byte("新"), 0)
		_, _ = unix.FcntlInt(holder.Fd(), unix.F_SETLEASE, unix.F_UNLCK)
	}()
	reader := NewReader(Files(root))
	defer reader.Close()
	if text, _, faults := reader.Text(Entry{Path: "x.md"}); text != "新" || len(faults) > 0 {
		t.Errorf("the text is %q, %v", text, faults)
	}
}
