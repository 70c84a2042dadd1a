package cli

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
	"cairn/generator/internal/scaffold"
)

// newCommand returns the command that creates files. In a terminal it asks for missing
// arguments.
func (p *program) newCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Create a playbook, a goal template, a page or a site",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			kinds := diag.Textf("new can create: playbook TRACK/STAGE, goal TRACK/STAGE, page PATH, site DIR")
			kind := cmp.Or(append(args, "")...)
			if kind == "" {
				var err error
				if kind, err = p.ask(diag.Textf("what to create: playbook, goal, page or site"), "", &usageError{diag.Textf("say what to create: page, playbook, goal or site"), kinds}); err != nil {
					return err
				}
				for _, asked := range c.Commands() {
					if asked.Name() == kind {
						return asked.RunE(asked, nil)
					}
				}
			}
			return &usageError{diag.Textf("new cannot create %q", kind), kinds}
		},
	}
	p.langFlag(c)
	withCellCompletion := func(c *cobra.Command) *cobra.Command {
		c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			site, conf, err := p.openValid()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return missingCells(site, conf, c.Name()), cobra.ShellCompDirectiveNoFileComp
		}
		return c
	}
	c.AddCommand(
		withCellCompletion(p.kindCommand("playbook", "TRACK/STAGE", "Create the playbook of a track and a stage", p.newCell)),
		withCellCompletion(p.kindCommand("goal", "TRACK/STAGE", "Create the goal template of a track and a stage", p.newCell)),
		p.kindCommand("page", "PATH", "Create a page, such as methods/review", p.newPage),
		p.kindCommand("site", "DIR", "Create a site in a new folder", p.newSite),
	)
	return c
}

// kindCommand returns the command that creates one kind of file. It accepts at most one
// argument and passes it to run, or "" if there is none.
func (p *program) kindCommand(name, arg, short string, run func(c *cobra.Command, arg string) error) *cobra.Command {
	c := &cobra.Command{
		Use:   name + " " + arg,
		Short: short,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return &usageError{diag.Textf("unexpected arguments after new %s: %q", name, args[1]), diag.Textf("write only one %s", arg)}
			}
			return run(c, cmp.Or(append(args, "")...))
		},
	}
	if name != "site" {
		c.Flags().StringVar(&p.flags.source, "source", ".", "write to the site in `DIR`")
	}
	p.langFlag(c)
	c.Flags().StringVar(&p.flags.title, "title", "", "set the title to `TITLE`")
	c.Flags().StringVar(&p.flags.today, "today", "", "use `DATE` as the date in new files (default today)")
	return c
}

// newCell creates the playbook or the goal template of a cell: a track and a stage.
func (p *program) newCell(c *cobra.Command, cell string) error {
	site, conf, err := p.openValid()
	if err != nil {
		return err
	}
	if len(conf.Tracks) == 0 || len(conf.Stages) == 0 {
		return &usageError{diag.Textf("%s defines no tracks and stages", config.File), diag.Textf("add [[tracks]] and [[stages]] to it first")}
	}
	if cell == "" {
		left := missingCells(site, conf, c.Name())
		if len(left) == 0 {
			return &usageError{diag.Textf("nothing left to create with new %s", c.Name()), diag.Textf("every combination of track and stage has one; to create another, add a track or a stage to %s first", config.File)}
		}
		missing := &usageError{diag.Textf("new %s needs TRACK/STAGE", c.Name()), diag.Textf("not written yet: %s", strings.Join(left, ", "))}
		if cell, err = p.ask(diag.Textf("which track and stage"), left[0], missing); err != nil {
			return err
		}
	}
	values, err := parseCell(conf, cell)
	if err != nil {
		return err
	}
	values.Today = site.options.Today
	values.Title = cmp.Or(p.flags.title, values.CellTitle())
	file := scaffold.Playbook(values)
	if c.Name() == "goal" {
		file = scaffold.Goal(values)
	}
	return p.writeFiles(site.dir, site.theme, file)
}

// parseCell parses TRACK/STAGE and looks up the track and the stage.
func parseCell(c *config.Config, cell string) (scaffold.Values, error) {
	trackID, stageID, both := strings.Cut(cell, "/")
	v := scaffold.Values{Track: c.Track(trackID), Stage: c.Stage(stageID)}
	var tracks, stages []string
	for _, t := range c.Tracks {
		tracks = append(tracks, t.ID)
	}
	for _, s := range c.Stages {
		stages = append(stages, s.ID)
	}
	switch {
	case !both:
		return v, &usageError{diag.Textf("%q is not of the form TRACK/STAGE", cell), diag.Textf("write it as %s/%s", tracks[0], stages[0])}
	case v.Track == nil:
		return v, unknownName(diag.Textf("track"), trackID, tracks)
	case v.Stage == nil:
		return v, unknownName(diag.Textf("stage"), stageID, stages)
	}
	return v, nil
}

func unknownName(kind diag.Text, id string, choices []string) error {
	help := diag.Textf("%s defines %s", config.File, strings.Join(choices, ", "))
	if near := diag.Nearest(id, choices); near != "" {
		help = diag.Textf("did you mean %s? %s defines %s", near, config.File, strings.Join(choices, ", "))
	}
	return &usageError{diag.Textf("unknown %s %q", kind, id), help}
}

// missingCells returns the cells that have no file of a kind yet.
func missingCells(site *source, conf *config.Config, kind string) []string {
	var cells []string
	for _, t := range conf.Tracks {
		for _, s := range conf.Stages {
			v := scaffold.Values{Track: t, Stage: s}
			file := scaffold.Playbook(v)
			if kind == "goal" {
				file = scaffold.Goal(v)
			}
			if _, err := fs.Stat(site.files, file.Path); errors.Is(err, fs.ErrNotExist) {
				cells = append(cells, t.ID+"/"+s.ID)
			}
		}
	}
	return cells
}

// newPage creates a page.
func (p *program) newPage(_ *cobra.Command, name string) error {
	site, _, err := p.openValid()
	if err != nil {
		return err
	}
	if name == "" {
		missing := &usageError{diag.Textf("new page needs a PATH"), diag.Textf("for example methods/review, for content/methods/review.md")}
		if name, err = p.ask(diag.Textf("path of the page, such as methods/review"), "", missing); err != nil {
			return err
		}
	}
	address := strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), content.Root+"/")
	address = strings.TrimSuffix(strings.TrimSuffix(address, ".md"), ".html")
	if !fs.ValidPath(address) || address == "." {
		return &usageError{diag.Textf("%q is not the path of a page", name), diag.Textf("write it as methods/review, for content/methods/review.md")}
	}
	var bad error
	forbidden.CheckPath(address+".md", diag.Place{}, func(f diag.Fault, _ int) { bad = &usageError{f.Message, f.Help} })
	if bad != nil {
		return bad
	}
	title, err := p.chooseTitle(path.Base(address))
	if err != nil {
		return err
	}
	return p.writeFiles(site.dir, site.theme, scaffold.Page(address, scaffold.Values{Title: title, Today: site.options.Today}))
}

// newSite creates a site in a folder that is new or empty.
func (p *program) newSite(_ *cobra.Command, dir string) error {
	if err := p.validateLanguage(); err != nil {
		return err
	}
	today, err := p.today()
	if err != nil {
		return err
	}
	if dir == "" {
		missing := &usageError{diag.Textf("new site needs a DIR"), diag.Textf("name the folder to create, such as handbook")}
		if dir, err = p.ask(diag.Textf("folder of the site"), "handbook", missing); err != nil {
			return err
		}
	}
	help := diag.Textf("choose a new or an empty folder; nothing was written")
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return &usageError{diag.Textf("%s is a file, not a folder", dir), help}
	}
	if entries, err := os.ReadDir(dir); err == nil && slices.ContainsFunc(entries, isVisible) {
		return &usageError{diag.Textf("%s is not empty", dir), help}
	}
	title, err := p.chooseTitle(filepath.Base(dir))
	if err != nil {
		return err
	}
	files, err := scaffold.Site(p.theme, title, newID(filepath.Base(dir)), today)
	if err != nil {
		return err
	}
	if err := p.writeFiles(dir, p.theme, files...); err != nil {
		return err
	}
	p.printWithHelp(diag.Textf("created a site in %s", dir), diag.Textf("cairn serve --source %s shows it; the site is ready to be published", dir))
	return nil
}

// newID returns a unique id for a site: the ASCII words of its folder's name and a random
// suffix.
func newID(folder string) string {
	words := strings.FieldsFunc(strings.ToLower(folder), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(append(words, strings.ToLower(rand.Text()[:8])), "-")
}

// isVisible reports whether a file is not hidden. A folder with only hidden files, such as
// .git and .DS_Store, counts as empty.
func isVisible(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") }

// chooseTitle returns the title of a new file or site: that of --title, else the answer of the
// user in a terminal, else name.
func (p *program) chooseTitle(name string) (string, error) {
	title := p.flags.title
	if title == "" && p.isInteractive() {
		var err error
		if title, err = p.ask(diag.Textf("title"), name, nil); err != nil {
			return "", err
		}
	}
	title = cmp.Or(title, name)
	if strings.ContainsFunc(title, unicode.IsControl) {
		return "", &usageError{diag.Textf("--title cannot be %q", title), diag.Textf("write it on one line")}
	}
	return title, nil
}

// writeFiles creates files and prints their names.
func (p *program) writeFiles(dir string, theme fs.FS, files ...scaffold.File) error {
	err := scaffold.Write(dir, theme, files...)
	var exists *scaffold.ExistsError
	switch {
	case errors.As(err, &exists):
		return &usageError{exists.Message, diag.Textf("nothing was written; edit that file, or move it away first")}
	case err != nil:
		return err
	}
	for _, f := range files {
		fmt.Fprintln(p.stdout, filepath.FromSlash(f.Path))
	}
	return nil
}

// openValid opens the site and parses its site.toml. It reports the faults of site.toml and
// returns errFaults if there are errors.
func (p *program) openValid() (*source, *config.Config, error) {
	site, err := p.open(false)
	if err != nil {
		return nil, nil, err
	}
	text, faults := content.ReadText(site.files, config.File)
	if site.hasNoConfig() {
		faults = []diag.Fault{site.noSite()}
	}
	c := &config.Config{}
	if len(faults) == 0 {
		c, faults = config.Parse(text)
	}
	diagnostics := p.catalogue().Resolve(faults, func(string) string { return text })
	if errors, _ := diag.Count(diagnostics); errors > 0 {
		p.report(diagnostics)
		return nil, nil, errFaults
	}
	return site, c, nil
}
