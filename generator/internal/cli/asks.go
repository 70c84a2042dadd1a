package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/search"
)

const (
	shownQuestions = 50 // the length of the list
	shownSections  = 3  // for each question
	maxAskLength   = 60 // in characters
)

// asksCommand returns the command that ranks the questions of readers.
func (p *program) asksCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "asks FILE...",
		Short: "Rank what readers searched for without opening a result, beside the nearest sections",
		Long: `Rank what readers searched for without opening a result, beside the nearest sections

A reader exports FILE on the search page of the site. The list on standard output has
first what is on no page in the reader's words, then what most readers and most queries
asked for. Below each question are the lines of the sections that are nearest to it.
The command writes no file.`,
		RunE: func(_ *cobra.Command, args []string) error { return p.asks(args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringVar(&p.flags.source, "source", ".", "read the site in `DIR`")
	p.langFlag(c)
	return c
}

// asks prints the questions of the files. It leaves out files that it cannot use.
func (p *program) asks(files []string) error {
	help := diag.Textf("readers export the files on the search page of the site, under its box")
	if len(files) == 0 {
		return &usageError{diag.Textf("asks needs a FILE"), help}
	}
	site, err := p.open(false)
	if err != nil {
		return err
	}
	site.options.Making = build.Lazy
	stop := p.progress(diag.Textf("reading the site"))
	defer stop()
	result := site.build(nil)
	stop()
	if errors, warnings := diag.Count(result.Diagnostics); errors > 0 {
		p.report(result.Diagnostics)
		p.print(counts(errors, warnings))
		return errFaults
	}
	index := search.New()
	read := p.readQuestions(result.Config, expand(files))
	if len(read) == 0 {
		return &usageError{diag.Textf("no file is left"), help}
	}
	questions := rankQuestions(index.Fold, read)
	pages, places := result.Texts()
	asked := len(questions)
	questions = slices.DeleteFunc(questions, isNamed(index.Fold, pages))
	if n := asked - len(questions); n > 0 {
		p.print(diag.Textf("left out %s: the site has a heading or an ask in these words", questionCount(n)))
	}
	p.printQuestions(questions, func(questions []question) [][]nearSection {
		return nearSections(result, index, pages, places, questions)
	})
	return nil
}

// isNamed returns a function that reports whether a title, a heading or an ask is a question: the
// search puts its section first.
func isNamed(fold func(string) string, pages []search.Page) func(question) bool {
	names := map[string]bool{}
	for _, p := range pages {
		names[fold(p.Title)] = true
		for _, s := range p.Sections {
			for name := range strings.SplitSeq(s.Heading, "\n") {
				names[fold(name)] = true
			}
			for _, ask := range s.Asks {
				names[fold(ask)] = true
			}
		}
	}
	return func(q question) bool { return names[q.folded] }
}

// nearSection is a section near a question.
type nearSection struct {
	file string
	line int
	name string
}

// nearSections returns the sections that are nearest to each question.
func nearSections(result *build.Result, index *search.Builder, pages []search.Page, places [][]diag.Place, questions []question) [][]nearSection {
	queries := make([]string, len(questions))
	for i, q := range questions {
		queries[i] = q.query
	}
	all := make([][]nearSection, len(questions))
	for i, near := range index.Nearest(pages, queries, 4*shownSections) { // several may have one place
		shown := map[diag.Place]bool{}
		for _, n := range near {
			page, at := pages[n.Page], places[n.Page][n.Section]
			if shown[at] || len(shown) == shownSections {
				continue
			}
			shown[at] = true
			heading, _, _ := strings.Cut(page.Sections[n.Section].Heading, "\n")
			name := page.Title
			if heading != "" && heading != name {
				name += " › " + heading
			}
			all[i] = append(all[i], nearSection{at.File, result.Line(at), name})
		}
	}
	return all
}

// printQuestions prints the first questions, each with its nearest sections, and what to write.
func (p *program) printQuestions(questions []question, nearest func([]question) [][]nearSection) {
	if len(questions) == 0 {
		p.print(diag.Textf("no questions without an answer"))
		return
	}
	catalogue := p.catalogue()
	line := func(text diag.Text) { fmt.Fprintln(p.stdout, catalogue.Say(text)) }
	shown := questions[:min(shownQuestions, len(questions))]
	all := nearest(shown)
	for i, near := range all {
		q := shown[i]
		fmt.Fprintln(p.stdout, diag.Visible(q.query, ""))
		line(diag.Textf("    %s, %s, %s, last on %s", countOf(q.readers, "1 reader", "%d readers"), countOf(q.times, "asked once", "asked %d times"), hitsText(q.hits), q.last))
		for _, n := range near {
			fmt.Fprintf(p.stdout, "    %s:%d: %s\n", diag.Visible(n.file, ""), n.line, diag.Visible(n.name, ""))
		}
		if len(near) == 0 {
			line(diag.Textf("    no section shares its words"))
		}
		fmt.Fprintln(p.stdout)
	}
	for i, q := range shown {
		if len(all[i]) > 0 && isAsk(q.query) {
			line(exampleText(q.query, path.Ext(all[i][0].file) == ".toml"))
			break
		}
	}
	if n := len(questions) - len(shown); n > 0 {
		p.print(diag.Textf("not shown: %s that fewer readers asked", questionCount(n)))
	}
}

func hitsText(hits int) diag.Text {
	if hits == 0 {
		return diag.Textf("no page with these words")
	}
	return countOf(hits, "1 page with these words", "%d pages with these words")
}

// isAsk reports whether a query can be written as an ask as it is.
func isAsk(query string) bool {
	return utf8.RuneCountInString(query) <= maxAskLength && diag.Visible(query, "") == query && !strings.ContainsAny(query, "\"\\`")
}

// exampleText says how to write a query as an ask.
func exampleText(query string, inTOML bool) diag.Text {
	if inTOML {
		return diag.Textf("if one of these places answers a question, add the question there, and the search finds it:\n\n    asks = [%q]", query)
	}
	return diag.Textf("if one of these places answers a question, add the question below its heading, and the search finds it:\n\n    ```asks\n    %s\n    ```", query)
}

func questionCount(n int) diag.Text { return countOf(n, "1 question", "%d questions") }
