package corpus

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The pages have the documented mean size, and every query's page exists.
func TestCorpus(t *testing.T) {
	s := New(400)
	size := 0
	for _, f := range s.Files {
		size += len(f.Data)
	}
	if mean := size / len(s.Files); mean < 2000 || mean > 3200 {
		t.Errorf("a page has %d bytes", mean)
	}
	count := map[string]int{}
	for _, q := range s.Queries {
		count[q.Kind]++
		if s.Files["content/"+q.Path[:len(q.Path)-len("html")]+"md"] == nil {
			t.Errorf("there is no page %s", q.Path)
		}
	}
	for _, kind := range Kinds() {
		if count[kind] != 50 {
			t.Errorf("%d queries of the kind %s", count[kind], kind)
		}
	}
	if diff := cmp.Diff(s.Queries, New(400).Queries); diff != "" {
		t.Error(diff)
	}
}
