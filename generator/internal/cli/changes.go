package cli

import (
	"os"
	"os/exec"
	"strings"
	"sync"

	"cairn/generator/internal/content"
)

// changes begins to ask git for the dates of the last changes in a folder, and
// gives what waits for them. Without git, or outside of a repository, there are
// none.
func changes(dir string) func() map[string]string {
	done := make(chan map[string]string, 1)
	go func() { done <- gitLog(dir) }()
	return sync.OnceValue(func() map[string]string { return <-done })
}

// gitLog asks once for everything. What a user or a repository has configured must
// not change the answer, nor make git ask a host for what it has not got.
func gitLog(dir string) map[string]string {
	git := exec.Command("git", "-C", dir, "log", "-z", "--format=%x00%as %D", "--decorate-refs-exclude=*",
		"--name-only", "--no-renames", "--relative", "--no-show-signature", "--no-color", "--", content.Root)
	git.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1")
	out, err := git.Output()
	if err != nil {
		return nil
	}
	return lastChanges(string(out))
}

// lastChanges reads what git says: for each commit, the latest first, an empty
// field, its date, and the files that it changed. Where a clone was cut off,
// git says "grafted" and that everything is new: there no date is known.
func lastChanges(log string) map[string]string {
	last := map[string]string{}
	date := ""
	fields := strings.Split(log, "\x00")
	for i := 0; i < len(fields); i++ {
		if fields[i] == "" && i+1 < len(fields) {
			i++
			day, marks, _ := strings.Cut(fields[i], " ")
			if date = day; strings.Contains(marks, "grafted") {
				date = ""
			}
			continue
		}
		file := strings.TrimPrefix(fields[i], "\n")
		if _, known := last[file]; file != "" && !known {
			last[file] = date
		}
	}
	return last
}
