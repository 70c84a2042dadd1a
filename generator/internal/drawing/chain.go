package drawing

import "math"

// node is a role with the roles below it.
type node struct {
	role
	level, leaves int
	below         []*node
}

// tree returns the roles that nobody is above, with those below them.
func (d *Drawing) tree() (roots []*node) {
	nodes := make([]*node, len(d.roles))
	for i, r := range d.roles {
		nodes[i] = &node{role: r}
	}
	for i, n := range nodes {
		if above := d.role(n.to); above >= 0 && d.roles[i].to != "" {
			nodes[above].below = append(nodes[above].below, n)
			continue
		}
		roots = append(roots, n)
	}
	for _, root := range roots {
		root.measure(0)
	}
	return roots
}

// measure sets the levels and counts the leaves, which have a column each.
func (n *node) measure(level int) {
	n.level = level
	for _, below := range n.below {
		below.measure(level + 1)
		n.leaves += below.leaves
	}
	n.leaves = max(1, n.leaves)
}

// maxLeaves is the largest number of roles side by side.
const maxLeaves = 5

// padding is the space within a box.
const padding = 10

// drawChain draws the roles as boxes: side by side below the one who decides if there is room for that,
// otherwise one below the other, indented.
func (d *Drawing) drawChain(c *canvas, words Words) {
	roots, leaves := d.tree(), 0
	for _, root := range roots {
		leaves += root.leaves
	}
	if !c.isWide() || leaves > maxLeaves {
		for _, root := range roots {
			c.list(root, words)
		}
		c.height -= 8
		return
	}
	slot := c.width / float64(leaves)
	var tops []float64
	for level, y := 0, 1.0; ; level++ {
		height := 0.0
		for _, root := range roots {
			height = max(height, c.tallest(root, level, boxWidth(slot), words))
		}
		if height == 0 {
			c.height = y - 28 + 1
			break
		}
		tops = append(tops, y, height)
		y += height + 28
	}
	x := 0.0
	for _, root := range roots {
		c.spread(root, x, slot, tops, words)
		x += float64(root.leaves) * slot
	}
}

func boxWidth(slot float64) float64 { return math.Min(slot-12, 200) }

// tallest returns the height of the tallest box of a level below a node, 0 if there is none.
func (c *canvas) tallest(n *node, level int, most float64, words Words) (height float64) {
	if n.level == level {
		return c.box(n.role, 0, 0, most, 0, true, words)
	}
	for _, below := range n.below {
		height = max(height, c.tallest(below, level, most, words))
	}
	return height
}

// spread draws a node above the nodes below it. It returns the middle of its box.
func (c *canvas) spread(n *node, x, slot float64, tops []float64, words Words) (middle float64) {
	middle = x + float64(n.leaves)*slot/2
	w, y, height := boxWidth(slot), tops[2*n.level], tops[2*n.level+1]
	for _, below := range n.below {
		at := c.spread(below, x, slot, tops, words)
		c.shape("path", "link", "d", "M"+tenth(middle)+","+tenth(y+height)+"v14H"+tenth(at)+"v14")
		x += float64(below.leaves) * slot
	}
	c.box(n.role, middle-w/2, y, w, height, false, words)
	return middle
}

// list draws a node and those below it, one below the other.
func (c *canvas) list(n *node, words Words) {
	const indent = 20
	x := 1 + float64(n.level)*indent
	top := max(c.height, 1)
	height := c.box(n.role, x, top, c.width-x-1, 0, true, words)
	c.box(n.role, x, top, c.width-x-1, height, false, words)
	c.height = top + height + 8
	bottom, last := top+height, 0.0
	for _, below := range n.below {
		last = c.height + 16
		c.list(below, words)
		c.shape("path", "link", "d", "M"+tenth(x+indent/2)+","+tenth(last)+"h"+tenth(indent/2))
	}
	if last > 0 {
		c.shape("path", "link", "d", "M"+tenth(x+indent/2)+","+tenth(bottom)+"V"+tenth(last))
	}
}

// box draws a role in a box of at least a height. It returns the height that the texts need; if only that is
// wanted, nothing is drawn.
func (c *canvas) box(r role, x, y, w, height float64, measures bool, words Words) float64 {
	to := c
	if measures {
		to = &canvas{form: c.form}
	}
	class, ink, soft := "outline", "name", "soft"
	switch r.say {
	case "decides":
		class, ink, soft = "strong", "name on", "on"
	case "uses":
		class = "pale"
	}
	if r.unmet {
		class, ink, soft = "outline", "name", "soft"
	}
	inner := w - 2*padding
	if r.say == "blocks" {
		inner -= 4
	}
	left := x + w - padding - inner
	bottom := y + padding - 2
	say := text{x: left, y: bottom, size: c.small, class: soft, words: words.say(r.say)}
	if width(r.name)*c.main+width(say.words)*c.small+12 <= inner && w > 220 { // on one line with the name
		say.x, say.y, say.anchor = left+inner, bottom+line(c.main)-0.35*c.main, "end"
		to.add(say)
	} else {
		bottom = to.block(say, inner)
	}
	bottom = to.block(text{x: left, y: bottom, size: c.main, class: ink, words: r.name}, inner)
	bottom = to.block(text{x: left, y: bottom + 2, size: c.small, class: soft, words: r.concern}, inner)
	if r.unmet {
		bottom = to.block(text{x: left, y: bottom + 2, size: c.small, class: "name", words: words.Unmet}, inner)
	}
	needed := bottom + padding - 2 - y
	if measures {
		return needed
	}
	attributes := []any{"x", x, "y", y, "width", w, "height", max(height, needed)}
	if r.unmet {
		attributes = append(attributes, "stroke-dasharray", "5 4")
	}
	c.shape("rect", class, attributes...)
	if r.say == "blocks" {
		c.rect("strong", x, y, 5, max(height, needed))
	}
	return needed
}
