package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"path"

	"cairn/generator/internal/output"
)

// withClient inserts the server's script at the end of an HTML page.
func (s *server) withClient(name string, page []byte, now state) []byte {
	if path.Ext(name) != ".html" {
		return page
	}
	script := fmt.Sprintf(`<script src="/%s/reload.js" data-version="%s" data-files="%d"></script>`, output.ServerFolder, s.version(now), now.files)
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	return bytes.Join([][]byte{page[:end], []byte(script), page[end:]}, nil)
}

// failed answers with a page of the errors, for addresses that have no page to show them
// over.
func (s *server) failed(w http.ResponseWriter, now state) {
	const name = "failed.html"
	page := execute("page", newPanel(now))
	write(w, http.StatusServiceUnavailable, name, s.withClient(name, page, now))
}
