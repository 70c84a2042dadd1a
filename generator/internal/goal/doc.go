// Package goal reads and checks goal templates, from which worksheets are made.
// Package sheet evaluates them.
//
// A template is the file content/goals/TRACK/STAGE.toml. A key is the name of a value in
// formulas, Chinese ones included; a label is its name on the page.
//
//	title       = "…"
//	summary     = "…"
//	asks        = ["…"]           # what people type into the search when they mean this worksheet
//	fiscal_year = 2027            # the fiscal year that it plans
//	fiscal_start = 1              # the month in which that year begins; default 1
//	joined      = "入职日期"        # the date input with the date of joining; nothing is done before it
//	starts      = "起算日期"        # the date input from which the sheet counts; nothing is done before it
//	weeks       = "可用周"          # a formula: the weeks of a year in which a person can work; default 52
//	ramp        = [0, 0.25, 0.5]  # what a newcomer is worth in each month since joining; the last value goes on
//	ramp_from_week = 3            # the week since joining from which a 0 of the ramp is its first value above 0
//	staff       = "老人"           # a formula: the people at full worth, in a manager's sheet
//	hires       = ["新人1", "…"]   # twelve numeric inputs: the people hired in each month of the fiscal year
//	target      = "目标签约额"       # the number that the plan is for; the verdict says how much of it is within reach.
//	                              # Default: the first value with prorate and without part
//	deal_size   = "客单价"          # the money that one unit of the last step brings in; the quarter-end card asks for the amount, too
//	sentence    = "到年底签 {签约}，每周拜访 {周拜访}。"  # the goal in a sentence; {KEY} is a value with its unit
//
//	[[groups]]                    # of inputs, in the order of the page
//	key   = "goal"
//	label = "目标"
//
//	[[inputs]]
//	key   = "目标签约"
//	label = "这一年要签几家"
//	kind  = "number"              # number (default) money percent date text choice
//	unit  = "家"                  # required for money: 元, 万元/家
//	default = 6                   # the example; of a percentage 0.25, of a date 2027-02-01
//	min = 1
//	max = 50                      # a percentage is never above 1
//	recommend = [5, 8]            # the page marks values outside; [5] has no upper end
//	source = "原文要求"            # where the range or, without one, the example comes from; default: the editors' advice
//	below = "…"                   # advice for a value below the range
//	above = "…"
//	ask   = "经理"                 # whom to ask for the value
//	advice = true                 # the example is the editors' advice, not a standard
//	choices = ["…"]               # required for a choice
//	hint  = "…"
//	group = "goal"
//	first = true                  # the page shows it before all groups
//	adjust = 1                    # the verdict may propose another value, in steps of this size: 0.01 for a percent point
//
//	[[constants]]                 # a number that formulas read and no reader enters
//	key   = "一年的月数"
//	unit  = "月/年"
//	value = 12
//
//	[[funnel]]                    # from the first stage to the last
//	key = "线索"
//	label = "合格线索"
//	unit = "家"
//	rate = "方案率"                # the percent input with the share that goes on to the next stage
//	[[funnel]]
//	key = "签约"
//	formula = "目标签约"            # the last stage has a formula; another may, instead of its rate
//
//	[[values]]                    # any other computed value
//	key = "年拜访"
//	label = "一年的拜访"
//	unit = "次"
//	formula = "线索 * 每线索拜访"
//	decimals = 1                  # displayed at most; default 1, of money 0
//	[[values]]
//	key = "最晚线索"
//	label = "最后一批线索"
//	latest = "线索"                # instead of a formula: the last open working day on which that split's step still counts
//	[[values]]
//	key = "今年签约"
//	label = "今年签"
//	unit = "家"
//	prorate = "目标签约"            # instead of a formula: the fiscal year's part of a number for twelve months,
//	over = "新拓"                  # by the worth of the days in which the split's step counts,
//	part = "after"                # or of those that are left after them: next year's pipeline
//
//	[[process]]                   # a goal for an activity in a period
//	key, label, unit, formula, decimals
//	load = [                      # instead of a formula: which step costs how often
//	  { step = "新拓", times = "每新拓拜访" },                       # each unit of a split, in the month in which it is done
//	  { step = "签约", times = "年诊断", every = "year" },          # each unit that is done, from the next month on
//	  { times = "手上客户 * 年诊断", every = "year" },               # without a step; every is month, quarter or year
//	]
//	from_week = 3                 # of a formula: the week since joining in which the habit begins
//	part_of = "周拜访"             # of a formula: the habit is a floor of that goal, which has a load
//	added_to = "周拜访"            # of a formula: the habit is added to that load
//	per = "week"                  # week, month, quarter or year
//	recommend = [3, 5]
//	source = "原文要求"            # where the range comes from; default: the editors' advice
//	below = "…"                   # advice for a value below the range
//	above = "…"
//	capacity = "每周跑得动"         # a formula: the maximum in the period
//
//	[[splits]]                    # a total to split over the year
//	key = "签约"
//	weights = [0, 0, 1, …]        # of the twelve months or the four quarters; default: all equal
//	lead = "销售周期"               # a formula: the months by which it is due before the weights' months
//	follows = "新拓"               # instead of weights: the split whose step comes before this one
//	weak = "先把演示练熟"            # what to do if fewer than planned reach the step
//
//	[[milestones]]                # due a number of months after joining
//	month = 3
//	title = "产品穿透"
//	evidence = "…"
//
//	[[variables]]                 # a change of the market, whose plan is shown beside the original
//	key = "预算缩减"
//	label = "客户砍预算"
//	side = "需求侧"
//	why = "…"                     # its signs, and its effect on the numbers
//	response = "…"                # the advice
//	changes = [                   # of numeric inputs: to, plus or times
//	  { input = "线索率", to = 0.6 },
//	]
//	cautious = true               # a line below the verdict: the steps of the funnel and the load if this happens
//	shifts = [                    # moves a share of one input to another; their sum stays
//	  { from = "目标新签", to = "目标增购", share = 0.3 },
//	]
//
//	[[smart]]                     # a criterion of a good goal
//	letter = "A"                  # S, M, A, R or T
//	label  = "一周排得下吗"
//	check  = "周拜访 <= 每周跑得动"   # a formula that is true or false
//	holds  = "capacity"           # besides or instead: "dates" if no step is too late, "capacity" if no goal is over its capacity either
//	advice = "…"                  # for a criterion that is not met
//
//	[[review]]                    # a question for the quarterly review
//	question = "…"
//
//	[[results]]                   # a split whose step is a result of the plan; default: the last step of the longest chain of splits
//	step      = "自拓签约"
//	deal_size = "客单价"            # the money that one of them brings in; default: that of the template
//
//	[[due]]                       # what the card of the week reminds of
//	label = "用满 6 个月"
//	text  = "谈一次增值服务。"
//	step  = "签约"                 # a split; without it the reminder is there in every week
//	months_after = 6              # after each time that the step is ticked; without it in every week from the first tick on
//
//	[[changed]]                   # inputs that mean something else since plans of this template were filled in
//	keys = ["目标签约"]
//	why  = "…"                    # the meaning then and now, and its effect on the verdict
//
// A percentage has no unit; money requires one. Any other number may have none.
package goal
