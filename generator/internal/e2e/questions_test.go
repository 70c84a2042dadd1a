package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/search"
)

const questionsFile = "testdata/questions.tsv"

// question is a line of questionsFile.
type question struct {
	line             int
	half, kind, text string
	answers          []string // addresses of sections, the best first; none if the handbook has no answer
}

func readQuestions(t testing.TB) (questions []question) {
	t.Helper()
	data, err := os.ReadFile(questionsFile)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 4 {
			t.Fatalf("%s:%d: %d columns, want half, kind, question and answers", questionsFile, i+1, len(columns))
		}
		q := question{line: i + 1, half: columns[0], kind: columns[1], text: columns[2]}
		if columns[3] != "-" {
			q.answers = strings.Fields(columns[3])
		}
		questions = append(questions, q)
	}
	return questions
}

// The answers of the questions are sections of this site.
func TestQuestionsHaveAnswers(t *testing.T) {
	pages := parsePages(t, tree(t))
	for _, q := range readQuestions(t) {
		for _, answer := range q.answers {
			name, anchor, _ := strings.Cut(answer, "#")
			if page, isPage := pages[name]; !isPage || anchor != "" && page.ids[anchor] == 0 {
				t.Errorf("%s:%d: the site has no %s: write the section that now answers %q", questionsFile, q.line, answer, q.text)
			}
		}
	}
}

// tally counts the questions of a kind.
type tally struct {
	asked int // with an answer in the handbook
	three int // of these, with a right section among the first results
	empty int // of these, for which nothing is shown
}

// floors has, by half and kind, the questions that have an answer, the least of them that must find it and the most that may
// show nothing. They are measured counts, less one found question for a kind and five for all of a half, so that an edit of the
// content may cost one. To raise them after a change that answers more, take the counts that
// `go test ./generator/internal/e2e -run TestQuestionsAreAnswered -v` prints. The half "unseen" is a measure only as long as
// nobody changes the ranking or the texts because of its questions.
var floors = map[string]map[string]tally{
	"tuned": {
		"all":       {109, 80, 0},
		"author":    {6, 4, 0},
		"complaint": {16, 11, 0},
		"fragment":  {20, 16, 0},
		"it":        {5, 4, 0},
		"manager":   {10, 7, 0},
		"mixed":     {13, 9, 0},
		"pieces":    {12, 8, 0},
		"slip":      {8, 5, 0},
		"spoken":    {19, 12, 0},
	},
	"unseen": {
		"all":       {108, 77, 0},
		"author":    {6, 3, 0},
		"complaint": {18, 12, 0},
		"fragment":  {20, 15, 0},
		"it":        {6, 5, 0},
		"manager":   {10, 7, 0},
		"mixed":     {11, 8, 0},
		"pieces":    {10, 6, 0},
		"slip":      {8, 5, 0},
		"spoken":    {19, 12, 0},
	},
}

// Questions are answered in the browser as readers type them: a right section is among the first results. A question
// that the handbook does not answer has only near results.
func TestQuestionsAreAnswered(t *testing.T) {
	needs.Program(t, "chromium")
	questions := readQuestions(t)
	counts := map[string]map[string]tally{"tuned": {}, "unseen": {}}
	missed := map[string][]string{}
	for i, a := range askSite(t, questions) {
		q := questions[i]
		if q.answers == nil {
			if a.Total > 0 {
				t.Errorf("%s:%d: %q has no answer but %d exact results, the first is %s: if it is right, label the question with it", questionsFile, q.line, q.text, a.Total, a.Links[0])
			}
			continue
		}
		isFound := slices.ContainsFunc(a.Links[:min(search.FirstResults, len(a.Links))], func(link string) bool { return slices.Contains(q.answers, link) })
		for _, kind := range []string{q.kind, "all"} {
			c := counts[q.half][kind]
			c.asked++
			if isFound {
				c.three++
			} else {
				missed[q.half+kind] = append(missed[q.half+kind], fmt.Sprintf("%s:%d: %s: %s", questionsFile, q.line, q.text, strings.Join(a.Links[:min(search.FirstResults, len(a.Links))], " ")))
			}
			if len(a.Links) == 0 {
				c.empty++
			}
			counts[q.half][kind] = c
		}
	}
	for half, kinds := range counts {
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			c, floor := kinds[kind], floors[half][kind]
			t.Logf("%s %q: {%d, %d, %d}", half, kind, c.asked, c.three, c.empty)
			if c.asked != floor.asked {
				t.Errorf("%s %s: %d questions have an answer, and floors says %d", half, kind, c.asked, floor.asked)
			}
			if c.three < floor.three || c.empty > floor.empty {
				t.Errorf("%s %s: of %d questions %d find a right section among the first %d, want %d; for %d nothing is shown, want at most %d. Not found:\n%s",
					half, kind, c.asked, c.three, search.FirstResults, floor.three, c.empty, floor.empty, strings.Join(missed[half+kind], "\n"))
			}
		}
	}
}

// siteAnswer is what the search shows for a question.
type siteAnswer struct {
	Total int      // the exact results
	Links []string // the addresses of the first ten results
}

// askSite asks the engine of the search page as its box does.
func askSite(t *testing.T, questions []question) (answers []siteAnswer) {
	texts := make([]string, len(questions))
	for i, q := range questions {
		texts[i] = q.text
	}
	list, _ := json.Marshal(texts)
	b := browsertest.New(t, host(t, "/"))
	b.Open("search.html")
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, `(cairnEngine(document.querySelector("[data-search]").dataset.index).then(async (engine) => {
		const answers = [];
		for (const text of `+string(list)+`) {
			const { total, results } = await engine.search(text, 10, { questions: cairnWords.search.questions.split("|") });
			answers.push({ total, links: results.map(({ path, anchor }) => anchor === "" ? path : path + "#" + anchor) });
		}
		window.answers = JSON.stringify(answers);
	}), true)`)
	b.Await(`window.answers`)
	if err := json.Unmarshal([]byte(browsertest.Eval[string](b, `window.answers`)), &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}
