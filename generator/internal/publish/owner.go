package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"

	"cairn/generator/internal/diag"
)

// Owner identifies the published site.
type Owner struct {
	ID, Title string
	Former    []string // former ids of the site
	Named     bool     // site.toml sets the id; otherwise it is derived from the title
}

// record names the owner of an output folder. It is empty in manifests that older
// versions of Cairn wrote.
type record struct {
	Site  string `json:"site,omitempty"`
	Title string `json:"title,omitempty"`
	From  string `json:"from,omitempty"` // set if the id is derived from the title; see fromOf
}

// record returns the record of the owner for the manifest.
func (p *publisher) record() record {
	r := record{Site: p.owner.ID, Title: p.owner.Title}
	if !p.owner.Named && p.owner.ID != "" {
		r.From = p.from
	}
	return r
}

// fromOf returns a hash of the relative path from an output folder to its source. It is a
// hash because the manifest is published and the names of folders may be private.
func fromOf(dir, source string) string {
	relative, err := filepath.Rel(dir, source)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(relative)))
	return hex.EncodeToString(sum[:8])
}

// refuseOther refuses a folder that holds another site. A site without an id in site.toml may
// change its title; it is then recognised by the relative path to its source.
func (p *publisher) refuseOther(known record) error {
	switch owner := p.owner; {
	case known.Site == "", owner.ID == "":
		return nil
	case known.Site == owner.ID, slices.Contains(owner.Former, known.Site), known.From != "" && known.From == p.from:
		return nil
	}
	help := diag.Textf("choose another folder with --output, or remove this one; if it is the same site, write `id = %q` in site.toml", known.Site)
	if p.owner.Named {
		help = diag.Textf("choose another folder with --output, or remove this one; if it is the same site with a new id, write `former_ids = [%q]` in site.toml", known.Site)
	}
	return refusef(help, "%s contains another site: %s (id %s)", p.shown, known.Title, known.Site)
}
