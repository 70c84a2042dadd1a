package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/site"
	"cairn/generator/internal/workbook"
)

// workbookOf is a workbook, and the hash of what it was made from.
type workbookOf struct {
	from [sha256.Size]byte
	data []byte
}

// writeWorkbooks adds a workbook for each worksheet. One takes longer to make
// than many pages, so those whose template, calendars and words have not changed
// are kept from the last build.
func (r *run) writeWorkbooks(tree *output.Tree, s *site.Site) {
	var pages []*site.Page
	for _, p := range s.Pages {
		if p.Goal != nil {
			pages = append(pages, p)
		}
	}
	made := make([]workbookOf, len(pages))
	errs := make([]error, len(pages))
	each(len(pages), func(i int) { made[i], errs[i] = r.makeWorkbook(pages[i]) })
	kept := map[string]workbookOf{}
	for i, p := range pages {
		at := diag.WholeFile(p.Source)
		if errs[i] != nil {
			r.report(diag.Errorf(at, "workbook", "the workbook cannot be written: %v", errs[i]).WithHelp("shorten its labels, hints and choices"))
			continue
		}
		kept[p.Source] = made[i]
		tree.Add(p.Workbook(), made[i].data, at)
	}
	r.workbooks = kept
}

func (r *run) makeWorkbook(p *site.Page) (workbookOf, error) {
	var from bytes.Buffer
	if err := json.NewEncoder(&from).Encode([]any{r.texts[p.Source], p.Goal.Year, r.words}); err != nil {
		return workbookOf{}, fmt.Errorf("its source: %w", err)
	}
	hash := sha256.Sum256(from.Bytes())
	if last, ok := r.workbooks[p.Source]; ok && last.from == hash {
		return last, nil
	}
	data, err := workbook.Write(p.Goal, r.words)
	return workbookOf{hash, data}, err
}
