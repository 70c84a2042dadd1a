package heap

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"testing"
)

// If the user has set how the heap grows, memory is neither kept nor marked for huge pages.
func TestUserSetsTheHeap(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "100")
			if idle := Tune(); idle != nil {
				t.Errorf("%d blocks are kept", len(idle))
			}
			if UseHugePages(); isAdvised(t, make([]byte, 8<<20)) {
				t.Error("a block may have huge pages")
			}
		})
	}
}

// After UseHugePages, allocations lie in memory that the kernel may back with huge pages. Neither the idle
// memory nor the marked memory is written, even if the program has used and freed some before.
func TestHeapGrowsInHugePages(t *testing.T) {
	_, err := os.Stat("/sys/kernel/mm/transparent_hugepage/enabled")
	hasHugePages := err == nil
	used := make([]byte, 32<<20)
	for i := range used {
		used[i] = 1
	}
	before := resident(t)
	used = nil
	runtime.GC()
	idle := Tune()
	UseHugePages()
	if after := resident(t); after > before+32<<10 {
		t.Errorf("the program takes %d kB of memory, before it took %d", after, before)
	}
	for _, size := range []int{8 << 20, 64 << 20, 128 << 20} {
		if got := isAdvised(t, make([]byte, size)); got != hasHugePages {
			t.Errorf("whether a block of %d bytes may have huge pages: %v, want %v", size, got, hasHugePages)
		}
	}
	runtime.KeepAlive(idle)
}

// resident returns the memory of the program in kB.
func resident(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	kB, err := strconv.Atoi(string(regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kB
}

// isAdvised reports whether the kernel may back the end of a block with huge pages: the flag "hg" of its range of
// addresses. The beginning may lie in memory that was there before UseHugePages.
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
