// Package diag defines faults, the values that describe errors in a source, and the messages
// of the program in each language.
//
// A Fault has a place, a message that says what is wrong, and a help that says what to do.
// Packages return faults. A build collects and sorts all of them, and package cli prints
// them.
//
// A place is a file and a byte offset in the text that was read from the file, without a
// byte-order mark and with LF line ends. Resolve computes lines and columns from places;
// all other code works with offsets.
//
// Code writes messages in English, as a format with arguments (Text). A Catalogue translates
// the format: the files zh*.go hold the Chinese messages.
package diag

// Severity decides whether a fault prevents publishing.
type Severity int

const (
	// Error prevents publishing.
	Error Severity = iota
	// Warning is reported, but prevents publishing only in a strict build.
	Warning
	// Info reports a fact that is not a mistake.
	Info
)

func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return "error"
}

// Place is a byte offset in the text of a source file. A negative offset means the whole
// file.
type Place struct {
	File   string // slash-separated, relative to the site's folder: content/index.md
	Offset int
}

// WholeFile returns the place of a fault that concerns a file as a whole.
func WholeFile(file string) Place { return Place{File: file, Offset: -1} }

// At returns the place n bytes after p.
func (p Place) At(n int) Place { return Place{File: p.File, Offset: p.Offset + n} }

// Text is a message: an English format and its arguments. They are kept separate so that a
// Catalogue can look up the format. An argument may be a Text, which is translated too. A
// Text is also an error, one without a help.
type Text struct {
	Format string
	Args   []any
}

// Textf returns a text. The format uses the verbs of package fmt. The text keeps a copy of a
// slice of bytes, which may be a part of a buffer.
func Textf(format string, args ...any) Text {
	for i, arg := range args {
		if part, ok := arg.([]byte); ok {
			args[i] = string(part)
		}
	}
	return Text{format, args}
}

// String returns the text in English.
func (t Text) String() string { return Catalogue(nil).Say(t) }

// Error returns the text in English.
func (t Text) Error() string { return t.String() }

// IsEmpty reports whether t is the zero Text.
func (t Text) IsEmpty() bool { return t.Format == "" }

// Fault describes one error, warning or notice about the source.
type Fault struct {
	Place
	Severity Severity
	Code     string // stable identifier of the kind of fault: broken-link
	Message  Text   // what is wrong
	Help     Text   // what the author can do; may be empty
}

// Errorf returns an error. The message starts in lower case and has no full stop.
func Errorf(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Error, Code: code, Message: Textf(format, args...)}
}

// Warnf returns a warning.
func Warnf(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Warning, Code: code, Message: Textf(format, args...)}
}

// Infof returns a notice.
func Infof(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Info, Code: code, Message: Textf(format, args...)}
}

// WithHelp returns f with a help.
func (f Fault) WithHelp(format string, args ...any) Fault {
	return f.Advise(Textf(format, args...))
}

// Advise returns f with a help that is a Text already.
func (f Fault) Advise(help Text) Fault {
	f.Help = help
	return f
}
