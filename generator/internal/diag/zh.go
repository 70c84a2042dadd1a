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
		chineseDrawing(),
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
		"%s defines %s":              "%s 里定义了 %s",
		"%s is a file, not a folder": "%s 是文件，不是文件夹",
		"%s: %s":                     "%s：%s",
		"%s; nothing was written":    "%s；没有写入任何文件",
		"cannot write %s":            "无法写入 %s",
		"check that Cairn has permission to write there": "检查 Cairn 有没有写入那里的权限",
		"check that you have permission to read it":      "检查你有没有读取它的权限",
		"choose one of %s":               "从这些里选一个：%s",
		"did you mean %s? %s defines %s": "是不是想写 %s？%s 里定义了 %s",
		"did you mean %s?":               "是不是想写 %s？",
		"duplicate key %s":               "键 %s 重复",
		"free some space and try again":  "腾出一些空间，再试一次",
		"remove one of the two":          "两个里去掉一个",
		"rename the file":                "给文件改名",
		"stage":                          "阶段",
		"text":                           "文字",
		"the disk is read-only; use a folder on another disk": "磁盘是只读的；请换一个磁盘上的文件夹",
		"the text has no closing quotation mark":              "文字缺少后引号",
		"track":                                               "赛道",
		"true or false":                                       "true 或 false",
		"unknown name %s":                                     "没有叫 %s 的输入或值",
		"write the path relative to this file's folder, or the full URL: https://host/path": "写相对于这个文件所在文件夹的路径，或者写完整的网址：https://网站/路径",
	}
}
