package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
)

// defaultArgs returns the arguments to use if there are none, as after a double click on
// the program. If the working folder or the program's folder is a site, they serve that site
// and open the browser.
func (p *program) defaultArgs() []string {
	here := []string{"."}
	if program, err := os.Executable(); err == nil {
		here = append(here, filepath.Dir(program))
	}
	for _, dir := range here {
		if _, err := os.Stat(filepath.Join(dir, config.File)); err == nil {
			return []string{"serve", "--open", "--source", dir}
		}
	}
	return nil
}

// openBrowser opens an address in the default browser. If that fails, it asks the user to
// open the address.
func (p *program) openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	command := exec.Command(name, args...)
	if err := command.Start(); err != nil {
		p.print(diag.Textf("cannot open a browser; open %s yourself", url))
		return
	}
	go command.Wait() // reaps the process
}

// version returns the version of the program, its commit, and the version of Go that built
// it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	version := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			version += " " + setting.Value[:12]
		}
	}
	return version + " " + info.GoVersion
}
