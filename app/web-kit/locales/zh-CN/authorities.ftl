# 主管部门

authorities-title = 主管部门
authorities-lead = 谁管什么、管到哪里，一查便知。部门合并、更名后，以前的决定仍然有效。
authorities-q = 部门名称
authorities-search = 查询
authorities-none = 没有找到这个名称的部门。请少写几个字再试。
authorities-found = 部门
authorities-name = 名称
authorities-kind = 类别
authorities-parent = 上级部门
authorities-division = 所在地
authorities-state = 状态
authorities-territory = 辖区
authorities-functions = 职能
authorities-functions-none = 没有登记职能。
authorities-related = 相关部门
authorities-below = 下级：
authorities-before = 已并入本部门：
authorities-past = 变更记录
authorities-merged-on = { $day }起并入其他部门
authorities-successor = 现在由这个部门继续办理：
authorities-abolished-on = { $day }起撤销

authorities-new-title = 登记部门
authorities-new-lead = 登记后就可以给这个部门设岗位。
authorities-new-save = 登记
authorities-change-title = 变更部门
authorities-change-lead = 更名、调整上级、辖区或者职能。以前的名称留在变更记录里。
authorities-change-save = 保存变更
authorities-parent-none = 没有上级部门
authorities-into-none = 没有部门接替
authorities-parent-hint = 最高一级的部门不选。
authorities-place = 所在地
authorities-place-hint = 行政区划的全称或者六位代码，例如：示范省。
authorities-place-unknown = 没有找到这个地方，请写全称或者六位代码
authorities-territory-hint = 一行写一个行政区划，全称或者六位代码。已含下级，不用重复写。
authorities-territory-unknown = 没有找到“{ $line }”，请写全称或者六位代码
authorities-functions-hint = 事项只交给有这项职能的部门办理。
authorities-basis = 依据文件
authorities-basis-hint = 机构编制批文的名称和文号。

authorities-end-title = 合并或者撤销部门
authorities-into = 由哪个部门接替
authorities-into-hint = 没有部门接替时不选；那样要先办结全部办件。
authorities-on = 从哪天起
authorities-on-hint = 不能晚于今天。
authorities-end-save = 确认结束这个部门
authorities-end-aside = 结束以后
authorities-end-aside-1 = 在办的事项、岗位和工作人员随部门转到接替的部门，不用重新登记。
authorities-end-aside-2 = 以前的决定、文书仍写原来的名称，仍然有效。
authorities-end-aside-3 = 这一步不能撤回。

authority-active = 在运行
authority-merged = 已并入其他部门
authority-abolished = 已撤销

authority-human_resources = 人力资源和社会保障部门
authority-evaluation_centre = 技能评价指导中心
authority-employment_agency = 公共就业服务机构
authority-unemployment_insurance = 失业保险经办机构
authority-finance = 财政部门
authority-industry = 行业主管部门
authority-development_zone = 开发区管理机构
authority-production_corps = 生产建设兵团

authority-does-policy = 政策和规划
authority-does-training = 职业培训管理
authority-does-evaluation_filing = 评价机构备案
authority-does-subsidies = 补贴资金
authority-does-insurance = 失业保险技能提升补贴
authority-does-employment = 公共就业服务
authority-does-competitions = 职业技能竞赛
authority-does-schools = 技工院校管理
authority-does-designations = 载体和人选评定
authority-does-statistics = 统计

authority-event-register = 登记
authority-event-change = 变更
authority-event-take_over = 接替其他部门
authority-event-merge = 并入其他部门
authority-event-abolish = 撤销
authority-event-move = 上级部门变更

organisations-functions = 请至少选择一项职能
organisations-parent = 请选择在运行的上级部门，不能是本部门或者它的下级
organisations-basis = 请写明依据文件，最多 200 个字
organisations-end-ahead = 日期不能晚于今天，到那天再登记

organisations-authority-itself = 部门不能并入自己。
    .next = 请选择另一个部门。
organisations-authority-ended = { $name }已经合并或者撤销。
    .next = 请选择在运行的部门。
organisations-authority-open = 这个部门还有 { $open } 件没有办结。
    .next = 请先办结，或者选择由哪个部门接替。
