// Package cairn carries the layouts, styles and scripts of the standard theme
// inside the program, so that one binary builds a folder that holds no more
// than site.toml and content/.
package cairn

import (
	"embed"
	"io/fs"
)

//go:embed all:layouts all:static
var theme embed.FS

// Theme holds layouts/ and static/. A site's own lie over them, file by file.
func Theme() fs.FS { return theme }
