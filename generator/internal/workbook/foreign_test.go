package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
)

// The parts of a workbook as other programs write them: with prefixes, in other orders, with
// single quotes, with texts that cells share, with parts that the reader does not need.
var foreignParts = map[string]string{
	"_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
		<Relationship Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Id="rId2"/>
		<Relationship Target='/xl/book.xml' Id='rId1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument'/></Relationships>`,
	"xl/_rels/book.xml.rels": `<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship Id="a" Type="x/worksheet" Target="worksheets/one.xml"/>
		<r:Relationship Id="b" Type="x/worksheet" Target="/xl/worksheets/two.xml"></r:Relationship><r:Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></r:Relationships>`,
	"xl/book.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
		<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:workbookPr/>
		<x:sheets><x:sheet sheetId="9" r:id="b" state='veryHidden' name="Form"/><x:sheet r:id='a' name='It&apos;s &quot;我的&quot; 表!' sheetId="1"/></x:sheets>
		<x:definedNames><x:definedName name="_xlnm.Print_Area" localSheetId="0">Form!$A$1</x:definedName><x:definedName name="cairn_1" localSheetId="1">Form!$A$99</x:definedName>
		<x:definedName name='cairn_form'>Form!$C$3</x:definedName>NAMES</x:definedNames></x:workbook>`,
	"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3"><si><t>李</t><phoneticPr fontId="1"/></si>
		<si><r><rPr><b/></rPr><t>东</t></r><r><t xml:space="preserve">京 都 </t></r><rPh sb="0" eb="1"><t>とう</t></rPh></si><si><t>A &amp; B &#x4e2d;&#25991; _x0041_ <![CDATA[<c>]]></t></si></sst>`,
	"xl/worksheets/one.xml": `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><!-- <c r="B2"><v>9</v></c> --><x:dimension ref="A1:H9"/><x:sheetData>
		<x:row r="1"/><x:row r="2" spans='1:3'><x:c t='s' r='B2' s="3"><x:v>0</x:v></x:c><x:c r="C2"/></x:row>
		<x:row r="3"><x:c s="1" r="B3"><x:f>3*4</x:f><x:v>12</x:v></x:c><x:c r="D3"><x:v>1</x:v></x:c></x:row>
		<x:row r="4"><x:c r="B4"><x:v>0.255</x:v></x:c></x:row><x:row r="5"><x:c r="B5"><x:v>46455</x:v></x:c></x:row>
		<x:row r="6"><x:c r="B6" t="s"><x:v>1</x:v></x:c></x:row><x:row r="7"><x:c r="B7" t="str"><x:f>"直"&amp;"销"</x:f><x:v>直销</x:v></x:c></x:row>
		<x:row r="8"><x:c r="B8" t="n"><x:v>1.5E1</x:v></x:c><x:c r="C8" t="inlineStr"><x:is><x:r><x:t>3 </x:t></x:r><x:r><x:t>家</x:t></x:r></x:is></x:c></x:row>
		<x:row r="9"><x:c r="B9" t="b"><x:v>1</x:v></x:c><x:c r="C9" t="e"><x:v>#DIV/0!</x:v></x:c><x:c r="D9" t="s"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
	"docProps/core.xml": "not read",
}

// The rows of the form, without its first cells, which name the entries: their kinds, keys, quarters, units, and the cells to which the names refer.
var foreignEntries = [][5]string{
	{"person", "", "", "", "$B$2"}, {"number", "数", "", "", "$B$3"}, {"percent", "率", "", "", "$B$4"}, {"date", "日", "", "", "$B$5"}, {"text", "文", "", "", "$B$6"},
	{"choice", "选", "", "", "$B$7"}, {"done", "签约", "2027-Q1", "家", "$B$8:$C$8"}, {"done", "签约", "2027-Q2", "家", "$C$8"}, {"number", "真", "", "", "$B$9"}, {"number", "错", "", "", "$C$9"},
	{"text", "长", "", "", "$D$9"}, {"number", "空", "", "", "$E$9"}, {"own", "数", "", "", "$D$3"},
}

// foreign returns a workbook with a form as another program writes it. change changes its parts.
func foreign(t testing.TB, change func(parts map[string]string)) []byte {
	t.Helper()
	parts := maps.Clone(foreignParts)
	var names, rows strings.Builder
	row := func(n int, cells ...string) {
		fmt.Fprintf(&rows, `<row r="%d">`, n)
		for i, cell := range cells {
			if cell != "" {
				fmt.Fprintf(&rows, `<c r="%s" t="str"><v>%s</v></c>`, cellName(n, i+3), cell)
			}
		}
		rows.WriteString("</row>")
	}
	for i, cells := range [][]string{{"cairn", "1"}, {"site", "handbook"}, {"template", "goals/a/b", "hash"}, {"year", "2027"}, {"quarter", "2027-Q1", "2027-03-31"}, {"quarter", "2027-Q2", "2027-06-30"}, {"plan"}} {
		row(i+3, cells...)
	}
	for i, e := range foreignEntries {
		name := fmt.Sprintf("cairn_%d", i+1)
		fmt.Fprintf(&names, `<x:definedName name="%s">'It''s "我的" 表!'!%s</x:definedName>`, name, e[4])
		filled := ""
		if e[1] == "空" {
			filled = "有过"
		}
		row(i+10, name, e[0], e[1], e[2], e[3], filled)
	}
	parts["xl/book.xml"] = strings.Replace(parts["xl/book.xml"], "NAMES", names.String(), 1)
	parts["xl/worksheets/two.xml"] = "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>"
	if change != nil {
		change(parts)
	}
	return zipped(t, parts, "")
}

// zipped packs parts with sizes behind their data, as programs do that write a stream.
func zipped(t testing.TB, parts map[string]string, comment string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// reader reads workbooks in a runtime without a browser.
type reader struct{ vm *goja.Runtime }

func newReader(t testing.TB) reader {
	return reader{jstest.Load(t, "../../../static/plans/workbook.ts")}
}

func (r reader) in(t testing.TB, workbook []byte) (got outcome) {
	t.Helper()
	r.vm.Set("data", r.vm.NewArrayBuffer(workbook))
	text, err := r.vm.RunString(`JSON.stringify(module.planIn(new Uint8Array(data)))`)
	if err != nil {
		t.Fatalf("the reader throws %v", err)
	}
	if err := json.Unmarshal([]byte(text.String()), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// A workbook that another program has written, and a hand has filled in, is a plan.
func TestWorkbookOfAnotherProgram(t *testing.T) {
	r := newReader(t)
	want := &plan{
		Kind: "plan", Version: 2, Person: "李", Year: 2027, Revision: 3, Template: planTemplate{"goals/a/b", "hash"},
		Values:  map[string]string{"数": "12", "率": "25.5%", "日": "2027-03-09", "文": "东京 都 ", "选": "直销", "真": "TRUE", "错": "#DIV/0!", "长": "A & B 中文 A <c>"},
		Unknown: []string{"空"},
		Closed: []closedQuarter{
			{"2027-Q1", "2027-03-31", map[string]string{"签约": "15"}, map[string]string{}, []string{}},
			{"2027-Q2", "2027-06-30", map[string]string{"签约": "3 家"}, map[string]string{}, []string{}},
		},
	}
	compare := func(name string, file []byte, want *plan) {
		t.Helper()
		got := r.in(t, file)
		if got.Plan != nil {
			got.Plan.Versions = nil
		}
		if diff := cmp.Diff(want, got.Plan); diff != "" || got.Site != "handbook" {
			t.Errorf("%s: site %s, refused %s: %s", name, got.Site, got.Refused, diff)
		}
	}
	compare("as it is", foreign(t, nil), want)
	parts := map[string]string{}
	foreign(t, func(all map[string]string) { parts = all })
	compare("with a comment", zipped(t, parts, "PK\x05\x06 saved with love"), want)
	macintosh := *want
	macintosh.Values = maps.Clone(want.Values)
	macintosh.Values["日"] = "2031-03-10"
	compare("with days from 1904 on", foreign(t, func(parts map[string]string) {
		parts["xl/book.xml"] = strings.Replace(parts["xl/book.xml"], "<x:workbookPr/>", `<x:workbookPr date1904="1"/>`, 1)
	}), &macintosh)
	noTotals := *want
	noTotals.Revision, noTotals.Closed = 1, nil
	noTotals.Closing = &closedQuarter{"2027-Q1", "", map[string]string{"签约": "十几"}, map[string]string{}, []string{}}
	noTotals.Unread = []map[string]any{{"part": "2027-Q2", "value": map[string]any{"quarter": "2027-Q2", "done": map[string]any{"签约": "十几"}, "open": map[string]any{}, "happened": []any{}}}}
	compare("with totals that cannot be read", foreign(t, func(parts map[string]string) {
		for _, total := range []string{`t="n"><x:v>1.5E1</x:v>`, `t="inlineStr"><x:is><x:r><x:t>3 </x:t></x:r><x:r><x:t>家</x:t></x:r></x:is>`} {
			parts["xl/worksheets/one.xml"] = strings.Replace(parts["xl/worksheets/one.xml"], total, `t="str"><x:v>十几</x:v>`, 1)
		}
	}), &noTotals)
}

// A workbook that brings no plan is refused with its reason.
func TestRefusedWorkbooks(t *testing.T) {
	r := newReader(t)
	replaced := func(part, old, text string) []byte {
		return foreign(t, func(parts map[string]string) {
			if !strings.Contains(parts[part], old) {
				t.Fatalf("%s has no %s", part, old)
			}
			parts[part] = strings.Replace(parts[part], old, text, 1)
		})
	}
	whole := foreign(t, nil)
	patched := func(offset int, by byte) []byte { // in the directory's entry of a part
		file, name := slices.Clone(whole), []byte("xl/book.xml")
		file[bytes.LastIndex(file, name)-46+offset] += by
		return file
	}
	large := foreign(t, func(parts map[string]string) {
		parts["xl/worksheets/one.xml"] = strings.Repeat(" ", 8_100_000)
	})
	for name, test := range map[string]struct {
		file    []byte
		refused string
		of      []string
	}{
		"nothing":                       {nil, "notbook", nil},
		"a text":                        {[]byte("{}"), "notbook", nil},
		"Excel 97, or with a password":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), "locked", nil},
		"half of a file":                {whole[:len(whole)/2], "cut", nil},
		"without its last byte":         {whole[:len(whole)-1], "cut", nil},
		"a part with a password":        {patched(8, 1), "locked", nil},
		"another archive":               {zipped(t, map[string]string{"a.txt": "a"}, ""), "notbook", nil},
		"without a form":                {replaced("xl/book.xml", "'cairn_form'", "'other'"), "foreign", nil},
		"a form on a deleted sheet":     {replaced("xl/book.xml", "Form!$C$3", "#REF!$C$3"), "foreign", nil},
		"a form in another workbook":    {replaced("xl/book.xml", "Form!$C$3", "[1]Form!$C$3"), "foreign", nil},
		"a form that is something else": {replaced("xl/worksheets/two.xml", "<v>cairn<", "<v>kairn<"), "foreign", nil},
		"a later form":                  {replaced("xl/worksheets/two.xml", "<v>1<", "<v>2<"), "newer", nil},
		"deleted cells":                 {replaced("xl/book.xml", `'It''s "我的" 表!'!$B$3`, "#REF!"), "nocells", []string{"数"}},
		"a deleted sheet":               {replaced("xl/book.xml", `'It''s "我的" 表!'!$B$3`, "#REF!$B$3"), "nocells", []string{"数"}},
		"a sheet that is not there":     {replaced("xl/book.xml", `'It''s "我的" 表!'!$B$3`, "Gone!$B$3"), "nocells", []string{"数"}},
		"a deleted total":               {replaced("xl/book.xml", `'It''s "我的" 表!'!$B$8:$C$8`, "'我的'!#REF!"), "nocells", []string{"2027-Q1 签约"}},
		"a document type":               {replaced("xl/worksheets/one.xml", "<!--", `<!DOCTYPE x [<!ENTITY a "b">]><!--`), "damaged", nil},
		"a tag without an end":          {replaced("xl/worksheets/one.xml", "</x:worksheet>", "</x:worksheet"), "damaged", nil},
		"a number that is none":         {replaced("xl/worksheets/one.xml", "0.255", "0,255"), "damaged", nil},
		"a character beyond Unicode":    {replaced("xl/sharedStrings.xml", "&#x4e2d;", "&#x999999;"), "damaged", nil},
		"a plan that is none":           {replaced("xl/worksheets/two.xml", `<v>plan</v></c>`, `<v>plan</v></c><c r="D9" t="str"><v>{"kind": "plan"}</v></c>`), "damaged", nil},
		"a plan with a prototype":       {replaced("xl/worksheets/two.xml", `<v>plan</v></c>`, `<v>plan</v></c><c r="D9" t="str"><v>{"__proto__": {}}</v></c>`), "damaged", nil},
		"an unknown compression":        {patched(10, 1), "damaged", nil},
		"another checksum":              {patched(16, 1), "damaged", nil},
		"less data than it says":        {patched(24, 1), "damaged", nil},
		"more data than it says":        {patched(24, 255), "damaged", nil},
		"more than 8 MB":                {large, "toolarge", nil},
	} {
		got := r.in(t, test.file)
		if got.Plan != nil || got.Refused != test.refused || !slices.Equal(got.Of, test.of) && len(got.Of)+len(test.of) > 0 {
			t.Errorf("%s: refused as %q %q with the plan %v, want %q %q", name, got.Refused, got.Of, got.Plan, test.refused, test.of)
		}
	}
}

// Damage of any kind is refused, or leaves a plan that can be read; it never throws and is never slow.
func TestDamagedWorkbooks(t *testing.T) {
	r, random := newReader(t), rand.New(rand.NewPCG(sample.Seed(t, 19), 4))
	whole := foreign(t, nil)
	parts := map[string]string{}
	foreign(t, func(all map[string]string) { parts = maps.Clone(all) })
	names := slices.Sorted(maps.Keys(parts))
	refused, read := map[string]int{}, 0
	for range sample.Count(t, 40, 80) {
		var file []byte
		if random.IntN(2) == 0 {
			file = damaged(slices.Clone(whole), random)
		} else { // with the right checksums
			name := names[random.IntN(len(names))]
			file = foreign(t, func(all map[string]string) { all[name] = string(damaged([]byte(parts[name]), random)) })
		}
		start := time.Now()
		got := r.in(t, file)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("a file took %v", took)
		}
		if got.Plan == nil {
			refused[got.Refused]++
		} else if read++; got.Plan.Kind != "plan" {
			t.Errorf("the plan is %v", got.Plan)
		}
	}
	if read == 0 || refused["damaged"] == 0 {
		t.Errorf("%d files were read, refused were %v", read, refused)
	}
}

// damaged changes, removes, repeats or inserts some bytes.
func damaged(data []byte, random *rand.Rand) []byte {
	for range 1 + random.IntN(3) {
		at := random.IntN(len(data))
		end := min(len(data), at+random.IntN(20))
		switch random.IntN(5) {
		case 0:
			data[at] ^= 1 << random.IntN(8)
		case 1:
			data[at] = byte(random.IntN(256))
		case 2:
			data = slices.Delete(data, at, end)
		case 3:
			data = slices.Insert(data, at, data[at:end]...)
		case 4:
			data = slices.Insert(data, at, []byte([]string{"<", ">", "\"", "&", "'", "&#0;", "<![CDATA[", "999999999999", "PK\x05\x06"}[random.IntN(9)])...)
		}
		if len(data) == 0 {
			return []byte{0}
		}
	}
	return data
}
