package diag

// chineseServe translates messages about the development server.
func chineseServe() Catalogue {
	return Catalogue{
		"%s (the first %d of them)":                                    "%s（先列出 %d 个）",
		"%s: looking for them every second":                            "%s：改为每秒看一次",
		"cannot serve at %s: %s":                                       "不能在 %s 打开网站：%s",
		"cannot serve at %s: no such host":                             "不能在 %s 打开网站：没有这个主机",
		"error":                                                        "错误",
		"errors: %d; this goes away when they are mended":              "有 %d 个错误，还没有换上新的；改好后这里会自动消失",
		"everybody who can reach this machine can read the site at %s": "凡是连得到这台电脑的人，都能在 %s 读到这个网站",
		"name an address of this machine and a port above 1023 with --addr, such as %s": "用 --addr 写这台电脑的地址和 1023 以上的端口，比如 %s",
		"name an address of this machine with --addr, such as %s":                       "用 --addr 写这台电脑的地址，比如 %s",
		"name another address with --addr":                                              "用 --addr 换一个地址",
		"name another with --addr, or leave --addr out to have the next free one":       "用 --addr 换一个，或者不写 --addr，自动用下一个空着的",
		"port %d is in use, so the site is at port %d":                                  "端口 %d 已被占用，网站改在端口 %d",
		"port %s is in use":   "端口 %s 已被占用",
		"the site has errors": "网站有错误",
		"the source is on a network drive, which does not tell of changes": "源文件在网络盘上，有改动时它不通知",
		"the system does not tell of changes (%v)":                         "有改动时系统不通知（%v）",
		"the system watches no more folders and does not tell of changes":  "系统监视不了更多的文件夹，有改动时不通知",
		"warning":      "警告",
		"warnings: %d": "%d 个警告",
	}
}
