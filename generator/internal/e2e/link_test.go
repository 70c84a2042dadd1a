package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
)

// encodings gives the runtime the browser's functions for base64 and UTF-8.
func encodings(vm *goja.Runtime) {
	bytesOf := func(characters string) (data []byte) {
		for _, c := range characters {
			data = append(data, byte(c))
		}
		return data
	}
	vm.Set("btoa", func(text string) string { return base64.StdEncoding.EncodeToString(bytesOf(text)) })
	vm.Set("atob", func(text string) (string, error) {
		data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
		var characters []rune
		for _, c := range data {
			characters = append(characters, rune(c))
		}
		return string(characters), err
	})
	jstest.AddEncodings(vm)
}

// loadLinks loads the modules of links and of what an import reads. open reads a fragment as
// the page does: it returns the reason of a refusal, or the site and the plan as JSON.
func loadLinks(t testing.TB) (vm *goja.Runtime, open func(fragment string) string) {
	vm = goja.New()
	encodings(vm)
	vm.Set("window", map[string]any{})
	for global, path := range map[string]string{"links": "worksheet/link.ts", "shelf": "worksheet/shelf.ts", "schemas": "storage/schema.ts", "saved": "worksheet/saved.ts"} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/"+path) + "; globalThis." + global + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vm.RunString(randomBytes + `
		const schema = new schemas.Schema([shelf.planKind]);
		globalThis.open = (fragment) => {
			const names = Object.getOwnPropertyNames(Object.prototype).join();
			const read = links.readLink(schema, fragment);
			if (Object.getOwnPropertyNames(Object.prototype).join() !== names) throw new Error("Object.prototype is another");
			if (typeof read === "string") return read;
			const [[key, { value }], ...others] = read.values;
			if (others.length + read.skipped.length > 0) throw new Error("more than a plan");
			return JSON.stringify([read.site ?? null, key, value]);
		};`); err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(vm.Get("open"))
	return vm, func(fragment string) string {
		got, err := call(goja.Undefined(), vm.ToValue(fragment))
		if err != nil {
			t.Fatalf("%.200s: %v", fragment, err)
		}
		return got.String()
	}
}

// zipped returns a text in gzip as a link has it.
func zipped(text string) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write([]byte(text))
	w.Close()
	return b.Bytes()
}

func linkOf(data []byte) string { return "#plan=" + base64.RawURLEncoding.EncodeToString(data) }

// A link of a kept plan has the page's address and the plan's text alone. Opened, it is the same
// plan, whichever plan it is, and the page finds the site that it is from.
func TestPlanLinkIsTheSamePlan(t *testing.T) {
	vm, open := loadLinks(t)
	vm.Set("rounds", sample.Count(t, 200, 500))
	vm.Set("check", func(link, plan string) {
		fragment, found := strings.CutPrefix(link, "https://a/goals/saas/newcomer.html#")
		if !found || !regexp.MustCompile(`^plan=[A-Za-z0-9_-]+&site=handbook$`).MatchString(fragment) {
			t.Errorf("the link is %s", link)
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(plan))
		w.Close()
		for _, link := range []string{"#" + fragment, linkOf(b.Bytes()) + "&site=handbook"} {
			if got, want := open(link), `["handbook","plan:goals/a",`+plan+`]`; got != want {
				t.Errorf("%s is opened as %s, want %s", link, got, want)
			}
		}
	})
	if _, err := vm.RunString(randomPlans + `
		const safe = (plan) => JSON.parse(JSON.stringify(plan, (key, value) => key === "__proto__" || key === "constructor" ? undefined : value));
		(async () => {
			for (let round = 0; round < rounds; round++) {
				const plan = { ...safe(randomPlan()), unknown: [] };
				check(await links.writeLink(pick(["https://a/goals/saas/newcomer.html", "https://a/goals/saas/newcomer.html?q=1#plan=abc"]), "handbook", plan), JSON.stringify(plan));
			}
		})();`); err != nil {
		t.Fatal(err)
	}
}

// A plan that a link cannot hold has none.
func TestPlanTooLargeForALink(t *testing.T) {
	vm, open := loadLinks(t)
	for size, want := range map[int]bool{40_000: true, 50_000: false} {
		vm.Set("size", size)
		vm.Set("found", func(link string) {
			if (link != "") != want {
				t.Errorf("a plan of %d bytes has a link of %d characters", size, len(link))
			}
			if link != "" && !strings.HasPrefix(open(link[len("https://a"):]), `["b",`) {
				t.Errorf("the link of a plan of %d bytes cannot be opened", size)
			}
		})
		if _, err := vm.RunString(`links.writeLink("https://a", "b", { ...saved.emptyPlan("goals/a", "x", 2027), person: "x".repeat(size) }).then((link) => found(link ?? ""));`); err != nil {
			t.Fatal(err)
		}
	}
}

// A link that was cut off, changed or forged is refused as a file would be, and what is added to its end does no harm.
func TestPlanLinks(t *testing.T) {
	_, open := loadLinks(t)
	plan := planText(idOfPlan, "张伟", "goals/a", `"目标签约":"<b>7</b>"`)
	whole := linkOf(zipped(plan))
	damaged := zipped(plan)
	damaged[len(damaged)-8] ^= 1
	lying := func(data []byte, size uint32) string {
		return linkOf(binary.LittleEndian.AppendUint32(slices.Clone(data[:len(data)-4]), size))
	}
	bomb := func(size int) []byte { return zipped(plan + strings.Repeat(" ", size)) }
	read := func(site string) string { return `[` + site + `,"plan:goals/a",` + plan + `]` }
	for fragment, want := range map[string]string{
		whole:                           read("null"),
		linkOf([]byte(plan)):            read("null"),
		whole + "&site=handbook":        read(`"handbook"`),
		whole + "&site=handbook。发你了":    read(`"handbook"`),
		whole + "%E3%80%82":             read("null"),
		whole + "&site=":                read("null"),
		linkOf(bomb(100_000)):           read("null"),
		linkOf(bomb(1_000_000)):         "garbage",
		linkOf(bomb(30_000_000)):        "garbage",
		lying(bomb(30_000_000), 200):    "garbage",
		linkOf(damaged):                 "garbage",
		lying(zipped(plan), 0):          "garbage",
		lying(zipped(plan), 100_000):    "garbage",
		linkOf(zipped(plan)[:12]):       "garbage",
		"#plan=":                        "garbage",
		"#plan=!":                       "garbage",
		"#plan=A":                       "garbage",
		"#":                             "garbage",
		linkOf([]byte{0xff, 0xfe}):      "garbage",
		linkOf([]byte("null")):          "garbage",
		linkOf([]byte("{}")):            "empty",
		linkOf([]byte(`{"version":9}`)): "newer",
		linkOf([]byte(strings.Repeat("[", 40_000))):                                            "garbage",
		linkOf(zipped(strings.Repeat(`{"a":`, 100_000))):                                       "garbage",
		linkOf([]byte(strings.Replace(plan, `"version":2`, `"version":3`, 1))):                 "newer",
		linkOf([]byte(strings.Replace(plan, `"revision":1`, `"revision":-1`, 1))):              "empty",
		linkOf([]byte(strings.Replace(plan, `"person"`, `"__proto__":{"polluted":1},"a"`, 1))): "garbage",
		linkOf([]byte(strings.Replace(plan, `"goals/a"`, `7`, 1))):                             "newer",
		linkOf([]byte(exportFile("here", map[string]string{"theme": `"dark"`}))):               "empty",
		linkOf([]byte(exportFile("here", map[string]string{"plan:goals/a": plan}))):            "garbage",
		"#plan=" + strings.Repeat("A", 63_995):                                                 "toolarge",
	} {
		if got := open(fragment); got != want {
			t.Errorf("%.120s is %.300s, want %s", fragment, got, want)
		}
	}
	for end := range len(whole) - 1 {
		if got := open(whole[:end]); got != "garbage" {
			t.Fatalf("of a link of %d characters the first %d are %s", len(whole), end, got)
		}
	}
}

// A link brings a plan to another browser, which asks before it keeps it, and the address is then free of it. Opened again it opens the
// plan; if the reader has changed that, it asks which one stays.
func TestPlanLinkInABrowser(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open(worksheet)
		b.Fill("[data-person]", "张伟")
		b.Fill(signed, "7")
		browsertest.Eval[bool](b, `(navigator.clipboard.writeText = async (text) => { window.copied = text; }, document.querySelector("[data-copy-link]").click(), true)`)
		b.Await(`window.copied`)
		b.Await(text("[data-status]") + `.startsWith("链接复制好了")`)
		link := browsertest.Eval[string](b, `window.copied`)
		if len(link) > 2000 {
			t.Errorf("the link has %d characters", len(link))
		}
		plans := func() int {
			return browsertest.Eval[int](b, `Object.keys(localStorage).filter((key) => key.includes(":plan:")).length`)
		}
		follow := func() { // by a click: a browser reports an address that a script has set
			browsertest.Eval[bool](b, `(document.querySelector("[data-status]").after(Object.assign(document.createElement("a"), { className: "follow", href: `+strconv.Quote(link[strings.Index(link, "#"):])+`, textContent: "→" })), true)`)
			b.Click(".follow")
			browsertest.Eval[bool](b, `(document.querySelector(".follow").remove(), true)`)
		}
		const isFree = `location.hash === "" && !document.querySelector("dialog")`

		browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
		b.Reload()
		follow()
		want := []string{"链接带来一份新的计划：张伟 2027 v1", "导入到这台设备的浏览器里？", "不导入", "导入"}
		if diff := cmp.Diff(want, openQuestion(b)); diff != "" {
			t.Error(diff)
		}
		b.Click(`dialog [value="no"]`)
		b.Await(isFree)
		if plans() != 0 {
			t.Error("a plan is kept without consent")
		}
		b.Open("index.html")
		b.Open(worksheet + link[strings.Index(link, "#"):])
		openQuestion(b)
		b.Click(`dialog [value="yes"]`)
		b.Await(text("[data-status]") + ` === "导入好了；按“撤销”回到导入以前"`)
		b.Await(`document.querySelector('` + signed + `').value === "7" && document.querySelector("[data-person]").value === "张伟" && ` + isFree)
		b.Click("[data-next]")
		b.Await(`document.querySelector("[data-person]").value === ""`)
		follow()
		b.Await(text("[data-notice]") + ` === "链接里的计划这里已经有了，没有改动。" && document.querySelector("[data-person]").value === "张伟" && ` + isFree)
		b.Fill(signed, "9")
		follow()
		want = []string{"这里的“张伟 2027 v1”和链接里的不一样：", "留哪个？用链接里的，就换掉这里的。", "留这里的", "用链接里的", "两份都留", "并排看"}
		if diff := cmp.Diff(want, openQuestion(b)); diff != "" {
			t.Error(diff)
		}
		b.Click(`dialog [value="both"]`)
		b.Await(`document.querySelector("[data-chosen]").options.length === 2 && ` + isFree)
		link = link[:len(link)-40]
		follow()
		b.Await(text("[data-notice]") + `.startsWith("没有导入：链接里的计划读不出来") && ` + isFree)
		link = "#plan=" + strings.Repeat("A", 100_000)
		follow()
		b.Await(text("[data-notice]") + ` === "没有导入：链接太长，超过 64 kB。请对方改发计划文件。" && ` + isFree)
		if plans() != 2 {
			t.Errorf("%d plans are kept", plans())
		}
	})
}

// Where the browser lets no page copy, a dialog shows the link to copy by hand.
func TestLinkThatThePageCannotCopy(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	browsertest.Eval[bool](b, `(navigator.clipboard.writeText = () => Promise.reject(new Error()), document.querySelector("[data-copy-link]").click(), true)`)
	b.Await(`document.querySelector("dialog textarea")?.value.includes("/goals/saas/newcomer.html#plan=")`)
	if !browsertest.Eval[bool](b, `(({ selectionStart, selectionEnd, value }) => selectionStart === 0 && selectionEnd === value.length)(document.querySelector("dialog textarea"))`) {
		t.Error("the link is not selected")
	}
	b.Click(`dialog [value="yes"]`)
	b.Await(`!document.querySelector("dialog")`)
}

// FuzzPlanLink opens any fragment, and any data as that of a link. It is refused with a known
// reason, or it is a plan that can be kept.
func FuzzPlanLink(f *testing.F) {
	plan := planText(idOfPlan, "张伟", "goals/a", `"目标签约":"7"`)
	for _, data := range [][]byte{[]byte(plan), zipped(plan), zipped(strings.Repeat("x", 500)), []byte("{}"), []byte(`{"kind":"plan","template":{"path":"__proto__"}}`), {0x1f, 0x8b, 8, 0}, nil} {
		f.Add(linkOf(data)+"&site=handbook", data)
	}
	_, open := loadLinks(f)
	reasons := map[string]bool{"toolarge": true, "garbage": true, "newer": true, "empty": true}
	f.Fuzz(func(t *testing.T, fragment string, data []byte) {
		trailer := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)), uint32(len(data)))
		stored := append([]byte{1, byte(len(data)), byte(len(data) >> 8), ^byte(len(data)), ^byte(len(data) >> 8)}, data...)
		for _, link := range []string{strings.ToValidUTF8(fragment, ""), linkOf(data), linkOf(slices.Concat([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, data, trailer)), linkOf(slices.Concat([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, stored, trailer))} {
			got := open(link)
			if reasons[got] {
				continue
			}
			var read []json.RawMessage
			if err := json.Unmarshal([]byte(got), &read); err != nil || len(read) != 3 {
				t.Fatalf("%q is %s: %v", link, got, err)
			}
			if again := open(linkOf(read[2])); again != `[null,`+string(read[1])+`,`+string(read[2])+`]` {
				t.Fatalf("%q is %s, and that is %s", link, got, again)
			}
		}
	})
}
