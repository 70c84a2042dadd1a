package publish

import (
	"encoding/json"
	"os"

	"cairn/generator/internal/diag"
)

// manifest lists what Cairn wrote into an output folder, all paths relative to
// it, slash-separated and sorted.
type manifest struct {
	Version int `json:"cairn"`
	record
	Files []string `json:"files"`          // the site's
	Kept  []string `json:"kept,omitempty"` // those of the generation before
}

const manifestVersion = 1

func readManifest(name string) (manifest, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return manifest{}, err
	}
	var m manifest
	if json.Unmarshal(data, &m) != nil || m.Version == 0 {
		return manifest{}, diag.Textf("not a manifest")
	}
	if m.Version != manifestVersion {
		return manifest{}, diag.Textf("written by another version of Cairn (%d)", m.Version)
	}
	return m, nil
}

// bytes is the manifest as it is written. One path a line, so that two of them
// compare well.
func (m manifest) bytes() ([]byte, error) {
	m.Version = manifestVersion
	data, err := json.MarshalIndent(m, "", "")
	return append(data, '\n'), err
}
