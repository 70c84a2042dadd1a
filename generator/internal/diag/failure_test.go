package diag

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

func TestUnwritten(t *testing.T) {
	for _, test := range []struct {
		err                         error
		message, help               string
		chineseMessage, chineseHelp string
	}{
		{&fs.PathError{Op: "write", Path: "/x/a.md", Err: syscall.ENOSPC}, "cannot write a.md: no space left on device", "free some space and try again; nothing was written",
			"无法写入 a.md：no space left on device", "腾出一些空间，再试一次；没有写入任何文件"},
		{&os.LinkError{Op: "rename", Err: syscall.EACCES}, "cannot write a.md: permission denied", "check that Cairn has permission to write there; nothing was written",
			"无法写入 a.md：permission denied", "检查 Cairn 有没有写入那里的权限；没有写入任何文件"},
		{errors.Join(syscall.EROFS, fs.ErrClosed), "cannot write a.md: read-only file system", "the disk is read-only; use a folder on another disk; nothing was written",
			"无法写入 a.md：read-only file system", "磁盘是只读的；请换一个磁盘上的文件夹；没有写入任何文件"},
		{&fs.PathError{Op: "openat", Path: "a.md", Err: errors.New("path escapes from parent")}, "cannot write a.md: path escapes from parent", "check that Cairn has permission to write there; nothing was written",
			"无法写入 a.md：path escapes from parent", "检查 Cairn 有没有写入那里的权限；没有写入任何文件"},
		{errors.New("odd"), "cannot write a.md: odd", "check that Cairn has permission to write there; nothing was written",
			"无法写入 a.md：odd", "检查 Cairn 有没有写入那里的权限；没有写入任何文件"},
	} {
		err := Unwritten(test.err, "a.md")
		var failure *Failure
		if !errors.As(err, &failure) || !errors.Is(err, test.err) {
			t.Fatalf("%v is no failure, or its cause is lost", err)
		}
		for want, got := range map[string]string{
			test.message:        failure.Message.String(),
			test.help:           failure.Help.String(),
			test.chineseMessage: CatalogueOf("zh").Say(failure.Message),
			test.chineseHelp:    CatalogueOf("zh").Say(failure.Help),
		} {
			if got != want {
				t.Errorf("it says\n%s\nwant\n%s", got, want)
			}
		}
	}
}
