package render

import (
	"iter"
	"slices"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// Deck is the questions of a page that are to be answered without looking.
type Deck struct {
	Page      *site.Page
	Questions []markdown.Question
}

// Card is a question as it is printed.
type Card struct {
	Deck Deck
	markdown.Question
}

// cardsOnSheet is the number of cards on a printed page: two columns and three rows.
const cardsOnSheet = 6

// Decks returns the questions of all pages for readers, in the order of the site.
func (v *View) Decks() (decks []Deck) {
	for _, p := range v.Site.Pages {
		if p.Document != nil && len(p.Document.Questions) > 0 && (p.Door == nil || !p.Door.Aside) {
			decks = append(decks, Deck{p, p.Document.Questions})
		}
	}
	return decks
}

// Sheets returns the cards of each printed page. They are printed twice: the fronts, and on the
// next page the backs.
func (v *View) Sheets() iter.Seq[[]Card] {
	var cards []Card
	for _, deck := range v.Decks() {
		for _, q := range deck.Questions {
			cards = append(cards, Card{deck, q})
		}
	}
	return slices.Chunk(cards, cardsOnSheet)
}

// QuestionKeys returns the keys of the site's questions, by which scripts know what the reader has
// answered of them.
func (v *View) QuestionKeys() (keys []string) {
	for _, deck := range v.Decks() {
		for _, q := range deck.Questions {
			keys = append(keys, q.Key)
		}
	}
	return keys
}
