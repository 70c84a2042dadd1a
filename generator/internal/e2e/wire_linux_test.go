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

// wire serves a folder compressed, and counts what it sends. It is slow itself,
// since browsers do not slow down what workers ask for.
type wire struct {
	dir string

	mu                    sync.Mutex
	phone                 bool      // 150 ms to the answer, 1.6 Mbit/s for all together
	free                  time.Time // when the phone's line has sent everything so far
	sent, plain, requests int
}

func (w *wire) reset(phone bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phone, w.sent, w.plain, w.requests = phone, 0, 0, 0
}

// delay is how long it takes until so many bytes have arrived.
func (w *wire) delay(bytes int) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.phone {
		return 0
	}
	answer := time.Now().Add(150 * time.Millisecond)
	if w.free.Before(answer) {
		w.free = answer
	}
	w.free = w.free.Add(time.Duration(bytes) * time.Second / (1.6e6 / 8))
	return time.Until(w.free)
}

func (w *wire) counted() (sent, plain, requests float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return float64(w.sent), float64(w.plain), float64(w.requests)
}

func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
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
