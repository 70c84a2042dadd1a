// Package cli is the command line: arguments in, exit status out.
//
//	cairn serve [--source DIR] [--addr HOST:PORT]
//	cairn build [--source DIR] [--output DIR]
//	cairn check [--source DIR] [--accept]
//	cairn new   playbook TRACK/STAGE | goal TRACK/STAGE | page PATH | site DIR
//	cairn                              in a site's folder, or lying in it: serve it and open the browser
//
// The exit status is 0 when the work is done, 1 when the source has errors, 2
// when the command is not understood or the machine refuses.
//
// What is wrong with the source goes to standard error, one fault a line, its
// help under it; with --json it goes to standard output, one object a line. All
// else that is said goes to standard error, and standard output holds nothing
// but what another program may read.
//
// No other package reads the clock, runs git or chooses the language of messages. The
// clock is read once a build, unless --today gives the date. Git is asked for the date of
// the last change of each page, in the repository of the source, whatever the environment
// names. If git has no dates, as in a shallow clone, a notice says why; that is no fault of
// the source, and a date in a page's front matter takes precedence. The language is that
// of --lang, else of the site, else of the environment.
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
	statusUsage  = 2 // the command is not understood, or the machine refuses
)

// Run does what the arguments say. theme holds the standard layouts/ and
// static/.
func Run(args []string, theme fs.FS, stdin io.Reader, stdout, stderr io.Writer) int {
	cobra.MousetrapHelpText = "" // the library would turn away a double click on Windows
	p := &program{theme: theme, stdin: stdin, stdout: stdout, stderr: stderr}
	status := p.run(context.Background(), args)
	if status != statusDone && len(args) == 0 && mousetrap.StartedByExplorer() {
		// The window closes with the program, before anybody has read why.
		_, _ = p.prompt(diag.Textf("press Enter to close this window"), "")
	}
	return status
}

// run does the same until the context ends, which ends a server.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	if len(args) == 0 {
		args = p.doubleClicked()
	}
	p.readEarly(args)
	root.SetArgs(args)
	err := knownCommand(root, args)
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
	p.say(diag.Textf("error: %s", message), help)
	return statusUsage
}

// program is one call of the command line.
type program struct {
	theme          fs.FS
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
}

// flags are what the commands take, those of all in one place.
type flags struct {
	source, output, addr, today, title, lang string
	strict, json, accept, open, drafts       bool
}

// errFaults ends a command whose faults have been told.
var errFaults = errors.New("the source has errors")

// usageError is a command that is not understood.
type usageError struct{ Message, Help diag.Text }

func (e *usageError) Error() string { return e.Message.String() }

// explain says what an error is and what a user can do about it. What comes
// from the system or a library is in its own words.
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

// say tells the user something that is not about a place in the source, and
// what can be done about it.
func (p *program) say(message, help diag.Text) {
	words := p.words()
	fmt.Fprintln(p.stderr, "cairn: "+words.Say(message))
	if !help.IsEmpty() {
		fmt.Fprintln(p.stderr, "    "+words.Say(help))
	}
}

// tell tells the user something that nothing need be done about.
func (p *program) tell(message diag.Text) { p.say(message, diag.Text{}) }

// knownCommand refuses a first argument that is no command. The library would
// look at the flags behind it first.
func knownCommand(root *cobra.Command, args []string) error {
	var names []string
	for _, command := range root.Commands() {
		if command.Name() != "help" {
			names = append(names, command.Name())
		}
	}
	list := strings.Join(names, ", ")
	if len(args) == 0 {
		return &usageError{diag.Textf("no command"), diag.Textf("the commands are %s; cairn --help says more", list)}
	}
	if command, _, err := root.Find(args[:1]); strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) || err == nil && command != root {
		return nil
	}
	help := diag.Textf("the commands are %s", list)
	if near := diag.Nearest(args[0], names); near != "" {
		help = diag.Textf("did you mean %s? the commands are %s", near, list)
	}
	return &usageError{diag.Textf("there is no command %q", args[0]), help}
}
