package content

import (
	"regexp"
	"strings"

	"cairn/generator/internal/toml"
)

// Lines of YAML as front matter has them. What is none of these has no simple
// TOML, and is shown as a comment.
var (
	yamlPair = regexp.MustCompile(`^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$`)
	yamlItem = regexp.MustCompile(`^[ \t]*-[ \t]+(.*?)[ \t]*$`)
	bare     = regexp.MustCompile(`^(true|false|-?(?:0|[1-9][0-9]*)|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
)

// asTOML writes the simple YAML of a front matter as TOML, to show an author how
// it is done.
func asTOML(yaml string) string {
	var b strings.Builder
	lines := strings.Split(strings.TrimSuffix(yaml, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		pair := yamlPair.FindStringSubmatch(lines[i])
		switch {
		case pair != nil && pair[2] == "" && len(yamlItems(lines[i+1:])) > 0:
			items := yamlItems(lines[i+1:])
			b.WriteString(pair[1] + " = " + list(items) + "\n")
			i += len(items)
		case pair == nil || strings.Trim(pair[2], ">|-+") == "":
			b.WriteString("# " + strings.TrimLeft(lines[i], "# ") + "\n")
		default:
			b.WriteString(pair[1] + " = " + value(pair[2]) + "\n")
		}
	}
	return b.String()
}

// yamlItems are the items that lines begin with, one a line.
func yamlItems(lines []string) (items []string) {
	for _, line := range lines {
		item := yamlItem.FindStringSubmatch(line)
		if item == nil {
			break
		}
		items = append(items, item[1])
	}
	return items
}

func value(yaml string) string {
	inner, ok := strings.CutPrefix(yaml, "[")
	if inner, closed := strings.CutSuffix(inner, "]"); ok && closed {
		if strings.TrimSpace(inner) == "" {
			return "[]"
		}
		return list(strings.Split(inner, ","))
	}
	if bare.MatchString(yaml) {
		return yaml
	}
	return quoted(yaml)
}

func list(items []string) string {
	quotes := make([]string, len(items))
	for i, item := range items {
		quotes[i] = quoted(strings.TrimSpace(item))
	}
	return "[" + strings.Join(quotes, ", ") + "]"
}

// quoted is a text in TOML's quotes, without those it had in YAML.
func quoted(yaml string) string {
	if n := len(yaml); n >= 2 && (yaml[0] == '"' || yaml[0] == '\'') && yaml[n-1] == yaml[0] {
		yaml = yaml[1 : n-1]
	}
	return toml.Quote(yaml)
}
