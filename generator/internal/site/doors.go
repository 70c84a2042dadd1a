package site

import (
	"maps"
	"path"
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// makeDoors groups the entries of the root by Config.Doors. A door whose pages are all
// unpublished is left out.
func (a *assembler) makeDoors() {
	root := a.site.Root
	if len(a.Config.Doors) == 0 {
		a.site.Loose = root
		return
	}
	byName := map[string]*Node{}
	for _, n := range root.Children {
		byName[entryName(n.First().Path)] = n
	}
	loose := *root
	loose.Children = slices.Clone(root.Children)
	for _, written := range a.Config.Doors {
		door := &Door{Title: written.Title, Aside: written.Aside}
		for _, name := range written.Pages {
			n := byName[name]
			if n == nil {
				continue // unknownDoors reports it
			}
			door.Entries = append(door.Entries, n)
			loose.Children = slices.DeleteFunc(loose.Children, func(other *Node) bool { return other == n })
		}
		if len(door.Entries) > 0 {
			a.site.Doors = append(a.site.Doors, door)
		}
	}
	a.site.Loose = &loose
}

// unknownDoors reports each name in a door that is no top-level entry of the navigation. The names
// of unpublished pages are known.
func (s *Site) unknownDoors() (faults []diag.Fault) {
	entries := map[string]bool{}
	for _, n := range s.Root.Children {
		entries[entryName(n.First().Path)] = true
	}
	for source := range s.absent {
		entries[entryName(strings.TrimSuffix(strings.TrimPrefix(source, content.Root+"/"), ".md"))] = true
	}
	known := slices.Sorted(maps.Keys(entries))
	for _, door := range s.Config.Doors {
		for i, name := range door.Pages {
			if entries[name] {
				continue
			}
			f := diag.Warnf(door.PagesAt[i], "unknown-page", "the door %s leads to %s, which is no page of the top level", door.Title, name)
			if near := diag.Nearest(name, known); near != "" {
				f = f.WithHelp("did you mean %s?", near)
			} else {
				f = f.WithHelp("write a folder or a page of the top level, without its ending: %s", strings.Join(known, ", "))
			}
			faults = append(faults, f)
		}
	}
	return faults
}

// doorOf returns the door that an entry below the given folders is behind, or nil.
func (a *assembler) doorOf(n *Node, parents []*Node) *Door {
	if len(parents) > 1 {
		n = parents[1] // parents[0] is the root
	}
	for _, door := range a.site.Doors {
		if slices.Contains(door.Entries, n) {
			return door
		}
	}
	return nil
}

// markReaders sets Track and Stage of the entries of a folder that itself belongs to the given track
// and stage, and of the entries below.
func (a *assembler) markReaders(folder *Node, track *config.Track, stage *config.Stage) {
	for _, n := range folder.Children {
		ofTrack, ofStage := track, stage
		if track == nil {
			ofTrack = a.trackOf(n)
			n.Track = ofTrack
		}
		if stage == nil {
			ofStage = a.stageOf(n)
			n.Stage = ofStage
		}
		a.markReaders(n, ofTrack, ofStage)
	}
}

// trackOf returns the track of a page, or the track whose id is the name of a folder.
func (a *assembler) trackOf(n *Node) *config.Track {
	if n.Folder == "" {
		return n.Page.Track
	}
	return a.Config.Track(path.Base(n.Folder))
}

// stageOf returns the stage of a page, or the stage whose id is the name of a folder.
func (a *assembler) stageOf(n *Node) *config.Stage {
	if n.Folder == "" {
		return n.Page.Stage
	}
	return a.Config.Stage(path.Base(n.Folder))
}
