package search

// Numbers are written in digits of 5 bits, the lowest first; a digit that is not
// the last has 32 added. The 64 signs need no escape in a string of a script.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

func appendNumber(b []byte, n int32) []byte {
	for n >= 32 {
		b = append(b, digits[32+n%32])
		n /= 32
	}
	return append(b, digits[n])
}

// encode writes the postings of a term as the package comment says.
func (ix index) encode(term string) string {
	var b []byte
	page := int32(0)
	for list := ix[term]; len(list) > 0; {
		n := prefix(list, func(p posting) bool { return p.page == list[0].page })
		b = appendNumber(b, list[0].page-page)
		b = appendSections(b, list[:n])
		page, list = list[0].page, list[n:]
	}
	return string(b)
}

// prefix is how many postings at the beginning of a list are alike.
func prefix(list []posting, alike func(posting) bool) int {
	n := 1
	for n < len(list) && alike(list[n]) {
		n++
	}
	return n
}

func appendSections(b []byte, list []posting) []byte {
	var sections [][]posting
	for len(list) > 0 {
		n := prefix(list, func(p posting) bool { return p.section == list[0].section })
		sections, list = append(sections, list[:n]), list[n:]
	}
	b = appendNumber(b, int32(len(sections)))
	section := int32(0)
	for _, s := range sections {
		b = appendNumber(b, s[0].section-section)
		b = appendFields(b, s)
		section = s[0].section
	}
	return b
}

func appendFields(b []byte, list []posting) []byte {
	fields := int32(0)
	for _, p := range list {
		fields |= p.field
	}
	b = appendNumber(b, fields)
	for len(list) > 0 {
		n := prefix(list, func(p posting) bool { return p.field == list[0].field })
		b = appendNumber(b, int32(n))
		position := int32(0)
		for _, p := range list[:n] {
			b = appendNumber(b, p.position-position)
			position = p.position
		}
		list = list[n:]
	}
	return b
}
