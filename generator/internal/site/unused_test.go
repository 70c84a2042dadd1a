package site_test

import (
	"testing"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// A term is used if the heading of level 1, another heading or a text contains it.
func TestTermsInHeadingsAreUsed(t *testing.T) {
	a := sitetest.Files{
		"site.toml":             sitetest.Title,
		"content/glossary.toml": "[[terms]]\nterm = \"OA\"\ndefinition = \"一\"\n[[terms]]\nterm = \"ERP\"\ndefinition = \"二\"\n[[terms]]\nterm = \"CRM\"\ndefinition = \"三\"\n",
		"content/a.md":          "+++\ntitle = \"甲\"\n+++\n# OA\n\n## ERP\n\n正文\n",
	}.Clean(t)
	if got := joined(a.UnusedTerms(), func(term *site.Term) string { return term.Term }); got != "CRM" {
		t.Errorf("unused are %s, want CRM", got)
	}
}

// A term is unused if no text, heading or title of a page contains it. Definitions of other
// terms do not count.
func TestUnusedTerms(t *testing.T) {
	a := sitetest.Small().With("content/glossary.toml", "[[terms]]\nterm = \"ARR\"\ndefinition = \"OA\"\n[[terms]]\nterm = \"OA\"\ndefinition = \"一\"\n[[terms]]\nterm = \"第二篇\"\ndefinition = \"一\"\n").Assemble(sitetest.Options{})
	if got := joined(a.UnusedTerms(), func(term *site.Term) string { return term.Term }); got != "OA" {
		t.Errorf("unused are %s, want OA", got)
	}
}
