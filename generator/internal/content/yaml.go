package content

import (
	"regexp"
	"strings"

	"cairn/generator/internal/toml"
)

// The lines of YAML that asTOML converts. It writes any other line as a comment.
var (
	yamlPair = regexp.MustCompile(`^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$`)
	yamlItem = regexp.MustCompile(`^[ \t]*-[ \t]+(.*?)[ \t]*$`)
	bare     = regexp.MustCompile(`^(true|false|-?(?:0|[1-9][0-9]*)|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
)

// asTOML converts simple YAML front matter to TOML, for the help of a fault.
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

// yamlItems returns the items of the list that lines begins with.
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

// value converts a YAML value to TOML.
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

// list returns a TOML array of strings.
func list(items []string) string {
	quotes := make([]string, len(items))
	for i, item := range items {
		quotes[i] = quoted(strings.TrimSpace(item))
	}
	return "[" + strings.Join(quotes, ", ") + "]"
}

// quoted returns a TOML string. It removes the quotes of a YAML string.
func quoted(yaml string) string {
	if n := len(yaml); n >= 2 && (yaml[0] == '"' || yaml[0] == '\'') && yaml[n-1] == yaml[0] {
		yaml = yaml[1 : n-1]
	}
	return toml.Quote(yaml)
}
