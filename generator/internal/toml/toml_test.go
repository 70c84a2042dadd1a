package toml

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

func report(text string, faults []diag.Fault) string {
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(string) string { return text }))
	return b.String()
}

func TestPlaces(t *testing.T) {
	text := `title = "通用 SaaS" # 注
"引号 键" = 'x'
list = [
  "a", # 一
  "]",
]
point = { x = 1, y = [2] }
a.b = 2026-11-20

[table.inner]
k = """
长的 "文" 本"""

[[rows]]
n = 1
[[rows]]
n = 2
  [[rows.deep]]
  z = true
`
	table, faults := Parse("f.toml", text, 0, len(text))
	if len(faults) > 0 {
		t.Fatal(report(text, faults))
	}
	var got []string
	var walk func(prefix string, v Value)
	line := func(at diag.Place) string {
		end := strings.IndexAny(text[at.Offset:]+"\n", "\n")
		return text[at.Offset : at.Offset+end]
	}
	walk = func(path string, v Value) {
		switch data := v.Data.(type) {
		case *Table:
			for _, e := range data.Entries {
				got = append(got, path+e.Key+" @ "+line(e.KeyAt))
				walk(path+e.Key+".", e.Value)
			}
		case []Value:
			for _, element := range data {
				got = append(got, path+"* @ "+line(element.At))
				walk(path, element)
			}
		default:
			got = append(got, path+" = "+line(v.At))
		}
	}
	walk("", Value{Data: table})
	want := []string{
		`title @ title = "通用 SaaS" # 注`, `title. = "通用 SaaS" # 注`,
		`引号 键 @ "引号 键" = 'x'`, `引号 键. = 'x'`,
		`list @ list = [`,
		`list.* @ "a", # 一`, `list. = "a", # 一`, `list.* @ "]",`, `list. = "]",`,
		`point @ point = { x = 1, y = [2] }`, `point.x @ x = 1, y = [2] }`, `point.x. = 1, y = [2] }`,
		`point.y @ y = [2] }`, `point.y.* @ 2] }`, `point.y. = 2] }`,
		`a @ a.b = 2026-11-20`, `a.b @ b = 2026-11-20`, `a.b. = 2026-11-20`,
		`table @ table.inner]`, `table.inner @ inner]`, `table.inner.k @ k = """`, `table.inner.k. = """`,
		`rows @ rows]]`,
		`rows.* @ [[rows]]`, `rows.n @ n = 1`, `rows.n. = 1`,
		`rows.* @ [[rows]]`, `rows.n @ n = 2`, `rows.n. = 2`,
		`rows.deep @ deep]]`, `rows.deep.* @ [[rows.deep]]`, `rows.deep.z @ z = true`, `rows.deep.z. = true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"wrong types, all at once", "name = 3\ncount = \"四\"\ndraft = \"yes\"\ntags = [\"a\", 1]\nwhen = \"2026-11-20\"\n",
			"f.toml:1:8: error: name is a number, but must be text in quotes\n    write `name = \"3\"`\n" +
				"f.toml:2:9: error: count is text, but must be a whole number\n    write `count = 3`\n" +
				"f.toml:3:9: error: draft is text, but must be true or false\n    write `draft = true`\n" +
				"f.toml:4:14: error: found a number in tags instead of text in quotes\n    write `\"1\"`\n" +
				"f.toml:5:8: error: when is text, but must be a date\n    write `when = 2026-11-20`\n"},
		{"a misspelt key", "name = \"a\"\ntgas = []\nentirely = 1\n",
			"f.toml:2:1: warning: unknown key tgas\n    did you mean tags?\n" +
				"f.toml:3:1: warning: unknown key entirely\n    remove it; the keys allowed here are count, draft, name, tags, when\n"},
		{"a required key that is misspelt", "nam = \"a\"\n",
			"f.toml:1:1: error: unknown key nam\n    did you mean name?\n"},
		{"a misspelt key of another type", "name = \"a\"\ntag = \"b\"\ncuont = \"4\"\nwehn = \"2026/1/9\"\n",
			"f.toml:2:1: warning: unknown key tag\n    did you mean tags? write `tags = [\"b\"]`\n" +
				"f.toml:3:1: warning: unknown key cuont\n    did you mean count? write `count = 4`\n" +
				"f.toml:4:1: warning: unknown key wehn\n    did you mean when? write `when = 2026-01-09`\n"},
		{"a key that already exists", "name = \"a\"\nnaem = \"b\"\n",
			"f.toml:2:1: warning: unknown key naem\n    remove it; the keys allowed here are count, draft, name, tags, when\n"},
		{"elements", "name = \"a\"\ntags = [\n  \"\\u0041\", # \"\n  'b', [\"c\"], true,\n  2026-01-01\n]\n",
			"f.toml:4:8: error: found a list in tags instead of text in quotes\n    write `\"…\"`\n" +
				"f.toml:4:15: error: found true or false in tags instead of text in quotes\n    write `\"true\"`\n" +
				"f.toml:5:3: error: found a date in tags instead of text in quotes\n    write `\"2026-01-01\"`\n"},
		{"a missing key", "count = 1\n",
			"f.toml:1:1: error: name is missing\n    add a line `name = \"…\"` at the top\n"},
		{"a full-width equals sign", "name = \"a\"\ncount ＝ 3\n",
			"f.toml:2:7: error: TOML does not allow the full-width character ＝\n    type = with the input method set to half-width\n"},
		{"full-width quotes", "name = “a”\n",
			"f.toml:1:8: error: TOML does not allow the full-width character “\n    type the punctuation of the line with the input method set to half-width: `name = \"a\"`\n"},
		{"an impossible date", "name = \"a\"\nwhen = 2026-02-30\n",
			"f.toml:2:8: error: the date 2026-02-30 does not exist\n" +
				"    write a date of the calendar, such as 2026-11-20\n"},
		{"a table and a list of one name", "[name]\n[[name]]\n",
			"f.toml:2:3: error: duplicate key name\n    remove one of the two\n"},
		{"nesting", "name = " + strings.Repeat("[", 100000),
			"f.toml:1:58: error: more than 50 nested brackets\n    write the inner values as separate tables\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, faults := Parse("f.toml", test.text, 0, len(test.text))
			if table != nil {
				r := NewReader(table, &faults)
				r.Require("name")
				r.String("name")
				r.Int("count", 0)
				r.Bool("draft")
				r.Strings("tags")
				r.Date("when")
				r.Finish()
			}
			if diff := cmp.Diff(test.want, report(test.text, faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Common mistakes are reported at their places, with our messages in both languages.
func TestReasons(t *testing.T) {
	tests := []struct{ text, english, chinese string }{
		{"default = 90%\n", `1:13 the line must end before "%"`, `这一行应当在 "%" 之前结束`},
		{"a = 1,000\n", `1:6 the line must end before ","`, `这一行应当在 "," 之前结束`},
		{"a = 10万\n", `1:7 the line must end before "万"`, `这一行应当在 "万" 之前结束`},
		{"[a] b = 1\n", `1:4 the line must end before "b"`, `这一行应当在 "b" 之前结束`},
		{"a = 手册\n", `1:5 "手册" is not a valid value`, `"手册" 不是有效的值`},
		{"a = True\n", `1:5 "True" is not a valid value`, `"True" 不是有效的值`},
		{"a =\n", `1:4 the value is missing`, `缺少值`},
		{"a =", `1:3 the value is missing`, `缺少值`},
		{"a\n", `1:2 = is missing after the key`, `键后面缺少 =`},
		{"a", `1:1 = is missing after the key`, `键后面缺少 =`},
		{"标题 = 1\n", `1:1 expected = instead of "标"; a key with other characters than letters, digits, - and _ needs quotes`, `"标" 的位置应当是 =；键里有字母、数字、- 和 _ 以外的字，要加引号`},
		{"= 1\n", `1:1 the key before = is missing`, `= 前面缺少键`},
		{"a. = 1\n", `1:4 the key has an empty part`, `键里有一段是空的`},
		{"[a\n", `1:3 the table name has no closing ]`, `表名缺少收尾的 ]`},
		{"[a", `1:2 the table name has no closing ]`, `表名缺少收尾的 ]`},
		{"[[a]\n", `1:4 the table name has no closing ]]`, `表名缺少收尾的 ]]`},
		{"[赛道]\n", `1:2 a table name with "赛" in it needs quotes`, `表名里有 "赛"，要加引号`},
		{"[]\n", `1:2 the table name is empty`, `表名是空的`},
		{"a = [1 2]\n", `1:8 a comma or ] is missing before "2"`, `"2" 前面缺少逗号或 ]`},
		{"a = [1", `1:5 the list has no closing ]`, `列表缺少收尾的 ]`},
		{"a = {x=1 y=2}\n", `1:10 a comma or } is missing before "y"`, `"y" 前面缺少逗号或 }`},
		{"a = {x=1", `1:5 the table has no closing }`, `表缺少收尾的 }`},
		{"a = [1,,2]\n", `1:8 there is an extra comma`, `多了一个逗号`},
		{"a = \"x\n", `1:7 the text has no closing quotation mark`, `文字缺少后引号`},
		{"a = 'x", `1:6 the text has no closing quotation mark`, `文字缺少后引号`},
		{"a = \"\"\"x\n", `1:5 the multi-line text has no closing three quotation marks`, `多行文字缺少收尾的三个引号`},
		{`a = "C:\Users"` + "\n", `1:6 the escape \ in "C:\Us" is not valid: write \\ or /`, `"C:\Us" 里的 \ 不能单独写：写成 \\ 或 /`},
		{`a = "C:\q"` + "\n", `1:6 the escape \ in "\q" is not valid: write \\ or /`, `"\q" 里的 \ 不能单独写：写成 \\ 或 /`},
		{"a = \"\x07\"\n", `1:5 it contains the control character 0x07`, `里面有控制字符 0x07`},
		{"a = .5\n", `1:5 there are no digits before the decimal point`, `小数点前面没有数字`},
		{"a = 1.\n", `1:5 there are no digits after the decimal point in 1.`, `1. 的小数点后面没有数字`},
		{"a = 007\n", `1:5 the number 007 has a leading 0`, `数字 007 开头多了 0`},
		{"a = 1.2.3\n", `1:5 "1.2.3" is not a number`, `"1.2.3" 不是数字`},
		{"a = - 5\n", `1:5 a digit is missing before " "`, `" " 前面缺少数字`},
		{"a = 1e999\n", `1:5 the number 1e999 is too large`, `数字 1e999 太大`},
		{"a = 1__0\n", `1:5 Invalid integer "1__0": underscores must be surrounded by digits`, `Invalid integer "1__0": underscores must be surrounded by digits`},
	}
	for _, test := range tests {
		_, faults := Parse("f.toml", test.text, 0, len(test.text))
		texts := func(string) string { return test.text }
		place, reason, _ := strings.Cut(test.english, " ")
		want := "f.toml:" + place + ": error: invalid TOML: " + reason + "\n" +
			"    a line is `key = value`; texts are in straight quotes, dates are written 2026-11-20\n"
		if diff := cmp.Diff(want, report(test.text, faults)); diff != "" {
			t.Errorf("%q:\n%s", test.text, diff)
		}
		chinese := diag.CatalogueOf("zh").Resolve(faults, texts)
		if want := "TOML 写法有误：" + test.chinese; len(chinese) != 1 || chinese[0].Message != want {
			t.Errorf("%q: %v, want %s", test.text, chinese, want)
		}
	}
}

func TestStringAt(t *testing.T) {
	tests := []struct{ name, text, find string }{
		{"basic", `a = "签约 × 率"`, "× 率"},
		{"literal", `a = '签约 × 率'`, "× 率"},
		{"an escape before", `a = "\t\u7b7e约 × 率"`, "× 率"},
		{"several lines", "a = \"\"\"\n签约 \\\n  × 率\"\"\"", "× 率"},
		{"several literal lines", "a = '''\n签约\n × 率'''", "× 率"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := "# 前\n" + test.text + "\n"
			table, faults := Parse("f.toml", text, 0, len(text))
			if len(faults) > 0 {
				t.Fatal(report(text, faults))
			}
			r := NewReader(table, &faults)
			at := r.StringAt("a", strings.Index(r.String("a"), test.find))
			if got := text[at.Offset:]; !strings.HasPrefix(got, test.find) {
				t.Errorf("place of %q is %q", test.find, got)
			}
		})
	}
}

func TestRegionOfAFile(t *testing.T) {
	text := "+++\ntitle = 1\n+++\nbody"
	table, faults := Parse("p.md", text, 4, 14)
	NewReader(table, &faults).String("title")
	want := "p.md:2:9: error: title is a number, but must be text in quotes\n    write `title = \"1\"`\n"
	if diff := cmp.Diff(want, report(text, faults)); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a = 1", "a.b.c = [1, {x = 'y'}]", "[[a]]\n[[a.b]]\nk=\"\"\"x\"\"\"\"\"", "[a]\n'q.r' = \"\\u7b7e\"", "a = “b”", "a = [\n#]\n]", "\ufeff\ufeffa = 1", "#00\n'00'= \"\\b\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "") // nothing else is read from a file
		table, faults := Parse("f.toml", text, 0, len(text))
		// A character that must not be published leaves the table readable.
		if isSyntax := slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Code != forbidden.Code }); isSyntax != (table == nil) {
			t.Fatalf("table %v with faults %v", table, faults)
		}
		if table == nil {
			return
		}
		r := NewReader(table, &faults)
		for _, e := range table.Entries {
			if s, ok := e.Value.Data.(string); ok {
				at := r.StringAt(e.Key, 0).Offset
				if at <= e.Value.At.Offset || at > len(text) || (s != "" && s[0] >= 'a' && text[at] != s[0] && text[at] != '\\') {
					t.Fatalf("place of %q is %d in %q", s, at, text)
				}
			}
		}
	})
}
