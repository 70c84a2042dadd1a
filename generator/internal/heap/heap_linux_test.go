package heap

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// Allocations lie in memory that the kernel may back with huge pages. Neither that memory nor the idle memory is
// written.
func TestHeapGrowsInHugePages(t *testing.T) {
	if len(idle) != 64 || len(idle[0]) != 4<<20 {
		t.Errorf("%d blocks are idle", len(idle))
	}
	debug.FreeOSMemory() // that of other tests
	if kB := kilobytes(t, "/proc/self/status", "VmRSS"); kB > 64<<10 {
		t.Errorf("the program takes %d kB of memory", kB)
	}
	for _, size := range []int{1 << 20, 8 << 20, 64 << 20, 128 << 20} {
		if got := isAdvised(t, make([]byte, size)); got != hasHugePages() {
			t.Errorf("whether a block of %d bytes may have huge pages: %v, want %v", size, got, hasHugePages())
		}
	}
}

// If the user has set how the heap grows, memory is neither kept nor marked for huge pages.
func TestUserSetsTheHeap(t *testing.T) {
	if os.Getenv("GOGC") == "77" || os.Getenv("GOMEMLIMIT") == "1GiB" {
		fmt.Printf("idle %d, set %v, advised %v\n", len(idle), IsSet(), isAdvised(t, make([]byte, 8<<20)))
		return
	}
	for _, setting := range []string{"GOGC=77", "GOMEMLIMIT=1GiB"} {
		c := exec.Command(os.Args[0], "-test.run=^TestUserSetsTheHeap$")
		c.Env = append(os.Environ(), setting)
		out, err := c.CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), "idle 0, set true, advised false\n") {
			t.Errorf("%s: %s %v", setting, out, err)
		}
	}
}

// After UseSmallPages, memory that is written takes no huge pages.
func TestUseSmallPages(t *testing.T) {
	if os.Getenv("SMALL_PAGES") == "" {
		c := exec.Command(os.Args[0], "-test.run=^TestUseSmallPages$") // the setting cannot be taken back for the other tests
		c.Env = append(os.Environ(), "SMALL_PAGES=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s %v", out, err)
		}
		return
	}
	if got := takesHugePages(t); got != hasHugePages() {
		t.Errorf("before, a written block takes huge pages: %v, want %v", got, hasHugePages())
	}
	UseSmallPages()
	if takesHugePages(t) {
		t.Error("a written block takes huge pages")
	}
}

// hasHugePages reports whether the kernel backs marked memory with huge pages.
func hasHugePages() bool {
	setting, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	return err == nil && !strings.Contains(string(setting), "[never]")
}

// takesHugePages writes a new block and reports whether the huge pages of the program have become more.
func takesHugePages(t *testing.T) bool {
	t.Helper()
	before := kilobytes(t, "/proc/self/smaps_rollup", "AnonHugePages")
	block := make([]byte, 64<<20)
	for i := range block {
		block[i] = 1
	}
	return kilobytes(t, "/proc/self/smaps_rollup", "AnonHugePages") > before
}

// kilobytes returns the number in a line such as "VmRSS: 20480 kB" of a file in /proc.
func kilobytes(t *testing.T, file, name string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kB, err := strconv.Atoi(string(regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(text)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kB
}

// isAdvised reports whether the kernel may back the end of a block with huge pages: the flag "hg" of its range of
// addresses.
func isAdvised(t *testing.T, block []byte) bool {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	var at uint64
	if _, err := fmt.Sscanf(fmt.Sprintf("%p", &block[len(block)-1]), "0x%x", &at); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?ms)^([0-9a-f]+)-([0-9a-f]+) .*?^VmFlags:(.*?)$`).FindAllSubmatch(maps, -1) {
		from, _ := strconv.ParseUint(string(m[1]), 16, 64)
		to, _ := strconv.ParseUint(string(m[2]), 16, 64)
		if from <= at && at < to {
			return regexp.MustCompile(`\bhg\b`).Match(m[3])
		}
	}
	t.Fatalf("no range contains %x", at)
	return false
}
