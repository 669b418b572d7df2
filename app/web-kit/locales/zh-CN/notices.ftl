# 公示：任何人都能看，都能提出异议

home-door-notices = 看公示、提异议
    .text = 任何人：主管部门准备批准哪些机构备案，公示期内可以提出异议。

notices-title = 公示
notices-lead = 主管部门准备作出这些决定。公示期内，任何人都可以提出异议。
notices-caption = 正在公示
notices-none = 现在没有公示。
notices-name = 申请单位
notices-matter = 事项
notices-office = 主管部门
notices-until = 公示到
notice-lead = { $office }准备准予：{ $matter }。
notice-time = 公示时间
notice-days = { $from }至 { $until }
notice-running = 公示中
notice-over = 公示期已满
notice-over-text = 不能再提出异议。主管部门将作出决定。
notice-years = 有效期
notice-body = 机构的公开页面
notice-scope = 准备备案的职业和等级
notice-objection = 提出异议
notice-objection-lead = 如果您认为不应该准予，请写明事实。要用真实姓名，留下能联系到您的方式；这些内容不公开，申请单位也看不到是谁提的。
notice-name = 您的姓名
notice-name-why = 主管部门要核实，并把答复告诉您。
notice-contact = 电话或者邮箱
notice-text = 异议内容
notice-text-hint = 写明事实和您知道的依据，最多 2000 字
notice-button = 提交异议
objected-title = 已经收到您的异议
objected-lead = 关于：{ $name }
objected-1 = 主管部门会核实，并按您留下的方式答复您。
objected-2 = 异议没有答复以前，不会作出准予的决定。
objected-3 = 异议成立的，公示停止，重新决定。
objected-back = 回到公示
