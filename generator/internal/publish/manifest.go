package publish

import (
	"encoding/json"
	"os"

	"cairn/generator/internal/diag"
)

// manifest lists the files that Cairn wrote into an output folder. The paths are relative to
// the folder, slash-separated and sorted.
type manifest struct {
	Version int `json:"cairn"`
	record
	Inputs string   `json:"inputs,omitempty"` // identifies what the site was made from
	Hash   string   `json:"hash,omitempty"`   // of the files of the site, set with Inputs
	Files  []string `json:"files"`            // of the site
	Kept   []string `json:"kept,omitempty"`   // of the previous generation
}

const manifestVersion = 1

func readManifest(name string) (manifest, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return manifest{}, err
	}
	var m manifest
	if json.Unmarshal(data, &m) != nil || m.Version == 0 {
		return manifest{}, diag.Textf("it is not a manifest of Cairn")
	}
	if m.Version != manifestVersion {
		return manifest{}, diag.Textf("it was written by another version of Cairn (%d)", m.Version)
	}
	return m, nil
}

// bytes returns the JSON of the manifest, with one path per line for readable diffs.
func (m manifest) bytes() ([]byte, error) {
	m.Version = manifestVersion
	data, err := json.MarshalIndent(m, "", "")
	return append(data, '\n'), err
}
