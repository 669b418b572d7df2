# 看职业

occupations-title = 看职业
occupations-lead = 查一个职业的编码、技能等级，以及哪里可以评价它。
occupations-q = 职业名称或编码
occupations-q-hint = 写一部分就行，例如：电工、机器人、6-31
occupations-class = 大类
occupations-mark = 标识
occupations-caption = 找到的职业
occupations-name = 职业
occupations-code = 编码
occupations-group = 小类
occupations-none = 没有找到。请换个说法，或者只写名称里的一两个字。
occupations-definition = 做什么
occupations-levels = 技能等级
occupations-levels-lead = 从低到高，可以评价这些等级：
occupations-levels-none = 这个职业不评技能等级。
occupations-bodies = 在哪里评价
occupations-bodies-count = 今天有 { $count } 家机构备案了这个职业。
occupations-bodies-link = 看这些机构
occupations-history = 变化
occupations-path = 分类
occupations-variants = 工种
occupations-version = 依据
occupations-version-from = { $date }起施行
occupations-class-1 = 第一大类 负责人
occupations-class-2 = 第二大类 专业技术人员
occupations-class-3 = 第三大类 办事人员
occupations-class-4 = 第四大类 社会生产服务和生活服务人员
occupations-class-5 = 第五大类 农、林、牧、渔业人员
occupations-class-6 = 第六大类 生产制造人员
occupations-class-7 = 第七大类 军队人员
occupations-class-8 = 第八大类 其他

occupations-sample-definition = 使用工具、仪表和设备，安装、调试、维修供用电设备和线路的人员。
occupations-sample-event = 列入 2022 年版大典，编码 6-31-01-03
occupations-sample-source = 来源：职业分类大典 2022 年版
