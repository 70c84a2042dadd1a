package diag

// chineseServe translates messages about the development server.
func chineseServe() Catalogue {
	return Catalogue{
		"%s (the first %d are shown)":                                                     "%s（先列出 %d 个）",
		"%s; Cairn checks for changes every second":                                       "%s；改为每秒检查一次",
		"a network drive does not report changes of the source":                           "网络盘不会通知源文件的改动",
		"cannot serve at %s: %s":                                                          "无法在 %s 打开网站：%s",
		"cannot serve at %s: unknown host":                                                "无法在 %s 打开网站：没有这个主机",
		"choose an address of this machine and a port above 1023 with --addr, such as %s": "用 --addr 指定这台电脑的地址和 1023 以上的端口，比如 %s",
		"choose an address of this machine with --addr, such as %s":                       "用 --addr 指定这台电脑的地址，比如 %s",
		"choose another address with --addr":                                              "用 --addr 换一个地址",
		"choose another port with --addr, or leave out --addr to use the next free port":  "用 --addr 换一个端口，或者不写 --addr，自动用下一个空闲的端口",
		"error":     "错误",
		"Esc: fold": "按 Esc 收起",
		"errors: %d; the page is that of the last build without errors": "有 %d 个错误，页面还是旧的",
		"errors: %d; there is no page until they are fixed":             "有 %d 个错误，改好以前没有页面可看",
		"everybody who can reach this machine can read the site at %s":  "能访问这台电脑的人都能在 %s 看到这个网站",
		"port %d is in use; serving at port %d instead":                 "端口 %d 已被占用，改用端口 %d",
		"port %s is in use":   "端口 %s 已被占用",
		"the site has errors": "网站有错误",
		"the system does not report changes of files (%v)": "系统不会通知文件的改动（%v）",
		"the system's limit of watched folders is reached": "系统能监视的文件夹数已到上限",
		"warning":      "警告",
		"warnings: %d": "%d 个警告",
	}
}
