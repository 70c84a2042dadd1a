package render

import (
	"html"
	"strings"
	"testing"
)

// An attribute of Data ends at its own quote and holds the value unchanged.
func TestDataIsOneAttribute(t *testing.T) {
	value := map[string]string{"a": `it's <b>"x" & &#39; y</b>`}
	v := &View{}
	attribute, err := v.Data("data-x", value)
	want, _ := v.JSON(value)
	inside, ok := strings.CutPrefix(string(attribute), "data-x='")
	inside, isQuoted := strings.CutSuffix(inside, "'")
	if err != nil || !ok || !isQuoted || strings.ContainsAny(inside, "'<>") || html.UnescapeString(inside) != want {
		t.Errorf("the attribute is %s, want %s (%v)", attribute, want, err)
	}
}
