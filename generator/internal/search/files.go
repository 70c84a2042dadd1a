package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

// manifest is the first file that the browser reads.
type manifest struct {
	Pages    int        `json:"pages"`
	Sections int        `json:"sections"`
	Tables   tables     `json:"tables"`
	Shards   shardTable `json:"shards"`
	Groups   groupTable `json:"groups"`
	Synonyms [][]string `json:"synonyms"`
	Aside    []int      `json:"aside"`    // pages that rank last among equals: first, end, first, end …
	Glossary int        `json:"glossary"` // the page whose sections are terms, or -1

	// Spellings are the pairs of Han by sound, in shards of their own. Readings and Traditional are
	// the hashes in the names of the files of the readings of characters and of all traditional
	// characters; "" in an index without Han.
	Spellings   shardTable `json:"spellings"`
	Readings    string     `json:"readings"`
	Traditional string     `json:"traditional"`
}

// manifest returns the manifest without the tables of files.
func (b *Builder) manifest(pages []Page, synonyms [][]string) manifest {
	m := manifest{Pages: len(pages), Synonyms: composedLists(synonyms), Aside: []int{}, Glossary: -1}
	for i, p := range pages {
		m.Sections += len(p.Sections)
		if p.Glossary {
			m.Glossary = i
		}
		if p.Aside != (len(m.Aside)%2 == 1) {
			m.Aside = append(m.Aside, i)
		}
	}
	return m
}

// shardTable has, for each shard, a lower bound of its terms that is greater than
// all terms of the shards before, and the hash in its file's name.
type shardTable struct {
	First  []string `json:"first"`
	Hashes string   `json:"hashes"`
}

// groupTable has, for each group, the number of its pages and the hash in its file's
// name.
type groupTable struct {
	Pages  []int  `json:"pages"`
	Hashes string `json:"hashes"`
}

// hashSize is the number of characters of a hash in a file's name. The chance that a
// changed shard keeps its name is 1 in 33 million.
const hashSize = 5

// pieces makes files in parallel and keeps them in the order in which they are added.
type pieces struct {
	work  errgroup.Group
	todo  chan task
	files []*File
}

// task is a file to make. Its name will end in a hash of its data.
type task struct {
	file *File
	name string
	data func(buffer []byte) []byte // appends the data
}

func newPieces() *pieces {
	p := &pieces{todo: make(chan task)}
	for range runtime.GOMAXPROCS(0) {
		p.work.Go(func() error {
			var data []byte
			for t := range p.todo {
				data = t.data(data[:0])
				*t.file = hashedFile(t.name, data)
			}
			return nil
		})
	}
	return p
}

// add adds a file whose data the given function appends to a buffer.
func (p *pieces) add(name string, data func(buffer []byte) []byte) {
	file := &File{}
	p.files = append(p.files, file)
	p.todo <- task{file, name, data}
}

// hashedFile makes a file whose name ends in a hash of its data.
func hashedFile(name string, data []byte) File {
	sum := sha256.Sum256(data)
	name += "." + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:hashSize])
	return File{"search/" + name + ".js", call(name, data)}
}

func (p *pieces) wait() []*File {
	close(p.todo)
	p.work.Wait()
	return p.files
}

// hashes concatenates the hashes in the names of files.
func hashes(files []*File) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString(f.Path[len(f.Path)-hashSize-len(".js") : len(f.Path)-len(".js")])
	}
	return b.String()
}

// call returns a script that passes data to cairnSearch under a name.
func call(name string, data []byte) []byte {
	return slices.Concat([]byte("cairnSearch("+strconv.Quote(name)+","), data, []byte(");\n"))
}

// appendTexts appends the data of a group: of each page its path, title, place and sections. A section is
// anchor, heading, text, and asks if there are any; the anchor is 0 if it is the heading.
func appendTexts(data []byte, pages []Page, c *cutter) []byte {
	shown := make([][4]any, len(pages))
	for i, p := range pages {
		sections := make([][]any, len(p.Sections))
		for j, s := range p.Sections {
			var anchor any = s.Anchor
			if s.Anchor == s.Heading && s.Anchor != "" {
				anchor = 0
			}
			sections[j] = []any{anchor, s.Heading, s.Text}
			if len(s.Asks) > 0 {
				sections[j] = append(sections[j], c.askTexts(s.Asks))
			}
		}
		shown[i] = [4]any{p.Path, p.Title, p.Place, sections}
	}
	return appendJSON(data, shown)
}

// appendJSON appends the JSON of strings and numbers, which cannot fail.
func appendJSON(data []byte, value any) []byte {
	b := bytes.NewBuffer(data)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
