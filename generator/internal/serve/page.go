package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"path"

	"cairn/generator/internal/output"
)

// withClient puts the server's script at the end of a page.
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

// failed answers with the errors, where there is no page yet to lay them over.
func (s *server) failed(w http.ResponseWriter, now state) {
	const name = "failed.html"
	page := execute("page", newPanel(now))
	write(w, http.StatusServiceUnavailable, name, s.withClient(name, page, now))
}
