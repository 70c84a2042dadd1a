package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"

	"cairn/generator/internal/diag"
)

// Owner says whose site is published.
type Owner struct {
	ID, Title string
	Former    []string // the ids that the site had before
	Named     bool     // the site says its id; otherwise it is made from the title
}

// record names the owner of an output folder. It is empty in manifests that older
// versions of Cairn wrote.
type record struct {
	Site  string `json:"site,omitempty"`
	Title string `json:"title,omitempty"`
	From  string `json:"from,omitempty"` // of a site without an id of its own: see fromOf
}

// record is what the manifest says of the owner.
func (p *publisher) record() record {
	r := record{Site: p.owner.ID, Title: p.owner.Title}
	if !p.owner.Named && p.owner.ID != "" {
		r.From = p.from
	}
	return r
}

// fromOf is a hash of the way from an output folder to its source: the manifest is
// published, and the names of folders need not be.
func fromOf(dir, source string) string {
	way, err := filepath.Rel(dir, source)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(way)))
	return hex.EncodeToString(sum[:8])
}

// refuseOther refuses a folder that is another site's. A site without an id of its own
// may have another title tomorrow, and is then known by where its source lies.
func (p *publisher) refuseOther(known record) error {
	switch owner := p.owner; {
	case known.Site == "", owner.ID == "":
		return nil
	case known.Site == owner.ID, slices.Contains(owner.Former, known.Site), known.From != "" && known.From == p.from:
		return nil
	}
	help := diag.Textf("name another folder with --output, or remove this one; if it is the same site, write `id = %q` in site.toml", known.Site)
	if p.owner.Named {
		help = diag.Textf("name another folder with --output, or remove this one; if it is the same site with a new id, write `former_ids = [%q]` in site.toml", known.Site)
	}
	return refusef(help, "%s holds another site: %s (id %s)", p.shown, known.Title, known.Site)
}
