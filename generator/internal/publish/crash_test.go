package publish

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/sample"
)

// The test binary is also the process that is killed: it publishes one version after the
// other into a folder.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CAIRN_PUBLISH_DIR"); dir != "" {
		os.Exit(publishForever(dir))
	}
	os.Exit(m.Run())
}

func publishForever(dir string) int {
	d := realDisk()
	if os.Getenv("CAIRN_PUBLISH_RENAMES") != "" {
		d.exchange = func(_, _ string) error { return errors.ErrUnsupported }
	}
	if step, err := strconv.Atoi(os.Getenv("CAIRN_PUBLISH_STEP")); err == nil {
		var done atomic.Int64
		d = before(d, func(string) error {
			if done.Add(1) > int64(step) {
				kill()
			}
			return nil
		})
	}
	first, _ := strconv.Atoi(os.Getenv("CAIRN_PUBLISH_VERSION"))
	fmt.Println("at work")
	for version := first; ; version++ {
		if _, err := publish(generation(version).tree(), filepath.Join(dir, "public"), Options{Source: dir + "/source"}, d); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		if os.Getenv("CAIRN_PUBLISH_STEP") != "" {
			return 0
		}
	}
}

func kill() {
	self, _ := os.FindProcess(os.Getpid())
	_ = self.Kill()
	select {}
}

// before calls f before every change to the disk.
func before(d disk, f func(what string) error) disk {
	one := func(what string, do func(string) error) func(string) error {
		return func(path string) error {
			if err := f(what); err != nil {
				return err
			}
			return do(path)
		}
	}
	two := func(what string, do func(string, string) error) func(string, string) error {
		return func(from, to string) error {
			if err := f(what); err != nil {
				return err
			}
			return do(from, to)
		}
	}
	return disk{
		mkdir: one("mkdir", d.mkdir),
		write: func(path string, data []byte) error {
			if err := f("write"); err != nil {
				_ = d.write(path, data[:len(data)/2]) // a full disk takes a part
				return err
			}
			return d.write(path, data)
		},
		link:     two("link", d.link),
		exchange: two("exchange", d.exchange),
		rename:   two("rename", d.rename),
		remove:   one("remove", d.remove),
		flush:    one("flush", d.flush),
	}
}

// generation returns a site of which half of the files change with every version.
func generation(version int) files {
	site := files{"index.html": fmt.Sprint("version ", version), fmt.Sprintf("assets/site.%d.css", version): "css"}
	for i := range 30 {
		site[fmt.Sprintf("same/%d.html", i)] = "the same"
		site[fmt.Sprintf("pages/%d/index.html", i)] = fmt.Sprintf("page %d of version %d", i, version)
	}
	return site
}

// wantWhole checks that the folder holds one complete version and otherwise only assets of
// the previous version, and returns the number of the version.
func wantWhole(t *testing.T, public string) int {
	t.Helper()
	got := onDisk(t, public)
	var version int
	if _, err := fmt.Sscanf(got["index.html"], "version %d", &version); err != nil {
		t.Fatalf("no site: index.html is %q", got["index.html"])
	}
	maps.DeleteFunc(got, func(path, _ string) bool { return path == fmt.Sprintf("assets/site.%d.css", version-1) })
	if diff := cmp.Diff(generation(version), got); diff != "" {
		t.Fatalf("half a site (-want +got):\n%s", diff)
	}
	return version
}

// child starts a publishing process and waits until it has begun to write.
func child(t *testing.T, dir string, version int, env ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CAIRN_PUBLISH_DIR="+dir, fmt.Sprint("CAIRN_PUBLISH_VERSION=", version))
	cmd.Env = append(cmd.Env, env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = stdout.Read(make([]byte, 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, &stderr
}

// TestKill kills a publishing process at random moments.
func TestKill(t *testing.T) {
	kills := sample.Count(t, 15, 40)
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	start := time.Now()
	mustPublish(t, dir, generation(0))
	longest := int64(3 * time.Since(start)) // within three publications or so
	version, advanced := 0, 0
	for range kills {
		cmd, stderr := child(t, dir, version+1)
		time.Sleep(time.Duration(rand.Int64N(longest)))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if stderr.Len() > 0 {
			t.Fatalf("the process says: %s", stderr)
		}
		now := wantWhole(t, public)
		if now > version {
			advanced++
		}
		version = now
	}
	t.Logf("%d kills, %d of them after a new version was published, no half site", kills, advanced)
	if advanced == 0 {
		t.Error("no kill came after a publication: the test proves nothing")
	}
	mustPublish(t, dir, generation(version+1))
	wantAlone(t, dir, "public")
}

// TestKillAtEveryStep kills a publishing process before each of the changes that
// it makes to the disk, with and without a file system that exchanges folders.
func TestKillAtEveryStep(t *testing.T) {
	for _, mode := range []string{"", "renames"} {
		t.Run("mode "+mode, func(t *testing.T) {
			dir := t.TempDir()
			public := filepath.Join(dir, "public")
			version, steps := 0, 0
			mustPublish(t, dir, generation(0))
			for {
				cmd, stderr := child(t, dir, version+1, fmt.Sprint("CAIRN_PUBLISH_STEP=", steps), "CAIRN_PUBLISH_RENAMES="+mode)
				err := cmd.Wait()
				if stderr.Len() > 0 {
					t.Fatalf("step %d: the process says: %s", steps, stderr)
				}
				if mode == "renames" && !exists(public) { // between two renames; a run that does nothing else mends it
					p := &publisher{disk: realDisk(), dir: public, next: sibling(public, "next"), old: sibling(public, "old")}
					if err := p.recover(); err != nil {
						t.Fatal(err)
					}
					wantAlone(t, dir, ".public.cairn-lock", "public")
				}
				version = wantWhole(t, public)
				if err == nil {
					break
				}
				steps += 1 + steps/20 // thin out the many alike in the middle
			}
			if steps < 50 {
				t.Errorf("only %d steps", steps)
			}
			mustPublish(t, dir, generation(version+1))
			wantAlone(t, dir, "public")
		})
	}
}

// TestDiskFull lets every change to the disk fail in turn: once, or together with all later
// changes that take space. The old site stays unchanged, and the next run cleans up.
func TestDiskFull(t *testing.T) {
	const help = "free some space and try again; the published site is unchanged"
	for _, mode := range []string{"", "renames", "stays full"} {
		t.Run("mode "+mode, func(t *testing.T) {
			dir := t.TempDir()
			public := filepath.Join(dir, "public")
			mustPublish(t, dir, generation(0))
			version := 0
			for step := 0; ; step++ {
				d, failing := realDisk(), ""
				var done atomic.Int64
				if mode == "renames" {
					d.exchange = func(_, _ string) error { return errors.ErrUnsupported }
				}
				d = before(d, func(what string) error {
					n := done.Add(1) - int64(step) - 1
					takesSpace := what == "mkdir" || what == "write" || what == "link"
					if n == 0 {
						failing = what
					}
					if n == 0 || n > 0 && mode == "stays full" && takesSpace {
						return &os.PathError{Op: what, Path: "x", Err: syscall.ENOSPC}
					}
					return nil
				})
				before := onDisk(t, public)
				_, err := publish(generation(version+1).tree(), public, Options{Source: dir + "/source"}, d)
				if err == nil {
					version++
					if failing == "mkdir" || failing == "write" || failing == "flush" {
						t.Fatalf("step %d: %s failed, and nobody was told", step, failing)
					}
				} else if diff := cmp.Diff(before, onDisk(t, public)); diff != "" {
					t.Fatalf("step %d, %s: the old site has changed:\n%s", step, failing, diff)
				}
				if now := wantWhole(t, public); now != version {
					t.Fatalf("step %d, %s: version %d, want %d, error %v", step, failing, now, version, err)
				}
				var failure *diag.Failure
				if err != nil && (!errors.As(err, &failure) || failure.Help.String() != help) {
					t.Fatalf("step %d, %s: error is %#v", step, failing, err)
				}
				if failing == "" {
					break
				}
			}
			mustPublish(t, dir, generation(version+1))
			wantAlone(t, dir, "public")
		})
	}
}

func TestFailureInWords(t *testing.T) {
	tests := []struct {
		err                         error
		message, help               string
		chineseMessage, chineseHelp string
	}{
		{&os.PathError{Op: "open", Path: "/x/.public.cairn-next/a", Err: syscall.ENOSPC}, "cannot write public: no space left on device", "free some space and try again",
			"无法写入 public：no space left on device", "腾出一些空间，再试一次"},
		{&os.LinkError{Op: "rename", Err: syscall.EACCES}, "cannot write public: permission denied", "Cairn writes the new site beside the old one, so it needs permission to write in the folder that contains the output folder",
			"无法写入 public：permission denied", "Cairn 先把新网站写在旧网站旁边，所以需要输出文件夹上一层的写入权限"},
		{syscall.EROFS, "cannot write public: read-only file system", "the disk is read-only; choose another folder with --output",
			"无法写入 public：read-only file system", "磁盘是只读的；用 --output 换一个文件夹"},
		{syscall.EBUSY, "cannot write public: device or resource busy", "the output folder is in use or is a mount point; name a folder inside it with --output",
			"无法写入 public：device or resource busy", "输出文件夹正在使用，或者是一个挂载点；用 --output 指定它里面的一个文件夹"},
		{errors.New("odd"), "cannot write public: odd", "check that Cairn has permission to write there",
			"无法写入 public：odd", "检查 Cairn 有没有写入那里的权限"},
	}
	for _, test := range tests {
		var failure *diag.Failure
		if !errors.As(failf(test.err, "cannot write %s", "public"), &failure) {
			t.Fatal("no failure")
		}
		if failure.Message.String() != test.message {
			t.Errorf("message is\n%s\nwant\n%s", failure.Message, test.message)
		}
		if want := test.help + "; the published site is unchanged"; failure.Help.String() != want {
			t.Errorf("help is\n%s\nwant\n%s", failure.Help, want)
		}
		words := diag.CatalogueOf("zh")
		if got := words.Say(failure.Message); got != test.chineseMessage {
			t.Errorf("message is\n%s\nwant\n%s", got, test.chineseMessage)
		}
		if got, want := words.Say(failure.Help), test.chineseHelp+"；已发布的网站没有变动"; got != want {
			t.Errorf("help is\n%s\nwant\n%s", got, want)
		}
		if !errors.Is(failure, test.err) {
			t.Error("the cause is lost")
		}
	}
}
