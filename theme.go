// Package cairn embeds the layouts, styles and scripts of the standard theme, so that the
// binary alone can build a folder that has only site.toml and content/.
package cairn

import (
	"embed"
	"io/fs"
)

//go:embed all:layouts all:static
var theme embed.FS

// Theme returns the standard layouts/ and static/. The files of a site replace those of the
// same path.
func Theme() fs.FS { return theme }
