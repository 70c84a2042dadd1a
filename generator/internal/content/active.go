package content

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// CheckActive warns of an asset that a browser would run with the rights of the site's
// pages, or a server with the rights of the server. A file that configures the server is an
// error, because it can change how every page is served.
func CheckActive(file string, data []byte) []diag.Fault {
	name := strings.ToLower(path.Base(file))
	ext := strings.TrimPrefix(path.Ext(name), ".")
	warn := func(message diag.Text) []diag.Fault { return []diag.Fault{active(diag.WholeFile(file), message)} }
	switch {
	case isServerConfig(name):
		return []diag.Fault{serverConfig(file)}
	case hasServerExtension(name), strings.Contains(strings.ToLower(file), "/cgi-bin/"):
		return warn(diag.Textf("a server that supports files of this kind executes it with the server's permissions"))
	case slices.Contains(pages(), ext):
		return warn(diag.Textf("this HTML page is published unchanged: its scripts can read and change everything that readers have saved in this site"))
	case isServiceWorker(name):
		return warn(diag.Textf("a service worker can answer for every page of this site, even after it is no longer published"))
	case slices.Contains(scripts(), ext):
		return warn(diag.Textf("a page can run this script as part of this site: it can read and change everything that readers have saved"))
	case ext == "svgz":
		return warn(diag.Textf("Cairn cannot check a compressed SVG: it may contain scripts"))
	case ext == "svg", ext == "xml" && bytes.Contains(data, []byte("http://www.w3.org/2000/svg")):
		return checkSVG(file, data)
	case ext == "xml" && (bytes.Contains(data, []byte("<?xml-stylesheet")) || bytes.Contains(data, []byte("http://www.w3.org/1999/xhtml"))):
		return warn(diag.Textf("browsers open this XML file as a page: its scripts can read and change everything that readers have saved in this site"))
	case !slices.Contains(texts(), ext) && looksLikeHTML(data):
		return warn(diag.Textf("the file contains HTML under another extension; some servers and browsers treat it as a page"))
	}
	return nil
}

// active returns the warning for an active asset. An author accepts the file by listing it
// in site.toml (Config.Active).
func active(at diag.Place, message diag.Text) diag.Fault {
	return diag.Fault{Place: at, Severity: diag.Warning, Code: "active-file", Message: message}.
		WithHelp("write it as Markdown, or link to it on another host; to publish it, write active = [%q] in site.toml", at.File)
}

func serverConfig(file string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "server-configuration", "%s configures a server: it can change how the whole site is served", path.Base(file)).
		WithHelp("remove it from %s/; the administrator of the server sets this there", Root)
}

// isServerConfig reports whether a name, in lower case, is that of a file that configures a
// web server or a host of static sites.
func isServerConfig(name string) bool {
	switch name {
	case ".htaccess", ".htpasswd", ".user.ini", "php.ini", "web.config", "_headers", "_redirects", "_routes.json", "_worker.js",
		"staticwebapp.config.json", "crossdomain.xml", "clientaccesspolicy.xml":
		return true
	}
	return false
}

// hasServerExtension reports whether any extension of a name is that of a script for
// servers. Apache also honours extensions that are not the last one: a.php.jpg.
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

// pages returns the extensions of files that a browser opens as a document.
func pages() []string {
	return []string{"html", "htm", "xhtml", "xht", "hta", "htc", "mht", "mhtml", "xsl", "xslt", "swf"}
}

func scripts() []string { return []string{"js", "mjs", "cjs"} }

// texts returns the extensions of files that a browser never opens as HTML, even if their
// content begins like HTML.
func texts() []string {
	return []string{"txt", "csv", "tsv", "json", "xml", "css", "toml", "yaml", "yml"}
}

// isServiceWorker reports whether a name is customary for a service worker.
func isServiceWorker(name string) bool {
	stem, ext, _ := strings.Cut(name, ".")
	return (ext == "js" || ext == "mjs") && (stem == "sw" || strings.HasSuffix(strings.NewReplacer("-", "", "_", "").Replace(stem), "serviceworker"))
}

func looksLikeHTML(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return strings.HasPrefix(http.DetectContentType(data), "text/html")
}
