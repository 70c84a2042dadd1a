package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	asPage   = "this HTML page is published unchanged: its scripts can read and change everything that readers have saved in this site"
	asScript = "a page can run this script as part of this site: it can read and change everything that readers have saved"
	asWorker = "a service worker can answer for every page of this site, even after it is no longer published"
	asServer = "a server that supports files of this kind executes it with the server's permissions"
	asOther  = "the file contains HTML under another extension; some servers and browsers treat it as a page"
	asXML    = "browsers open this XML file as a page: its scripts can read and change everything that readers have saved in this site"
	asSVG    = ": opened on its own it is a page of this site and can read and change everything that readers have saved"
	toUnpack = "Cairn cannot check a compressed SVG: it may contain scripts"
	unread   = "the picture is not valid XML, so Cairn cannot check it: it may contain scripts"
	entities = "the picture declares entities, which can hide a script"
)

// Active assets are warnings, and files that configure a server are errors. Similar names
// and harmless content are neither.
func TestActiveFiles(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	svg := func(inside string) string {
		return `<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + inside + `</svg>`
	}
	tests := []struct{ name, data, want string }{
		{"a.png", png, ""}, {"a.pdf", "%PDF-1.7", ""}, {"a.csv", "<b>,x", ""}, {"a.txt", "<html>", ""}, {"price.xlsx", "PK", ""}, {"a.css", "a{}", ""},
		{"a.json", "{}", ""}, {"a.xml", "<a/>", ""}, {"nginx.conf", "server {}", ""}, {"php", "", ""}, {"a.phpx.png", png, ""}, {"a.html.png", png, ""},
		{"a.html", "", asPage}, {"A.HTM", "", asPage}, {"a.xhtml", "", asPage}, {"a.hta", "", asPage}, {"a.swf", "", asPage}, {"a.xsl", "", asPage},
		{"a.js", "", asScript}, {"a.MJS", "", asScript}, {"sw.js", "", asWorker}, {"service-worker.js", "", asWorker}, {"my_ServiceWorker.mjs", "", asWorker},
		{"swing.js", "", asScript}, {"a.php", "", asServer}, {"a.PHP.jpg", png, asServer}, {"a.phtml", "", asServer}, {"a.aspx", "", asServer}, {"a.jsp", "", asServer},
		{"a.cgi", "", asServer}, {"a.shtml", "", asServer}, {"cgi-bin/a", "", asServer},
		{"a.png", "\ufeff \n<!DOCTYPE html><script>", asOther}, {"a", "<html>", asOther}, {"a.gif", "<!-- --><body>", asOther}, {"a.jpg", "<SCRIPT>", asOther},
		{"a.xml", `<html xmlns="http://www.w3.org/1999/xhtml"/>`, asXML}, {"a.xml", `<?xml-stylesheet href="a.xsl"?><a/>`, asXML},
		{"a.xml", svg("<script/>"), "the picture has the element script" + asSVG}, {"a.xml", svg("<g/>"), ""},
		{"a.svgz", "", toUnpack},
		{"a.svg", "\ufeff" + svg(`<style>a{fill:url(#b)}</style><a href="https://b.example"><text>script onload= javascript:</text></a><image href="b.png"/><use xlink:href="#a"/>`), ""},
		{"a.svg", svg(`<image href="data:image/png;base64,AA"/><image xlink:href="data:image/svg+xml;base64,AA"/>`), ""},
		{"a.svg", svg(`<metadata><b:link xmlns:b="urn:b" onx="1" href="http://c.example"/></metadata><?xpacket a?>`), ""},
		{"a.svg", svg("<script/>"), "the picture has the element script" + asSVG}, {"a.SVG", svg("<SCRIPT/>"), "the picture has the element SCRIPT" + asSVG},
		{"a.svg", svg(`<g xmlns:s="http://www.w3.org/2000/svg"><s:script/></g>`), "the picture has the element script" + asSVG},
		{"a.svg", svg(`<g xmlns:h="http://www.w3.org/1999/xhtml"><h:iframe/></g>`), "the picture has the element iframe" + asSVG},
		{"a.svg", svg("<foreignObject/>"), "the picture has the element foreignObject" + asSVG},
		{"a.svg", svg(`<g onclick="x"/>`), "the picture has the event handler onclick" + asSVG}, {"a.svg", svg(`<g ONLOAD="x"/>`), "the picture has the event handler ONLOAD" + asSVG},
		{"a.svg", svg(`<a href="java&#10;script:x"/>`), "the picture has a URL that begins with javascript:" + asSVG},
		{"a.svg", svg(`<a xlink:href=" JavaScript:x"/>`), "the picture has a URL that begins with javascript:" + asSVG},
		{"a.svg", svg(`<a href="data:text/html,x"/>`), "the picture has a URL that begins with data:" + asSVG},
		{"a.svg", svg(`<use href="data:image/svg+xml,x"/>`), "the picture has a URL that begins with data:" + asSVG},
		{"a.svg", svg(`<set attributeName="xlink:href" to="x"/>`), "the picture has an animation of xlink:href" + asSVG},
		{"a.svg", svg(`<animate attributeName="onload"/>`), "the picture has an animation of onload" + asSVG},
		{"a.svg", `<?xml-stylesheet href="a.css"?>` + svg(""), "the picture has a style sheet" + asSVG},
		{"a.svg", `<!DOCTYPE svg [<!ENTITY a "b">]>` + svg(""), entities},
		{"a.svg", `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg/>`, ""},
		{"a.svg", svg("<g"), unread}, {"a.svg", "\xff\xfe<", unread},
		{"a.svg", svg(`<image href="//c.example/x.png"/>`), "the picture loads //c.example/x.png from another host"},
		{"a.svg", svg(`<use xlink:href="HTTPS://c.example/x#a"/>`), "the picture loads HTTPS://c.example/x#a from another host"},
		{"a.svg", svg(`<style>@import "https://c.example/a.css";</style>`), "the picture loads https://c.example/a.css from another host"},
		{"a.svg", svg(`<g style="fill: url( 'http://c.example/a#b')"/>`), "the picture loads http://c.example/a#b from another host"},
	}
	for _, test := range tests {
		var got []string
		file := "content/x/" + test.name
		for _, f := range CheckActive(file, []byte(test.data)) {
			got = append(got, f.Message.String())
			if f.Severity.String() != "warning" || f.Help.String() != "write it as Markdown, or link to it on another host; to publish it, write active = [\""+file+"\"] in site.toml" {
				t.Errorf("%s: %s, %s", test.name, f.Severity, f.Help)
			}
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s, %s: %s", test.name, test.data, diff)
		}
	}
	for _, name := range []string{".htaccess", ".user.ini", "Web.Config", "_headers", "_redirects", "crossdomain.xml", "_worker.js"} {
		faults := CheckActive("content/"+name, nil)
		if len(faults) != 1 || faults[0].Severity.String() != "error" {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
