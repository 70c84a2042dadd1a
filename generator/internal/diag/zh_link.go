package diag

// chineseLink translates messages about links, pictures and slots.
func chineseLink() Catalogue {
	return Catalogue{
		"%q is not a valid host": "%q 不是有效的网站名",
		"%q is not a valid port": "%q 不是有效的端口",
		"a link is the path of a file, or begins with https:, http:, mailto: or tel:": "链接写文件的路径，或者以 https:、http:、mailto:、tel: 开头",
		"it contains a \\":                      "里面有 \\",
		"it contains a space":                   "里面有空格",
		"it contains an invisible character":    "里面有看不见的字符",
		"it contains no mail address":           "里面没有邮件地址",
		"it has no host":                        "缺少网站名",
		"it has no phone number without spaces": "里面没有不带空格的电话号码",
		"readers may not have access to that computer: put the file under content/ and link to it there": "读者不一定能访问那台电脑：把文件放到 content/ 下面，链接到那里",
		"the link %q does not work: %s":                                        "链接 %q 打不开：%s",
		"the link %q has a host but no scheme":                                 "链接 %q 有网站名，但缺少开头的 https:",
		"the link %q is removed":                                               "链接 %q 已去掉",
		"the link %s leads to its own page, so it is removed":                  "链接 %s 指向它所在的页面，已去掉",
		"the link has no destination":                                          "链接没有写目标",
		"the part before @ hides the real host":                                "@ 前面的部分会掩盖真正的网站",
		"write / instead of \\: %s":                                            "把 \\ 写成 /：%s",
		"write / instead of \\: %s#%s":                                         "把 \\ 写成 /：%s#%s",
		"write the anchor of a heading after the #, or remove the link":        "在 # 后面写标题的锚点，或者去掉链接",
		"write the full URL: https://host/path, mailto:name@host or tel:10086": "写完整的网址：https://网站/路径、mailto:名字@邮箱 或 tel:10086",
		"write the path of a file, or a URL":                                   "写文件的路径，或者网址",
		"write the path relative to this file's folder, with / instead of \\":  "写相对于这个文件所在文件夹的路径，把 \\ 写成 /",
	}
}
