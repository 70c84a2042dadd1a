package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"
)

// asks tells whether somebody sits at a terminal to be asked.
func (p *program) asks() bool { return isTerminal(p.stdin) && isTerminal(p.stderr) }

// ask asks for what was not said; an empty answer is the suggestion. Where
// nobody can be asked, the command is not understood: message and help say why.
func (p *program) ask(question, suggestion, message, help string) (string, error) {
	if !p.asks() {
		return "", &usageError{message, help}
	}
	answer, err := prompt(p.stdin, p.stderr, question, suggestion)
	if err == nil && answer == "" {
		return "", &usageError{message, help}
	}
	return answer, err
}

// prompt writes a question and reads the line that answers it.
func prompt(in io.Reader, out io.Writer, question, suggestion string) (string, error) {
	shown := question
	if suggestion != "" {
		shown += " [" + suggestion + "]"
	}
	fmt.Fprint(out, shown+": ")
	line, err := readLine(in)
	if err != nil && line == "" {
		return "", fmt.Errorf("nothing was answered to %q", question)
	}
	return cmp.Or(strings.TrimSpace(line), suggestion), nil
}

// readLine reads no more than a line: the next is for the next question.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := in.Read(b)
		if line = append(line, b[:n]...); err != nil || n > 0 && b[0] == '\n' {
			return string(line), err
		}
	}
}

// isTerminal tells whether a stream is a terminal that shows what is written to
// it.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
