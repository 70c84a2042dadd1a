package search

import (
	"fmt"
	"slices"
	"testing"
)

// A vocabulary knows a term again, short or long, whatever stands behind it in its buffer, and
// beside many others.
func TestVocabulary(t *testing.T) {
	v := newVocabulary()
	names := []string{"约", "续约", "续约#", "a", "ab", "12345678", "123456789", "1234567890", "~xuyuekehu#", "~xuyuekeh#"}
	for i := range 2000 {
		names = append(names, fmt.Sprintf("x%x", i*i))
	}
	for range 2 {
		for n, name := range names {
			buffer := []byte(name + "behind")
			if got := v.number(buffer[:len(name)]); int(got) != n {
				t.Fatalf("%q has the number %d, not %d", name, got, n)
			}
			if got := v.number(buffer[:len(name):len(name)]); int(got) != n {
				t.Fatalf("%q alone has the number %d, not %d", name, got, n)
			}
		}
	}
	for n, name := range names {
		if got := string(v.appendTerm([]byte("before "), int32(n))); got != "before "+name {
			t.Errorf("%q is written as %q", name, got)
		}
	}
	order := v.inOrder(nil)
	slices.Sort(names)
	for n, name := range names {
		if got := string(v.appendTerm(nil, order[n].number)); got != name {
			t.Errorf("in the order of terms %q is number %d, not %q", got, n, name)
		}
	}
	if v.clear(); v.number([]byte("约定")) != 0 || v.number([]byte("123456789")) != 1 {
		t.Error("terms stay")
	}
}
