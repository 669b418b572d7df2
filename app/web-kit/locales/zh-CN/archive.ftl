# 我的技能档案

archive-title = 我的技能档案
archive-certificates = 我的证书
archive-certificates-empty = 还没有证书。通过技能评价、机构签发后，证书会自动出现在这里，不用申请。
archive-certificates-next = 点职业名称，可以看证书、下载、打印或者存成图片。
archive-occupation = 职业
archive-level = 等级
archive-state = 状态
archive-issued = 发证日期
archive-body = 签发机构
archive-events = 我的经历
archive-events-lead = 一人一档，跟随一生。每条都写明是谁在什么时候、按哪一版规则记下的。
archive-events-empty = 还没有记录。参加培训、评价或竞赛后，会自动记到这里。
archive-wrong = 内容不对？
archive-wrong-text = 请联系那条记录的来源单位更正。更正会作为新的一条记在后面，原来的记录仍然看得到。

archive-sample-1 = 取得电工三级/高级工证书
    .text = 证书编号 S000077010012226000123
archive-sample-2 = 电工三级/高级工评价合格
    .text = 理论 78 分，技能 82 分，两项都在 60 分以上
archive-sample-3 = 取得电工四级/中级工证书
    .text = 由原有系统转入，2026 年 10 月 30 日起暂停使用，正在核实
archive-sample-4 = 建立技能档案
    .text = 凭居民身份证当面核验身份
archive-sample-source-body = 来源：示例市机电职业技能评价中心 · 评价规则 2026 年第 1 版
archive-sample-source-old = 来源：示例市人力资源和社会保障局，历史数据
archive-sample-source-desk = 来源：示例区服务窗口

looks-title = 谁看过我的资料
looks-caption = 查看记录
looks-lead = 单位的人看过您的资料，都会记在这里，谁也删不掉。
looks-empty = 还没有人看过您的资料。
looks-all = 全部查看记录
looks-office = 单位
looks-purpose = 事由
looks-what = 看了什么
looks-at = 时间
looks-withheld = 法律规定要暂缓告知的查看，到期后也会补列在这里。

looks-sample-1 = 示例市人力资源和社会保障局
looks-sample-1-purpose = 核发技能提升补贴
looks-sample-1-what = 证书列表
looks-sample-2 = 示例市机电职业技能评价中心
looks-sample-2-purpose = 签发证书
looks-sample-2-what = 姓名、证件号码

archive-earlier = 更早的经历
archive-source = 来源：{ $body }
archive-source-rule = 来源：{ $body } · 规则 { $rule }
archive-event-registered = 建立技能档案
archive-event-document = 登记证件：{ $document }
archive-event-name = 更正姓名
archive-event-issued = 取得{ $occupation }{ $level }证书
archive-event-suspended = 证书暂停使用
archive-event-resumed = 证书恢复有效
archive-event-revoked = 证书被撤销
archive-event-erased = 个人信息已删除
archive-event-other = 其他记录
archive-source-place = 来源：登记信息，由{ $place }负责
archive-source-system = 来源：系统
archive-event-passed = { $occupation }{ $level }评价合格
archive-event-failed = { $occupation }{ $level }评价不合格
archive-event-exam = { $date }考试：{ $parts }
archive-event-withdrawn = 评价机构在发证前撤下了一条成绩
archive-part-marks = { $part } { $found } 分
looks-system = 系统
