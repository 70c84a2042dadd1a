package content

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// CheckActive warns of a file that is published as it is and that a browser or a
// server does not just show but runs: whatever it does, it does as part of the
// site. What configures a server is an error, since it can change how all of the
// site is served.
func CheckActive(file string, data []byte) []diag.Fault {
	name := strings.ToLower(path.Base(file))
	ext := strings.TrimPrefix(path.Ext(name), ".")
	warn := func(what diag.Text) []diag.Fault { return []diag.Fault{active(diag.WholeFile(file), what)} }
	switch {
	case isServerConfig(name):
		return []diag.Fault{serverConfig(file)}
	case hasServerExtension(name), strings.Contains(strings.ToLower(file), "/cgi-bin/"):
		return warn(diag.Textf("a server that runs files of this kind runs it, with the rights of the server"))
	case slices.Contains(pages(), ext):
		return warn(diag.Textf("a page that is published as it is: its scripts can read and change all that readers have saved in this site"))
	case isServiceWorker(name):
		return warn(diag.Textf("a service worker can answer in the place of every page of this site, even when it is no longer published"))
	case slices.Contains(scripts(), ext):
		return warn(diag.Textf("a script that a page can load as part of this site: it can read and change all that readers have saved"))
	case ext == "svgz":
		return warn(diag.Textf("a packed SVG cannot be looked into: it may have scripts"))
	case ext == "svg":
		return checkSVG(file, data)
	case ext == "xml" && (bytes.Contains(data, []byte("<?xml-stylesheet")) || bytes.Contains(data, []byte("http://www.w3.org/1999/xhtml"))):
		return warn(diag.Textf("a browser shows this XML as a page: its scripts can read and change all that readers have saved in this site"))
	case !slices.Contains(texts(), ext) && looksLikeHTML(data):
		return warn(diag.Textf("the file is HTML under another name, which some servers and browsers take for a page"))
	}
	return nil
}

// active warns of a file at a place. Config.Active is how an author accepts it.
func active(at diag.Place, what diag.Text) diag.Fault {
	return diag.Fault{Place: at, Severity: diag.Warning, Code: "active-file", Message: what}.
		WithHelp("write it as Markdown, or link to it on another host; if it is meant, write active = [%q] in site.toml", at.File)
}

func serverConfig(file string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "server-configuration", "%s configures a server: it can change how the whole site is served", path.Base(file)).
		WithHelp("take it out of %s/; whoever looks after the server sets it there", Root)
}

// isServerConfig tells a name, in lower case, from which a web server or a host of
// static sites takes orders.
func isServerConfig(name string) bool {
	switch name {
	case ".htaccess", ".htpasswd", ".user.ini", "php.ini", "web.config", "_headers", "_redirects", "_routes.json", "_worker.js",
		"staticwebapp.config.json", "crossdomain.xml", "clientaccesspolicy.xml":
		return true
	}
	return false
}

// hasServerExtension tells whether any extension of a name is one of files that
// servers run. Apache may go by one that is not the last: a.php.jpg.
func hasServerExtension(name string) bool {
	for i, part := range strings.Split(name, ".") {
		if i == 0 {
			continue
		}
		switch part {
		case "php", "php3", "php4", "php5", "php7", "php8", "phps", "pht", "phtm", "phtml", "phar", "asp", "aspx", "ashx", "asmx", "asa", "cshtml", "vbhtml",
			"jsp", "jspx", "jspf", "cfm", "cfc", "cgi", "fcgi", "pl", "shtml", "shtm", "stm":
			return true
		}
	}
	return false
}

// pages are the extensions of what a browser shows as a page of its own.
func pages() []string {
	return []string{"html", "htm", "xhtml", "xht", "hta", "htc", "mht", "mhtml", "xsl", "xslt", "swf"}
}

func scripts() []string { return []string{"js", "mjs", "cjs"} }

// texts are the extensions of what no browser takes for a page, though it may begin
// like one.
func texts() []string {
	return []string{"txt", "csv", "tsv", "json", "xml", "css", "toml", "yaml", "yml"}
}

// isServiceWorker tells the names that service workers have by custom.
func isServiceWorker(name string) bool {
	stem, ext, _ := strings.Cut(name, ".")
	return (ext == "js" || ext == "mjs") && (stem == "sw" || strings.HasSuffix(strings.NewReplacer("-", "", "_", "").Replace(stem), "serviceworker"))
}

func looksLikeHTML(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return strings.HasPrefix(http.DetectContentType(data), "text/html")
}
