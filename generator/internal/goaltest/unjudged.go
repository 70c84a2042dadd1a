package goaltest

// Unjudged is a template without a verdict: it has no split and no capacity. Its criteria
// expect a verdict, and the first one fails without it.
const Unjudged = Head + `[[inputs]]
key = "拜访"
label = "拜访"
default = 3
[[values]]
key = "一年"
label = "一年"
formula = "拜访 * 44"
[[process]]
key = "每周"
label = "每周"
formula = "拜访"
[[variables]]
key = "忙"
label = "忙"
cautious = true
changes = [{ input = "拜访", times = 2 }]
[[smart]]
letter = "M"
label = "够多"
check = "一年 > 200"
holds = "dates"
[[smart]]
letter = "A"
label = "排得下"
check = "一年 > 100"
holds = "capacity"
`
