package render

import (
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"cairn/generator/internal/site"
)

// A layout or Go code calls every exported method of the values that layouts get. The check
// for unused functions cannot find these methods, because layouts call them by reflection.
func TestMethodsForLayoutsAreUsed(t *testing.T) {
	var code strings.Builder
	for _, folder := range []string{"../../../layouts", "../../../generator"} {
		root := os.DirFS(folder)
		err := fs.WalkDir(root, ".", func(file string, _ fs.DirEntry, err error) error {
			isCode := path.Ext(file) == ".html" || path.Ext(file) == ".go" && !strings.HasSuffix(file, "_test.go")
			if err != nil || !isCode {
				return err
			}
			data, err := fs.ReadFile(root, file)
			code.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, value := range []any{
		&View{}, RedirectView{}, NodeView{}, Chapter{}, Entry{}, ResultView{}, FieldView{}, Term{}, TrackView{}, CellView{}, CardsView{},
		&site.Site{}, &site.Page{}, &site.Node{}, &site.Term{},
	} {
		of := reflect.TypeOf(value)
		for i := range of.NumMethod() {
			name := of.Method(i).Name
			if !regexp.MustCompile(`\.` + name + `\b`).MatchString(code.String()) {
				t.Errorf("nothing calls the method %s of %s: delete it", name, of)
			}
		}
	}
}
