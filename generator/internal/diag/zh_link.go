package diag

// chineseLink translates messages about links, pictures and slots.
func chineseLink() Catalogue {
	return Catalogue{
		"%q is not a host": "%q 不是网站的名字",
		"%q is not a port": "%q 不是端口",
		"a link is a path of a file, or begins with https:, http:, mailto: or tel:":              "链接写文件的路径，或者以 https:、http:、mailto:、tel: 开头",
		"a reader may not reach that computer: put the file under content/ and link to it there": "读者不一定连得到那台电脑：把文件放到 content/ 下面，链接到那里",
		"the link %q is left out":                                                   "链接 %q 已去掉",
		"the link %q leads nowhere: %s":                                             "链接 %q 打不开：%s",
		"the link %q leads to another host, but does not say how":                   "链接 %q 指向别的网站，却没写用什么打开",
		"the link %s leads to the page that it is on, and is left out":              "链接 %s 指向它自己这一页，已去掉",
		"there is a \\ in it":                                                       "里面有 \\",
		"there is a space in it":                                                    "里面有空格",
		"there is an invisible character in it":                                     "里面有看不见的字符",
		"there is no address of mail in it":                                         "里面没有邮箱地址",
		"there is no host in it":                                                    "里面没有网站的名字",
		"there is no number without spaces in it":                                   "里面没有不带空格的号码",
		"this leads nowhere: no destination is written":                             "这里没有写链接到哪里",
		"what is before the @ hides where it leads":                                 "@ 前面的字会让人看错它通向哪里",
		"write / for \\: %s":                                                        "\\ 写成 /：%s",
		"write / for \\: %s#%s":                                                     "\\ 写成 /：%s#%s",
		"write the anchor of a heading behind the #, or take the link out":          "在 # 后面写标题的锚点，或者去掉链接",
		"write the path from this file's folder, with / for \\":                     "从这个文件所在的文件夹写起，\\ 写成 /",
		"write the path of a file, or an address on the web":                        "写一个文件的路径，或者一个网址",
		"write the whole address: https://host/path, mailto:name@host or tel:10086": "写完整的地址：https://网站/路径、mailto:名字@邮箱 或 tel:10086",
	}
}
