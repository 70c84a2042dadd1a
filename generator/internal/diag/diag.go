// Package diag is the one form in which the program says something, and in which
// everything that is wrong with a source is told. A fault is a value: the place,
// the words, the cure. Packages return faults, nobody prints them but the command
// line, and a build collects all of them before it says the first.
//
// A place is a file and a byte offset in the file's text as it was read, without
// a byte-order mark and with LF line ends. Lines and columns exist only here,
// when a fault is about to be shown.
package diag

// Severity says whether a fault keeps the site from being published.
type Severity int

const (
	// Error keeps the site from being published.
	Error Severity = iota
	// Warning is told and does not keep the site from being published, unless
	// the build is strict.
	Warning
	// Info is worth knowing and nothing wrong.
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

// Place is a byte offset in the text of a source file. An offset below zero
// means the file as a whole.
type Place struct {
	File   string // slash-separated, from the site's folder: content/index.md
	Offset int
}

// WholeFile is the place of a fault that has no better one in its file.
func WholeFile(file string) Place { return Place{File: file, Offset: -1} }

// At is the place n bytes behind p.
func (p Place) At(n int) Place { return Place{File: p.File, Offset: p.Offset + n} }

// Text is a format and what goes into it, kept apart so that the words can be
// looked up in another language by their format. An argument may be a Text
// itself. Whatever the program says is one; a Text alone is also an error that
// there is no advice on.
type Text struct {
	Format string
	Args   []any
}

// Textf makes a text.
func Textf(format string, args ...any) Text { return Text{format, args} }

// String is the text in English.
func (t Text) String() string { return Catalogue(nil).Say(t) }

// Error is the text in English, as an error.
func (t Text) Error() string { return t.String() }

// IsEmpty tells whether there is nothing to say.
func (t Text) IsEmpty() bool { return t.Format == "" }

// Fault is one thing wrong with the source.
type Fault struct {
	Place
	Severity Severity
	Code     string // stable name of the kind of fault: broken-link
	Message  Text   // what is wrong: lower case, no full stop
	Help     Text   // what to do; may be empty
}

// Errorf makes an error. The message starts in lower case and has no full stop.
func Errorf(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Error, Code: code, Message: Textf(format, args...)}
}

// Warnf makes a warning.
func Warnf(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Warning, Code: code, Message: Textf(format, args...)}
}

// Infof makes something worth knowing.
func Infof(at Place, code, format string, args ...any) Fault {
	return Fault{Place: at, Severity: Info, Code: code, Message: Textf(format, args...)}
}

// WithHelp adds what the author can do about it.
func (f Fault) WithHelp(format string, args ...any) Fault {
	return f.Advise(Textf(format, args...))
}

// Advise adds a text as the help.
func (f Fault) Advise(help Text) Fault {
	f.Help = help
	return f
}
