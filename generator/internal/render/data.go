package render

import (
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
)

// jsonText is a value in JSON.
type jsonText string

func (t jsonText) MarshalJSON() ([]byte, error) { return []byte(t), nil }

// WordsJSON returns a table of words as a JSON object, for the attribute from which a
// script reads its words. It leaves out the keys in without, which only layouts use.
func (v *View) WordsJSON(table string, without ...string) (jsonText, error) {
	cached := table + " " + strings.Join(without, " ")
	if text, ok := v.renderer.tables.Load(cached); ok {
		return text.(jsonText), nil
	}
	words := v.renderer.words.Under(table)
	if len(words) == 0 {
		return "", fmt.Errorf("there are no words %s", table)
	}
	for _, key := range without {
		delete(words, key)
	}
	text, err := v.JSON(words)
	v.renderer.tables.Store(cached, jsonText(text))
	return jsonText(text), err
}

// Data returns an attribute that holds a value as JSON. The attribute is in single quotes,
// because JSON is full of double quotes, each of which would be written as &#34;.
func (v *View) Data(name string, value any) (template.HTMLAttr, error) {
	var err error
	text, isJSON := value.(jsonText)
	if !isJSON {
		var encoded string
		encoded, err = v.JSON(value)
		text = jsonText(encoded)
	}
	return template.HTMLAttr(name + "='" + inSingleQuotes.Replace(string(text)) + "'"), err
}

// inSingleQuotes escapes the value of an attribute in single quotes.
var inSingleQuotes = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;")

// JSON encodes a value for a data attribute in double quotes.
func (v *View) JSON(value any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}
