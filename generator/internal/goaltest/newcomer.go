package goaltest

// Newcomer is the sheet of a newcomer who shall sign six customers in the first twelve
// months: 6 ÷ 5/8 = 9.6 proposals, ÷ 8/15 = 18 leads, ÷ 3/4 = 24 accounts. A customer
// signs two months after the lead, and an account is opened half a month before the lead.
const Newcomer = Head + `joined = "入职"
weeks = "44"
ramp = [0, 0.25, 0.5, 0.75, 1]
ramp_from_week = 3
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
[[inputs]]
key = "目标"
label = "目标"
unit = "家"
default = 6
min = 1
adjust = 1
[[inputs]]
key = "周期"
label = "周期"
unit = "月"
default = 2
[[inputs]]
key = "跑得动"
label = "跑得动"
unit = "次/周"
default = 5
min = 1
max = 20
adjust = 1
[[constants]]
key = "次"
unit = "次/家"
value = 1
[[constants]]
key = "半月"
unit = "月"
value = 0.5
[[values]]
key = "新拓"
label = "新拓"
unit = "家"
formula = "线索 / 0.75"
[[values]]
key = "线索"
label = "线索"
unit = "家"
formula = "方案 / (8 / 15)"
[[values]]
key = "方案"
label = "方案"
unit = "家"
formula = "签约 / 0.625"
[[values]]
key = "签约"
label = "签约"
unit = "家"
prorate = "目标"
over = "新拓"
[[values]]
key = "明年"
label = "明年"
unit = "家"
prorate = "目标"
over = "新拓"
part = "after"
[[values]]
key = "最晚新拓"
label = "最晚新拓"
latest = "新拓"
[[values]]
key = "最晚线索"
label = "最晚线索"
latest = "线索"
[[values]]
key = "最晚方案"
label = "最晚方案"
latest = "方案"
[[process]]
key = "拜访"
label = "拜访"
unit = "次/周"
capacity = "跑得动"
load = [
  { step = "新拓", times = "3 * 次" },
  { step = "线索", times = "2 * 次" },
  { step = "方案", times = "2 * 次" },
  { step = "签约", times = "次 * 4 / 12", every = "month" },
]
[[splits]]
key = "新拓"
lead = "周期 + 半月"
[[splits]]
key = "线索"
follows = "新拓"
lead = "周期"
[[splits]]
key = "方案"
follows = "线索"
lead = "周期 / 2"
[[splits]]
key = "签约"
follows = "方案"
`
