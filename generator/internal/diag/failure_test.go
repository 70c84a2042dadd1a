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
			"写不了 a.md：no space left on device", "腾出一些空间，再试一次；什么也没有写"},
		{&os.LinkError{Op: "rename", Err: syscall.EACCES}, "cannot write a.md: permission denied", "see to it that Cairn may write there; nothing was written",
			"写不了 a.md：permission denied", "看看 Cairn 有没有往那里写的权限；什么也没有写"},
		{errors.Join(syscall.EROFS, fs.ErrClosed), "cannot write a.md: read-only file system", "the disk is read-only; use a folder on another one; nothing was written",
			"写不了 a.md：read-only file system", "磁盘是只读的；换到别的磁盘上的文件夹；什么也没有写"},
		{&fs.PathError{Op: "openat", Path: "a.md", Err: errors.New("path escapes from parent")}, "cannot write a.md: path escapes from parent", "see to it that Cairn may write there; nothing was written",
			"写不了 a.md：path escapes from parent", "看看 Cairn 有没有往那里写的权限；什么也没有写"},
		{errors.New("odd"), "cannot write a.md: odd", "see to it that Cairn may write there; nothing was written",
			"写不了 a.md：odd", "看看 Cairn 有没有往那里写的权限；什么也没有写"},
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
