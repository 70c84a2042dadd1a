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

// readEarly reads the flags that say in which language to speak before all
// others, so that a command that is not understood is told in it too.
func (p *program) readEarly(args []string) {
	early := pflag.NewFlagSet("", pflag.ContinueOnError)
	early.ParseErrorsAllowlist.UnknownFlags = true
	early.Usage = func() {}
	early.StringVar(&p.flags.source, "source", ".", "")
	early.StringVar(&p.flags.lang, "lang", "", "")
	_ = early.Parse(args) // what is wrong is found when they are read again
}

// words are those of the language that is spoken.
func (p *program) words() diag.Catalogue { return diag.CatalogueOf(p.language()) }

// language is what --lang asks for, else what the site names, else what the
// environment does; "" is English. A site's may change while it is served.
func (p *program) language() string {
	if slices.Contains(diag.Languages(), p.flags.lang) {
		return p.flags.lang
	}
	site, _ := content.ReadFile(os.DirFS(p.flags.source), config.File)
	if m := languageKey.FindSubmatch(site); m != nil {
		return string(m[1])
	}
	return environment()
}

// languageKey finds the language in a site.toml that need not be TOML: what is
// wrong with it is told in that language too.
var languageKey = regexp.MustCompile(`(?m)^[\s\x{FEFF}]*language\s*=\s*["']([^"'\n]+)["']`)

// environment is the language that the system is set to.
func environment() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			language, _, _ := strings.Cut(locale, "_")
			return language
		}
	}
	return systemLanguage()
}

// knownLanguage refuses a --lang that there are no words in.
func (p *program) knownLanguage() error {
	if p.flags.lang == "" || slices.Contains(diag.Languages(), p.flags.lang) {
		return nil
	}
	return &usageError{diag.Textf("there is no language %q", p.flags.lang), diag.Textf("choose one of %s", strings.Join(diag.Languages(), ", "))}
}
