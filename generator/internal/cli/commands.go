package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/serve"
)

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "cairn",
		Short:         "Cairn turns a folder of Markdown and TOML into a searchable site with goal worksheets",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("cairn {{.Version}}\n")
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(p.serveCommand(), p.buildCommand(), p.checkCommand(), p.newCommand(), p.asksCommand())
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

func (p *program) serveCommand() *cobra.Command {
	c := p.command("serve", "Serve the site and reload the browser when a file changes", p.serve)
	c.Flags().StringVar(&p.flags.addr, "addr", "", "listen on `HOST:PORT` (default "+serve.DefaultAddr+", or the next free port)")
	c.Flags().BoolVar(&p.flags.open, "open", false, "open the site in the browser")
	return c
}

func (p *program) buildCommand() *cobra.Command {
	c := p.command("build", "Build the site and publish it to a folder, unless it has errors", p.build)
	c.Flags().StringVar(&p.flags.output, "output", "", "publish to `DIR` (default public in the site's folder)")
	p.draftsFlag(c)
	p.jsonFlag(c)
	return c
}

func (p *program) checkCommand() *cobra.Command {
	c := p.command("check", "Report all errors and warnings, and write nothing (except with --accept)", p.check)
	p.draftsFlag(c)
	p.jsonFlag(c)
	c.Flags().BoolVar(&p.flags.accept, "accept", false, "record the published addresses in content/anchors.txt; later checks report those that are gone")
	return c
}

// command returns a command without arguments, with the flags that serve, build and check
// share.
func (p *program) command(name, short string, run func(*cobra.Command) error) *cobra.Command {
	c := &cobra.Command{
		Use:   name,
		Short: short,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &usageError{diag.Textf("%s takes no argument %q", name, args[0]), diag.Textf("name folders with flags: see cairn %s --help", name)}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return run(c) },
	}
	c.Flags().SortFlags = false
	c.Flags().StringVar(&p.flags.source, "source", ".", "read the site in `DIR`")
	c.Flags().StringVar(&p.flags.today, "today", "", "build the site as of `DATE` (default today)")
	c.Flags().BoolVar(&p.flags.strict, "strict", false, "treat warnings as errors")
	p.langFlag(c)
	return c
}

func (p *program) langFlag(c *cobra.Command) {
	c.Flags().StringVar(&p.flags.lang, "lang", "", "print messages in `LANGUAGE`: "+strings.Join(diag.Languages(), " or ")+" (default that of the site, else of the environment)")
}

func (p *program) draftsFlag(c *cobra.Command) {
	c.Flags().BoolVar(&p.flags.drafts, "drafts", false, "include drafts, and pages before their publish date or after their expires date")
}

func (p *program) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&p.flags.json, "json", false, "print errors and warnings as JSON on standard output, one object per line")
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			if err := validateCommand(root, args); err != nil {
				return err
			}
			c, _, err := root.Find(args)
			if err != nil {
				return err
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}

// flagError replaces an error of package pflag by a usageError, which can be translated.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	var badSyntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown.GetSpecifiedName())
	case errors.As(err, &noValue):
		return &usageError{diag.Textf("--%s needs a value", noValue.GetSpecifiedName()), diag.Textf("see %s --help for the values", c.CommandPath())}
	case errors.As(err, &badValue):
		return &usageError{diag.Textf("--%s cannot be %q", badValue.GetFlag().Name, badValue.GetValue()), diag.Textf("see %s --help for the allowed values", c.CommandPath())}
	case errors.As(err, &badSyntax):
		return &usageError{diag.Textf("%q is not a flag", badSyntax.GetSpecifiedFlag()), diag.Textf("see %s --help for all flags", c.CommandPath())}
	}
	return &usageError{diag.Textf("%v", err), diag.Textf("see %s --help for the usage", c.CommandPath())}
}

func unknownFlag(c *cobra.Command, name string) error {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	dashes := "--"
	if len(name) == 1 {
		dashes = "-"
	}
	help := diag.Textf("see %s --help for all flags", c.CommandPath())
	if near := diag.Nearest(name, names); near != "" {
		help = diag.Textf("did you mean --%s? %s", near, help)
	}
	return &usageError{diag.Textf("%s has no flag %s%s", c.Name(), dashes, name), help}
}
