package search

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/jstest"
)

// Numbers of every size come back as they were written, also where a kind's sudden change makes them long.
func TestNumbers(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/numbers.ts")
	for _, list := range [][]uint32{
		{}, {0}, {1, 2, 3}, {1 << 23, 0, 0, 0}, slices.Repeat([]uint32{0}, 200), append(slices.Repeat([]uint32{0}, 100), 1<<24-1, 5, 0),
		{31, 32, 33, 63, 64, 65, 1023, 1024, 1 << 20}, append(slices.Repeat([]uint32{9000}, 100), 0, 1, 0),
	} {
		w, k := numberWriter{}, newKind(16)
		for _, n := range list {
			w.number(&k, n)
		}
		text := string(w.end())
		var inGo []uint32
		r, k := numberReader{text: text}, newKind(16)
		for !r.done() {
			inGo = append(inGo, uint32(r.number(&k)))
		}
		if !slices.Equal(inGo, list) {
			t.Errorf("Go reads %v for %v", inGo, list)
		}
		vm.Set("text", text)
		value, err := vm.RunString(`{ const list = []; const n = new module.Numbers(text), k = new module.Kind(16); while (!n.done) list.push(n.next(k)); JSON.stringify(list) }`)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(fmt.Sprint(list), " ", ","); value.String() != want {
			t.Errorf("the browser reads %s for %s", value, want)
		}
	}
}

// The browser keeps the decoded postings of the terms that were used last, up to a number of postings.
func TestDecoderKeepsTerms(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/postings.ts")
	w, k := numberWriter{}, newKinds(3)
	for page := range uint32(3) {
		w.number(&k.pages, 0)
		if page == 0 {
			k.begin(0)
		}
		w.number(&k.places, 0)
		w.number(&k.fields, page)
		w.number(&k.positions, 1)
	}
	vm.Set("text", string(w.end()))
	value, err := vm.RunString(`{
		const decoder = new module.Decoder(() => false, 3, 6);
		const lines = ["甲乙", "乙丙", "丙丁"].map((term) => [term, text, ""]);
		const first = lines.map(() => undefined);
		[0, 1, 0, 2, 0, 1, 2].map((i) => {
			const postings = decoder.decode(lines[i]);
			const isKept = postings === first[i];
			first[i] = postings;
			return (isKept ? "kept " : "read ") + Array.from(postings.pages, (page, row) => [page, postings.sections[row], postings.positions.slice(...postings.offsets.slice(row, row + 2))].join()).join(" ");
		}).join("\n");
	}`)
	if err != nil {
		t.Fatal(err)
	}
	const postings = " 0,0,8 1,1,8 2,2,8"
	want := "read" + postings + "\nread" + postings + "\nkept" + postings + "\nread" + postings + "\nkept" + postings + "\nread" + postings + "\nread" + postings
	if diff := cmp.Diff(want, value.String()); diff != "" {
		t.Error(diff)
	}
}

// A term and its names are in one shard: a query needs both.
func TestNamesAreBesideBodies(t *testing.T) {
	pages := generated(60)
	for _, size := range []int{1, 30, 100, 300, 1000} {
		last := ""
		shards(New().index(pages), size, func(s shard) {
			if first := s.terms[0].term; first == last+string(nameSuffix) {
				t.Errorf("of shards of %d bytes one ends with %s and the next begins with %s", size, last, first)
			}
			last = s.terms[len(s.terms)-1].term
		})
	}
}

// What stands on a page is missed if the index has lost it.
func TestVerify(t *testing.T) {
	for _, pages := range [][]Page{corpus(t), generated(80)} {
		b := New()
		files := b.Build(pages, nil)
		if misses := b.Verify(pages, files); len(misses) > 0 {
			t.Errorf("%d texts are missed: %v", len(misses), misses[:1])
		}
		lost := slices.Clone(pages)
		lost[7].Sections = nil
		misses := b.Verify(pages, b.Build(lost, nil))
		for _, miss := range misses {
			if miss.Page != 7 || miss.Text == "" {
				t.Errorf("%q is missed on the page %d", miss.Text, miss.Page)
			}
		}
		if len(misses) != samples {
			t.Errorf("of a page that is lost %d texts are missed", len(misses))
		}
	}
}

func TestSameIndexTwice(t *testing.T) {
	pages := generated(40)
	if diff := cmp.Diff(New().Build(pages, nil), New().Build(pages, nil)); diff != "" {
		t.Error(diff)
	}
	for _, file := range New().Build(pages, nil) {
		if !fs.ValidPath(file.Path) || !strings.HasPrefix(string(file.Data), "cairnSearch(") {
			t.Errorf("%s begins with %.30s", file.Path, file.Data)
		}
	}
}

// A segment does not depend on the segments that its writer made before.
func TestWriterReusesBuffers(t *testing.T) {
	pages, a := generated(40), newAlphabet()
	w := newWriter(a)
	for _, part := range [][]Page{pages[:30], pages[30:], pages[5:7], pages} {
		if diff := cmp.Diff(newWriter(a).segment(part), w.segment(part), cmp.AllowUnexported(segment{}, segmentTerm{})); diff != "" {
			t.Fatal(diff)
		}
	}
}

// Segments have all pages in order, none more than maxSegment, and a page that is removed changes
// one or two of them.
func TestCutPages(t *testing.T) {
	pages := make([]Page, 8000)
	for i := range pages {
		pages[i].Path = fmt.Sprintf("notes/%d.html", i)
	}
	parts := func(pages []Page) map[string]bool {
		found, count := map[string]bool{}, 0
		for _, part := range cutPages(pages) {
			var paths strings.Builder
			for i, p := range part {
				if paths.WriteString(p.Path); p.Path != pages[count+i].Path {
					t.Fatalf("%s is at the place of %s", p.Path, pages[count+i].Path)
				}
			}
			if count += len(part); len(part) == 0 || len(part) > maxSegment {
				t.Errorf("a segment has %d pages", len(part))
			}
			found[paths.String()] = true
		}
		if count != len(pages) {
			t.Errorf("the segments have %d pages", count)
		}
		return found
	}
	all, changed := parts(pages), 0
	const removals = 80
	for n := range removals {
		i := n * len(pages) / removals
		for part := range parts(slices.Delete(slices.Clone(pages), i, i+1)) {
			if !all[part] {
				changed++
			}
		}
	}
	if len(all) < 60 || changed > removals*2 {
		t.Errorf("%d removed pages change %d segments of %d", removals, changed, len(all))
	}
}

// Merged segments have the terms and postings of one segment of all pages.
func TestMerge(t *testing.T) {
	pages, w := generated(20), newWriter(newAlphabet())
	merged := func(parts ...[]Page) (all []string) {
		var segments []*segment
		for _, part := range parts {
			segments = append(segments, w.segment(part))
		}
		merge(segments, func(term string, parts []part) {
			var postings []byte
			size := 0
			for _, p := range parts {
				postings = append(appendNumber(postings, p.skipped), p.data()...)
				size += p.size()
			}
			all = append(all, fmt.Sprint(term, postings))
			if size != len(postings) {
				t.Errorf("%s has %d bytes, not %d", term, len(postings), size)
			}
		})
		return all
	}
	if diff := cmp.Diff(merged(pages), merged(pages[:6], pages[6:7], pages[7:])); diff != "" {
		t.Error(diff)
	}
}

// Shards are the same for all borders of segments, also on a site that needs shards of more
// than pieceSize bytes. Other paths make other borders.
func TestBordersOfSegments(t *testing.T) {
	texts := slices.Repeat(generated(250), 36)
	build := func(folder string) (borders []int, shards []string) {
		pages, size := slices.Clone(texts), 0
		for i := range pages {
			pages[i].Path = fmt.Sprint(folder, i)
			size += pages[i].size()
		}
		if size < maxPieces*pieceSize {
			t.Fatalf("texts of %d bytes are too few", size)
		}
		for _, part := range cutPages(pages) {
			borders = append(borders, len(part))
		}
		for _, f := range New().Build(pages, nil) {
			if strings.HasPrefix(f.Path, "search/s") {
				shards = append(shards, f.Path+string(f.Data))
			}
		}
		return borders, shards
	}
	borders, shards := build("a")
	otherBorders, otherShards := build("b")
	if slices.Equal(borders, otherBorders) {
		t.Error("the borders are the same")
	}
	if len(shards) < 100 || !slices.Equal(shards, otherShards) {
		t.Errorf("%d and %d shards differ", len(shards), len(otherShards))
	}
}

func TestForget(t *testing.T) {
	pages := generated(3)
	b := New()
	want := b.Build(pages, nil)
	if b.Forget(); b.segments != nil {
		t.Errorf("%d segments stay", len(b.segments))
	}
	if diff := cmp.Diff(want, b.Build(pages, nil)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkBuild(b *testing.B) {
	pages := generated(1000)
	b.ReportAllocs()
	for b.Loop() {
		New().Build(pages, nil)
	}
}
