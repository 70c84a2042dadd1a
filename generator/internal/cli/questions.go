package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
)

const (
	questionsKind    = "questions"
	questionsVersion = 1       // the newest form of the file that is read; see static/search/schema.json
	maxQuestionsFile = 1 << 20 // in bytes; the browser exports at most about 60 kB
	maxQueryLength   = 100     // in characters
	maxTimes         = 1 << 20 // that one file may count for one query
)

// questionsFile is an exported file.
type questionsFile struct {
	Kind      string
	Version   int
	Site      string
	Questions []struct {
		Query       string
		Asked, Hits int
		Last        string
	}
}

// expand replaces each pattern, such as *.json, by the files that match it. The shell of Windows
// does not.
func expand(names []string) []string {
	var all []string
	for _, name := range names {
		matches, _ := filepath.Glob(name)
		if _, err := os.Lstat(name); err == nil || len(matches) == 0 {
			matches = []string{name}
		}
		all = append(all, matches...)
	}
	return all
}

// readQuestions reads the files. It prints a line for each file that it leaves out.
func (p *program) readQuestions(c *config.Config, names []string) []questionsFile {
	var files []questionsFile
	seen := map[string]string{} // the name of the first file with a text
	for _, name := range names {
		text, reason := readBounded(name)
		if first, known := seen[string(text)]; known && reason.IsEmpty() {
			reason = diag.Textf("it has the same text as %s", first)
		}
		var file questionsFile
		if reason.IsEmpty() {
			seen[string(text)] = name
			file, reason = parseQuestions(text)
		}
		if reason.IsEmpty() && file.Site != c.ID && !slices.Contains(c.FormerIDs, file.Site) {
			reason = diag.Textf("it is from the site with the id %q, and this one has the id %q", file.Site, c.ID)
		}
		if reason.IsEmpty() {
			files = append(files, file)
		} else {
			p.print(diag.Textf("left out %s: %s", name, reason))
		}
	}
	return files
}

// readBounded returns the text of a file, or the reason why it cannot.
func readBounded(name string) (text []byte, reason diag.Text) {
	file, err := os.Open(name)
	if err == nil {
		defer file.Close()
		text, err = io.ReadAll(io.LimitReader(file, maxQuestionsFile+1))
	}
	var failed *os.PathError
	if errors.As(err, &failed) {
		err = failed.Err // without the name
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, diag.Textf("it does not exist")
	case err != nil:
		return nil, diag.Textf("it cannot be read: %v", err)
	case len(text) > maxQuestionsFile:
		return nil, diag.Textf("it is larger than %d MiB", maxQuestionsFile>>20)
	}
	return text, diag.Text{}
}

// parseQuestions parses an exported file, or returns the reason why it cannot.
func parseQuestions(text []byte) (file questionsFile, reason diag.Text) {
	other := diag.Textf("it is not a file that the search page exports")
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // an editor may have added it
	var head struct {
		Kind    string
		Version int
	}
	if json.Unmarshal(text, &head) != nil || head.Kind != questionsKind || head.Version < 1 {
		return file, other
	}
	if head.Version > questionsVersion {
		return file, diag.Textf("a newer version of Cairn exported it")
	}
	if json.Unmarshal(text, &file) != nil {
		return file, other
	}
	for i, q := range file.Questions {
		_, err := time.Parse(time.DateOnly, q.Last)
		if strings.TrimSpace(q.Query) == "" || utf8.RuneCountInString(q.Query) > maxQueryLength || q.Asked < 1 || q.Hits < 0 || err != nil {
			return file, other
		}
		file.Questions[i].Asked = min(q.Asked, maxTimes)
	}
	return file, diag.Text{}
}

// question is what readers searched for in the same words.
type question struct {
	query, folded  string
	readers, times int
	hits           int // pages with an exact hit when it was last asked
	last           string
}

// rankQuestions joins the equal queries of the files, each of which has those of one reader. First
// come questions without an exact hit, then those of most readers.
func rankQuestions(fold func(string) string, files []questionsFile) []question {
	all := map[string]question{}
	for _, file := range files {
		counted := map[string]bool{}
		for _, q := range file.Questions {
			next := question{query: strings.Join(strings.Fields(q.Query), " "), hits: q.Hits, last: q.Last}
			next.folded = cmp.Or(fold(q.Query), next.query)
			before, known := all[next.folded]
			if known && compareLatest(before, next) < 0 {
				next.query, next.hits, next.last = before.query, before.hits, before.last
			}
			next.readers, next.times = before.readers, before.times+q.Asked
			if !counted[next.folded] {
				counted[next.folded] = true
				next.readers++
			}
			all[next.folded] = next
		}
	}
	var questions []question
	for _, q := range all {
		questions = append(questions, q)
	}
	slices.SortFunc(questions, func(a, b question) int {
		return cmp.Or(
			cmp.Compare(min(a.hits, 1), min(b.hits, 1)),
			cmp.Compare(b.readers, a.readers),
			cmp.Compare(b.times, a.times),
			compareLatest(a, b),
		)
	})
	return questions
}

// compareLatest orders questions by their last day, the latest first.
func compareLatest(a, b question) int {
	return cmp.Or(cmp.Compare(b.last, a.last), cmp.Compare(b.hits, a.hits), cmp.Compare(a.query, b.query))
}
