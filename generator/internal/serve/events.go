package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// heartbeat is the interval of comments on an idle stream. Writing one finds streams whose
// page has closed.
const heartbeat = 20 * time.Second

// event is the message about a state: the version of its site and its faults.
type event struct {
	Version string `json:"version"`
	Panel   string `json:"panel"` // HTML; empty without faults
}

// serveEvents sends the current state and every later one to a page of this server.
func (s *server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if !ownOrigin(r) {
		plain(w, http.StatusForbidden, "403: events are for pages of this server")
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // disables buffering in a proxy
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	channel := http.NewResponseController(w)
	fmt.Fprint(w, "retry: 500\n\n")
	for {
		now := s.now()
		data, err := json.Marshal(event{s.version(now), newPanel(now).html()})
		if err != nil {
			return
		}
		fmt.Fprintf(w, "data: %s\n\n", data)
		if channel.Flush() != nil || !s.idle(w, r, channel, now) {
			return
		}
	}
}

// idle waits for the next state. It returns false when the page or the server closes.
func (s *server) idle(w http.ResponseWriter, r *http.Request, channel *http.ResponseController, now state) bool {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-now.changed:
			return true
		case <-r.Context().Done():
			return false
		case <-beat.C:
			fmt.Fprint(w, ":\n\n")
			if channel.Flush() != nil {
				return false
			}
		}
	}
}
