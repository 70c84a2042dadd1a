package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLanguage(t *testing.T) {
	const chinese, english = "title = \"x\"\r\nlanguage = \"zh-CN\"\r\n", "\ufefflanguage='en'\n"
	tests := []struct {
		name, site, want string
		args             []string
		env              map[string]string
	}{
		{"no language is given", "", "", []string{"build"}, nil},
		{"the flag", english, "zh", []string{"build", "--lang", "zh"}, nil},
		{"the flag, after an unknown flag", english, "zh", []string{"build", "--lagn", "--lang=zh"}, nil},
		{"the flag, without a command", english, "zh", []string{"--lang", "zh"}, nil},
		{"the flag, with an unknown language", chinese, "zh-CN", []string{"build", "--lang", "fr"}, nil},
		{"the site", chinese, "zh-CN", []string{"build"}, map[string]string{"LC_ALL": "C"}},
		{"the site, in single quotes", english, "en", []string{"build"}, map[string]string{"LC_ALL": "zh_CN"}},
		{"a site.toml that is not valid TOML", "title = 手册\n" + chinese, "zh-CN", []string{"build"}, nil},
		{"the site, in a comment", "# language = \"en\"\n", "zh", []string{"build"}, map[string]string{"LANG": "zh_CN.UTF-8"}},
		{"the environment, the first that is set", "", "zh", []string{"build"}, map[string]string{"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US.UTF-8"}},
		{"the environment, each variable", "", "en", []string{"build"}, map[string]string{"LC_ALL": "en_US", "LC_MESSAGES": "zh_TW", "LANG": "zh_CN"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "site.toml"), []byte(test.site), 0o666); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
				t.Setenv(name, test.env[name])
			}
			p := &program{}
			p.readLanguageFlags(append(test.args, "--source", dir))
			if got := p.language(); got != test.want {
				t.Errorf("the language is %q, want %q", got, test.want)
			}
		})
	}
}
