package cli

import (
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// readLanguageFlags parses only the flags that decide the language of messages, so that even
// the error of an invalid command is in that language.
func (p *program) readLanguageFlags(args []string) {
	languageFlags := pflag.NewFlagSet("", pflag.ContinueOnError)
	languageFlags.ParseErrorsAllowlist.UnknownFlags = true
	languageFlags.Usage = func() {}
	languageFlags.StringVar(&p.flags.source, "source", ".", "")
	languageFlags.StringVar(&p.flags.lang, "lang", "", "")
	_ = languageFlags.Parse(args) // cobra parses the flags again and reports the error
}

// catalogue returns the catalogue of the language of messages.
func (p *program) catalogue() diag.Catalogue { return diag.CatalogueOf(p.language()) }

// language returns the language of messages: that of --lang, else of site.toml, else of the
// environment. It is a name or a tag; "" is English. It is not cached, because site.toml may
// change while the site is served.
func (p *program) language() string {
	if slices.Contains(diag.Languages(), p.flags.lang) {
		return p.flags.lang
	}
	site, _ := content.ReadFile(os.DirFS(p.flags.source), config.File)
	if m := languageKey.FindSubmatch(site); m != nil {
		return string(m[1])
	}
	return environmentLanguage()
}

// languageKey finds the language in a site.toml even if the file is not valid TOML, so that
// its syntax errors are reported in that language.
var languageKey = regexp.MustCompile(`(?m)^[\s\x{FEFF}]*language\s*=\s*["']([^"'\n]+)["']`)

// environmentLanguage returns the language of the environment's locale.
func environmentLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			language, _, _ := strings.Cut(locale, "_")
			return language
		}
	}
	return systemLanguage()
}

// validateLanguage returns an error if --lang names a language without a catalogue.
func (p *program) validateLanguage() error {
	if p.flags.lang == "" || slices.Contains(diag.Languages(), p.flags.lang) {
		return nil
	}
	return &usageError{diag.Textf("unknown language %q", p.flags.lang), diag.Textf("choose one of %s", strings.Join(diag.Languages(), ", "))}
}
