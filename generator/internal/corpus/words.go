package corpus

import "strings"

// The words and patterns from which the pages are generated.

func letters() []string {
	return strings.Split("青梧松岭云帆星澜霁川禾穗棠溪槐序砚池鹤汀兰舟竹影枫桥雪峰晨曦朗月海丹霞玉衡银杏紫藤碧螺赤羽玄武白鹭苍穹翠屏金陵铜雀铁马石榴木水杉火烈土壤风铃雷泽雨霖电驰虹霓露珠霜叶冰凌牧野渔歌樵夫耕读琴棋书画茶酒诗梦龙虎狮豹鹰隼鲸鲲麒麟", "")
}

func regions() []string {
	return strings.Fields("杭州 成都 武汉 西安 南京 苏州 长沙 郑州 青岛 宁波 合肥 厦门 福州 济南 沈阳 大连 昆明 南昌 无锡 佛山 东莞 温州 嘉兴 绍兴 珠海 中山 常州 烟台 泉州 洛阳")
}

func customers() []string {
	return strings.Fields("三甲医院 区县医院 连锁药房 体检中心 汽配厂 注塑厂 电子厂 服装厂 食品厂 家具厂 物流公司 冷链公司 跨境电商 生鲜电商 直播机构 律所 会计所 职业学校 培训机构 城商行 农商行 保险代理 证券营业部 连锁酒店 连锁餐饮 健身房 物业公司 设计院 施工总包 建材商")
}

func products() []string {
	return strings.Fields("HIS MES ERP OA CRM SCM WMS BI IoT RPA LIMS PLM")
}

func topics() []string {
	return strings.Fields("续约 试点 验收 招标 扩容 迁移 培训 回款 选型 复盘 上云 对账 排产 质检 盘点 客诉 补货 排班 审批 报销 合规审计 数据清洗 接口改造 权限梳理 报表重做 流程再造 健康度诊断 需求调研 方案评审 竞品替换")
}

func people() []string {
	return strings.Fields("信息科主任 生产副总 财务经理 采购主管 仓库主管 客服主管 运营总监 董事长助理 车间主任 护士长 店长 项目经理 实施顾问 售前工程师 客户成功经理 区域经理")
}

func things() []string {
	return strings.Fields("一张手工表 三套旧系统 两份合同 一份测试报告 接口清单 权限清单 验收单 报价单 需求分析报告 试用数据 登录记录 付款计划 培训记录 会议纪要 风险清单 甘特图")
}

func states() []string {
	return strings.Fields("还没定下来 比上月多了一倍 卡在审批 已经签字 推迟到下季度 只差一个章 没有人负责 被退回两次 按时完成 超出预算 数字对不上 等总部批复 重新排了期 换了负责人")
}

func actions() []string {
	return strings.Fields("约一次现场演示 写一页需求分析 补一张回本账 把通过线写进附件 请对方报出数字 列出缺的接口 改掉第三步流程 先跑一条产线 先开三个账号 当面对一遍口径 把风险说在前面 请老同事旁听")
}

func syllables() []string {
	return strings.Fields("ba co du fe gi ho ju ka le mi no pu qua re si to u ve wi xo ya ze bran cle dra flo gra kri plo stra tri vel nex lum cor")
}

func sentences() []string {
	return strings.Fields(`
{人}说{事}{态}，要在{数}天内给答复。
{名}计划这个月最要紧的是{事}，先{动}。
上周和{人}对了{数}条数据，{物}里有{数}处要改。
{客}的{品}用了{数}个月，{人}最关心{事}。
没有{物}就谈不了{事}，{人}自己也承认。
下一次见面之前{动}，再把{物}发给{人}。
{事}和{事}要一起做，分开做会多花{数}天。
同样的{客}去年也做过{事}，结果{态}。
{人}担心{事}之后没人维护，{动}可以打消这个顾虑。
预算一共{数}万元，{事}占了一半，其余留给{事}。
把{物}摊开看，{数}个账号里常用的不到一半。
客户原话是：“{事}{态}，我睡不着。”
竞品报得低，可是{品}的{事}要另外收费。
到期之前{数}天开始谈，带着{物}去。
{人}和{人}的口径不一样，{事}的数字差了{数}个点。
谁来拍板{事}，要问到{人}这一层。
{品}接上以后，{事}从{数}天缩到两天。
每周五核对一次{物}，{态}的单独列出来。`)
}

// terms lists the glossary terms with their aliases.
func terms() []term {
	var all []term
	for _, pair := range strings.Fields(`
赢单率/成交率 客单价/平均合同额 续约率/留存比例 流失率/离开比例 线索/潜在客户 商机/在谈项目 漏斗/成交路径 试用/先用后买 回款/收款 控单/掌握项目
标杆/样板客户 增购/加买 交叉销售/搭着卖 内线/教练 拍板人/决策者 影响者/说得上话的人 使用者/一线操作员 招标/公开采购 投标/应标 评标/打分
控标点/有利参数 废标/作废的标 中标/拿下标段 质保金/尾款 验收单/完工确认 里程碑/关键节点 甘特图/进度条图 回本期/收回成本的时间 总拥有成本/用下来总花费 年费/每年的订阅费
私有化/装在自己机房 多租户/共用一套 单点登录/一次登录 接口/系统对接 中台/公共能力层 微服务/拆小的服务 云原生/为云设计 容灾/备份切换 等保/安全等级 信创/国产替代
低代码/拖拽开发 大模型/生成式智能 检索增强/先查再答 提示词/给模型的话 标注/打标签 物联网/设备联网 排产/生产计划 追溯/批次查询 医嘱/开给病人的指令 病案/住院档案
爬坡/慢慢上手 配额/任务数 提成/销售奖金 季度回顾/季度复盘会 首访/第一次拜访 高潜力/值得多跑 覆盖/跑到的比例 健康度/使用情况打分 客户成功/售后经营 转介绍/老带新`) {
		name, alias, _ := strings.Cut(pair, "/")
		all = append(all, term{name, alias})
	}
	return all
}
