package diag

import "maps"

// chinese returns the Chinese catalogue. The texts of a package are in the file
// zh_PACKAGE.go or in the file of the package that it belongs to; texts that
// several packages use are in this file. TestCatalogue reports texts without an entry
// and entries without a text.
func chinese() Catalogue {
	all := chineseShared()
	for _, part := range chineseParts() {
		maps.Copy(all, part)
	}
	return all
}

func chineseParts() []Catalogue {
	return []Catalogue{
		chineseCheck(),
		chineseCommand(),
		chineseContent(),
		chineseFormula(),
		chineseGoal(),
		chineseLink(),
		chineseMarkdown(),
		chinesePublish(),
		chineseRender(),
		chineseServe(),
		chineseSite(),
		chineseTOML(),
	}
}

// chineseShared translates texts and single words that several packages use.
func chineseShared() Catalogue {
	return Catalogue{
		"%s has %s":                            "%s 里有 %s",
		"%s is a file, not a folder":           "%s 是文件，不是文件夹",
		"%s: %s":                               "%s：%s",
		"%s; nothing was written":              "%s；什么也没有写",
		"cannot write %s":                      "写不了 %s",
		"choose one of %s":                     "从这些里选一个：%s",
		"did you mean %s? %s has %s":           "是不是想写 %s？%s 里有 %s",
		"did you mean %s?":                     "是不是想写 %s？",
		"free some space and try again":        "腾出一些空间，再试一次",
		"remove one of the two":                "两个里去掉一个",
		"rename the file":                      "给文件改名",
		"see to it that Cairn may write there": "看看 Cairn 有没有往那里写的权限",
		"see to it that you may read it":       "看看你有没有读它的权限",
		"stage":                                "阶段",
		"text is not closed":                   "文字没有收尾的引号",
		"text":                                 "文字",
		"the disk is read-only; use a folder on another one": "磁盘是只读的；换到别的磁盘上的文件夹",
		"the key %s is given twice":                          "键 %s 出现了两次",
		"track":                                              "赛道",
		"true or false":                                      "true 或 false",
		"unknown name %s":                                    "没有叫 %s 的值",
		"write the path from this file's folder, or the whole address: https://host/path": "从这个文件所在的文件夹写起，或者写完整的地址：https://网站/路径",
	}
}
