package goal

import (
	"maps"
	"slices"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

func (p *parser) readRedefinition(r *toml.Reader) Redefinition {
	r.Require("keys", "why")
	keys, places := r.StringsAt("keys")
	if r.Has("keys") && len(keys) == 0 {
		p.report(diag.Errorf(r.At("keys"), "missing-key", "%s is empty", "keys").WithHelp("write the keys of the inputs that mean something else now"))
	}
	c := Redefinition{Why: r.String("why")}
	for i, key := range keys {
		if in := p.template.inputs[key]; in != nil {
			c.Inputs = append(c.Inputs, in)
		} else {
			p.reportUnknownInput(places[i], key)
		}
	}
	r.Finish()
	return c
}

func (p *parser) reportUnknownInput(at diag.Place, key string) {
	f := diag.Errorf(at, "unknown-input", "unknown input %s", key)
	if near := diag.Nearest(key, slices.Sorted(maps.Keys(p.template.inputs))); near != "" {
		p.report(f.WithHelp("did you mean %s?", near))
		return
	}
	p.report(f.WithHelp("write the key of an input; the page lists the values of removed inputs without this"))
}
