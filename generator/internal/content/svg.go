package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"cairn/generator/internal/diag"
)

// checkSVG warns of the first script, event handler or external resource in an SVG
// picture. Browsers ignore these in an <img>, but run and load them when the picture is
// opened by itself.
func checkSVG(file string, data []byte) []diag.Fault {
	d := xml.NewDecoder(strings.NewReader(Lines(data)))
	d.Entity = xml.HTMLEntity
	for {
		at := diag.Place{File: file, Offset: int(d.InputOffset())}
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return []diag.Fault{active(at, diag.Textf("the picture is not valid XML, so Cairn cannot check it: it may contain scripts"))}
		}
		if found := activeSVG(token); !found.IsEmpty() {
			return []diag.Fault{active(at, diag.Textf("the picture has %s: opened on its own it is a page of this site and can read and change everything that readers have saved", found))}
		}
		if declaresEntities(token) {
			return []diag.Fault{active(at, diag.Textf("the picture declares entities, which can hide a script"))}
		}
		if address := outsideSVG(token); address != "" {
			return []diag.Fault{active(at, diag.Textf("the picture loads %s from another host", address))}
		}
	}
}

// activeSVG describes the part of a token that a browser would run; "" if there is none.
func activeSVG(token xml.Token) diag.Text {
	switch token := token.(type) {
	case xml.ProcInst:
		if token.Target == "xml-stylesheet" {
			return diag.Textf("a style sheet")
		}
	case xml.StartElement:
		if !isDrawn(token.Name.Space) {
			return diag.Text{}
		}
		switch strings.ToLower(token.Name.Local) {
		case "script", "iframe", "object", "embed", "foreignobject", "handler", "listener", "html", "body", "form", "link", "meta", "base":
			return diag.Textf("the element %s", token.Name.Local)
		}
		for _, attr := range token.Attr {
			if found := activeAttribute(token, attr); !found.IsEmpty() {
				return found
			}
		}
	}
	return diag.Text{}
}

// isDrawn reports whether an element belongs to SVG, and not to the metadata that drawing
// programs add.
func isDrawn(namespace string) bool {
	return namespace == "" || strings.HasSuffix(namespace, "/svg") || strings.HasSuffix(namespace, "/xhtml")
}

// activeAttribute describes an attribute that runs a script; "" if it runs none.
func activeAttribute(element xml.StartElement, attr xml.Attr) diag.Text {
	name, value := strings.ToLower(attr.Name.Local), plainValue(attr.Value)
	scheme, _, _ := strings.Cut(value, ":")
	isPicture := strings.HasPrefix(value, "data:image/") && (element.Name.Local == "image" || element.Name.Local == "feImage" || !strings.HasPrefix(value, "data:image/svg"))
	switch {
	case attr.Name.Space == "" && strings.HasPrefix(name, "on"):
		return diag.Textf("the event handler %s", attr.Name.Local)
	case scheme == "javascript", scheme == "vbscript", scheme == "data" && !isPicture, strings.Contains(value, ";javascript:"):
		return diag.Textf("a URL that begins with %s:", scheme)
	case name == "attributename" && (strings.HasPrefix(value, "on") || strings.HasSuffix(value, "href")):
		return diag.Textf("an animation of %s", attr.Value)
	}
	return diag.Text{}
}

func declaresEntities(token xml.Token) bool {
	directive, ok := token.(xml.Directive)
	return ok && bytes.Contains(bytes.ToUpper(directive), []byte("<!ENTITY"))
}

// outsideSVG returns the external address that a token makes the browser load, or "".
// Links do not count: a reader has to click them.
func outsideSVG(token xml.Token) string {
	switch token := token.(type) {
	case xml.StartElement:
		for _, attr := range token.Attr {
			name, address := attr.Name.Local, strings.TrimSpace(attr.Value)
			loads := name == "src" || name == "base" || name == "href" && token.Name.Local != "a"
			if loads && isDrawn(token.Name.Space) && outside.MatchString(address) {
				return address
			}
			if found := loaded.FindStringSubmatch(attr.Value); found != nil {
				return found[1]
			}
		}
	case xml.CharData: // may be the text of a style element
		if found := loaded.FindSubmatch(token); found != nil {
			return string(found[1])
		}
	}
	return ""
}

var (
	outside = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*:)?//`) // an address on another host
	// an address on another host that a style loads
	loaded = regexp.MustCompile(`(?i)(?:(?:url|image-set|src)\(\s*|@import\s+)["']?\s*((?:[a-z][a-z0-9+.-]*:)?//[^"')\s;]*)`)
)

// plainValue normalises an address as browsers do before they compare its scheme: without
// white space and control characters, in lower case.
func plainValue(value string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, value))
}
