package cli

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// history has the dates of the last changes that git returned.
type history struct {
	head  string            // the commit that was checked out
	dates map[string]string // by path: content/a.md, 2026-11-20; "" if the change is older than a shallow clone
	gap   gap
}

// gap explains which dates are missing, why, and how to get them. It is empty if git gave
// all dates, and if the source is not in a repository.
type gap struct{ why, help diag.Text }

func (g gap) isEmpty() bool { return g.why.IsEmpty() }

// readHistory asks git for the dates of the last changes. It reuses the previous answer
// while the commit that is checked out stays the same.
func readHistory(dir string, last history) history {
	folder := filepath.Join(dir, content.Root)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return history{}
	}
	if !inRepository(folder) {
		return history{gap: outsideRepository()}
	}
	head, err := git(folder, "rev-parse", "HEAD")
	if err == nil && head == last.head && last.gap.isEmpty() {
		return last
	}
	h := history{head: head, dates: map[string]string{}}
	h.gap = h.read(folder, content.Root)
	if h.gap.isEmpty() && len(h.dates) == 0 {
		h.gap = nothingCommitted()
	}
	return h
}

// read runs git once for a whole folder and once for each submodule. It overrides user and
// repository configuration that would change the output, and forbids git to fetch missing
// objects from a remote.
func (h *history) read(folder, root string) gap {
	out, err := git(folder, "-c", "log.showRoot=true", "log", "-z", "--format=%x00%as %D", "--decorate-refs-exclude=*",
		"--name-only", "--no-renames", "--relative", "--ignore-submodules=none", "--no-show-signature", "--no-color", "--", ".")
	if err != nil {
		return explainGit(folder, err)
	}
	var missing gap
	changes := lastChanges(out)
	for _, file := range slices.Sorted(maps.Keys(changes)) {
		name := root + "/" + file
		if info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(file))); err == nil && info.IsDir() {
			if inner := h.read(filepath.Join(folder, filepath.FromSlash(file)), name); missing.isEmpty() {
				missing = inner
			}
			continue
		}
		h.dates[name] = changes[file]
		if changes[file] == "" && missing.isEmpty() {
			missing = shallowClone()
		}
	}
	return missing
}

// lastChanges parses the output of git log. Each commit, newest first, is an empty field,
// its date, and the names of the files that it changed. At the boundary of a shallow clone
// git marks the commit as grafted and lists every file as new: no dates are taken from
// there.
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

// git runs git in a folder. It does not use a bare repository that encloses the folder.
func git(folder string, args ...string) (string, error) {
	command := exec.Command("git", append([]string{"-C", folder, "-c", "safe.bareRepository=explicit"}, args...)...)
	command.Env = gitEnvironment(os.Environ())
	out, err := command.Output()
	return string(out), err
}

// gitEnvironment removes the variables that select another repository or change the output
// of git. Hooks of git set such variables for the commands that they run.
func gitEnvironment(environment []string) []string {
	kept := []string{
		"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", // limit the search for .git in parent folders
		"GIT_EXEC_PATH",                   // the folder of the programs of git
		"GIT_TEST_ASSUME_DIFFERENT_OWNER", // in tests, git acts as if another user owned the repository
	}
	environment = slices.DeleteFunc(slices.Clone(environment), func(entry string) bool {
		name, _, _ := strings.Cut(strings.ToUpper(entry), "=")
		return strings.HasPrefix(name, "GIT_") && !slices.Contains(kept, name)
	})
	return append(environment, "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0")
}

// inRepository reports whether a folder or one above it has a .git entry, even if git
// refuses that repository.
func inRepository(folder string) bool {
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return true
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return false
		}
		folder = parent
	}
}

// safeDirectory is the command that git itself proposes to mark a folder as trusted.
var safeDirectory = regexp.MustCompile(`git config --global --add safe\.directory .+`)

// explainGit turns a failure of git into a reason for authors.
func explainGit(folder string, err error) gap {
	if errors.Is(err, exec.ErrNotFound) {
		return gap{diag.Textf("the source is in a Git repository, but git is not installed"), diag.Textf("install git, or write `updated` in the front matter of the pages")}
	}
	said := err.Error()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		said = string(exit.Stderr)
	}
	command := safeDirectory.FindString(said)
	switch {
	case command != "":
		return gap{diag.Textf("the Git repository belongs to another user, so git refuses to read it"), diag.Textf("run: %s", command)}
	case strings.Contains(said, "does not have any commits yet"):
		return nothingCommitted()
	}
	said, _, _ = strings.Cut(strings.TrimSpace(said), "\n")
	return gap{
		diag.Textf("git says: %s", strings.TrimPrefix(said, "fatal: ")),
		diag.Textf("repair the repository until `git -C %s log` works, or write `updated` in the front matter of the pages", folder),
	}
}

func shallowClone() gap {
	return gap{
		diag.Textf("this clone does not have the full history"),
		diag.Textf("run `git fetch --unshallow` first; in GitLab CI set the variable GIT_DEPTH to 0, in GitHub Actions set fetch-depth to 0"),
	}
}

func nothingCommitted() gap {
	return gap{
		diag.Textf("no page of the site is committed in the Git repository"),
		diag.Textf("commit the pages, or write `updated` in their front matter"),
	}
}

// outsideRepository explains missing dates of a source outside any repository if GIT_DIR
// names a repository elsewhere, as in a hook of git.
func outsideRepository() gap {
	if os.Getenv("GIT_DIR") == "" {
		return gap{}
	}
	return gap{
		diag.Textf("the source is not in a Git repository, and the repository that GIT_DIR names is not used"),
		diag.Textf("clone the repository and build the clone, or write `updated` in the front matter of the pages"),
	}
}

// undatedNotice returns the notice that dates are missing, with the reason and the remedy. It
// returns empty texts if no date is missing.
func undatedNotice(pages int, feedless bool, g gap) (message, help diag.Text) {
	switch {
	case g.isEmpty() && feedless:
		return diag.Textf("there is no feed.xml: no page has a date"), diag.Textf("write `updated` in the front matter of pages, or keep the site in a Git repository")
	case g.isEmpty() || pages == 0:
		return diag.Text{}, diag.Text{}
	}
	message = countOf(pages, "1 page has no date of last change", "%d pages have no date of last change")
	if feedless {
		message = diag.Textf("%s, and there is no feed.xml", message)
	}
	return diag.Textf("%s: %s", message, g.why), g.help
}
