// Package cli implements the command line. Run takes the arguments and returns the exit
// status.
//
//	cairn serve [--source DIR] [--addr HOST:PORT]
//	cairn build [--source DIR] [--output DIR]
//	cairn check [--source DIR] [--accept]
//	cairn new   playbook TRACK/STAGE | goal TRACK/STAGE | page PATH | site DIR
//	cairn asks  FILE...                the questions that readers exported
//	cairn                              serve the site here, else beside the program; open the browser
//
// The exit status is 0 on success, 1 if the source has errors, and 2 if the command is
// invalid or the machine fails, as when the disk is full.
//
// Faults of the source go to standard error, each on a line with its help below. With --json
// they go to standard output, each as an object on a line. All other messages go to standard
// error. Standard output has only lines that another program may read: faults as JSON, the
// address of the server, the names of new files, the list of asks.
//
// No other package reads the clock, runs git or chooses the language of messages. The
// clock is read once per build, unless --today gives the date. Git gives the date of the last
// change of each page, from the repository of the source, even if GIT_DIR names another. If
// git has no dates, as in a shallow clone, a notice gives the reason. Missing dates are not a
// fault of the source, and a date in the front matter of a page takes precedence. The
// language is that of --lang, else of the site, else of the environment.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/publish"
	"cairn/generator/internal/serve"
)

const (
	statusDone   = 0
	statusFaults = 1 // the source has errors
	statusUsage  = 2 // the command is invalid, or the machine fails
)

// Run executes the command in args and returns the exit status. theme contains the standard
// layouts/ and static/.
func Run(args []string, theme fs.FS, stdin io.Reader, stdout, stderr io.Writer) int {
	cobra.MousetrapHelpText = "" // by default cobra refuses to run when double-clicked on Windows
	p := &program{theme: theme, stdin: stdin, stdout: stdout, stderr: stderr}
	status := p.run(context.Background(), args)
	if status != statusDone && len(args) == 0 && mousetrap.StartedByExplorer() {
		// Explorer closes the window when the program exits, before anyone can read the error.
		_, _ = p.prompt(diag.Textf("press Enter to close this window"), "")
	}
	return status
}

// run executes the command in args and returns the exit status. A server runs until the
// context is cancelled.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	if len(args) == 0 {
		args = p.defaultArgs()
	}
	p.readLanguageFlags(args)
	root.SetArgs(args)
	err := validateCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFaults):
		return statusFaults
	}
	message, help := explain(err)
	p.printWithHelp(diag.Textf("error: %s", message), help)
	return statusUsage
}

// program is one invocation of the command line.
type program struct {
	theme          fs.FS
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
}

// flags holds the flags of all commands.
type flags struct {
	source, output, addr, today, title, lang string
	strict, json, accept, open, drafts       bool
}

// errFaults ends a command after it has reported errors in the source.
var errFaults = errors.New("the source has errors")

// usageError describes an invalid command, and how to write it.
type usageError struct{ Message, Help diag.Text }

func (e *usageError) Error() string { return e.Message.String() }

// explain returns the message and the help of an error. An error of the system or of a
// library has its own text and no help.
func explain(err error) (message, help diag.Text) {
	var usage *usageError
	var refused *publish.Refused
	var failure *diag.Failure
	var listen *serve.ListenError
	var text diag.Text
	switch {
	case errors.As(err, &usage):
		return usage.Message, usage.Help
	case errors.As(err, &refused):
		return refused.Message, refused.Help
	case errors.As(err, &failure):
		return failure.Message, failure.Help
	case errors.As(err, &listen):
		return listen.Message, listen.Help
	case errors.As(err, &text):
		return text, diag.Text{}
	}
	return diag.Textf("%v", err), diag.Text{}
}

// printWithHelp prints a message that has no place in the source, with its help.
func (p *program) printWithHelp(message, help diag.Text) {
	catalogue := p.catalogue()
	fmt.Fprintln(p.stderr, "cairn: "+catalogue.Say(message))
	if !help.IsEmpty() {
		fmt.Fprintln(p.stderr, "    "+catalogue.Say(help))
	}
}

// print prints a message without a help.
func (p *program) print(message diag.Text) { p.printWithHelp(message, diag.Text{}) }

// validateCommand returns an error if the first argument is neither a command nor a flag.
// Cobra would complain first about the flags that follow.
func validateCommand(root *cobra.Command, args []string) error {
	var names []string
	for _, command := range root.Commands() {
		if command.Name() != "help" {
			names = append(names, command.Name())
		}
	}
	list := strings.Join(names, ", ")
	if len(args) == 0 {
		return &usageError{diag.Textf("the command is missing"), diag.Textf("the commands are %s; see cairn --help", list)}
	}
	if command, _, err := root.Find(args[:1]); strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) || err == nil && command != root {
		return nil
	}
	help := diag.Textf("the commands are %s", list)
	if near := diag.Nearest(args[0], names); near != "" {
		help = diag.Textf("did you mean %s? the commands are %s", near, list)
	}
	return &usageError{diag.Textf("unknown command %q", args[0]), help}
}
