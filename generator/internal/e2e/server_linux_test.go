package e2e

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// meteredServer serves the files of a folder compressed and counts the bytes sent. It delays answers
// itself, because browsers do not throttle the requests of workers.
type meteredServer struct {
	dir string

	mu                    sync.Mutex
	phone                 bool      // adds 150 ms to each answer and limits all answers together to 1.6 Mbit/s
	lineFree              time.Time // when the connection will have sent all answers so far
	sent, plain, requests int
}

func (w *meteredServer) reset(phone bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phone, w.sent, w.plain, w.requests = phone, 0, 0, 0
}

// delay returns the time until an answer of this size has arrived.
func (w *meteredServer) delay(bytes int) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.phone {
		return 0
	}
	answer := time.Now().Add(150 * time.Millisecond)
	if w.lineFree.Before(answer) {
		w.lineFree = answer
	}
	w.lineFree = w.lineFree.Add(time.Duration(bytes) * time.Second / (1.6e6 / 8))
	return time.Until(w.lineFree)
}

func (w *meteredServer) counts() (sent, plain, requests float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return float64(w.sent), float64(w.plain), float64(w.requests)
}

func (w *meteredServer) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(r.URL.Path)))
	if err != nil {
		http.NotFound(out, r)
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	w.mu.Lock()
	w.sent, w.plain, w.requests = w.sent+b.Len(), w.plain+len(data), w.requests+1
	w.mu.Unlock()
	time.Sleep(w.delay(b.Len()))
	types := map[string]string{".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm"}
	if t, ok := types[filepath.Ext(r.URL.Path)]; ok {
		out.Header().Set("Content-Type", t)
	}
	out.Header().Set("Content-Encoding", "gzip")
	out.Write(b.Bytes())
}
