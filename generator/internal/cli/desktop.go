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

// doubleClicked is what to do where nothing is said: in the folder of a site,
// or where the program itself lies in one, as after a double click on it, serve
// the site and show it.
func (p *program) doubleClicked() []string {
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

// openBrowser shows an address in the browser of whoever sits here. Where there
// is none, the address that was printed has to do.
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
		p.tell(diag.Textf("no browser could be opened: open %s yourself", url))
		return
	}
	go command.Wait() // so that no dead process is left behind
}

// version is the version that the program was built as, the commit it was built
// of, and by which Go.
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
