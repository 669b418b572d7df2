# 查人员

people-title = 查人员
people-recorded = 每次查看都会记录，本人看得到
people-recorded-text = 记录您的单位、事由和时间。只查办理业务需要的人。
people-number = 证件号码
people-number-hint = 知道号码时只填这一项
people-number-check = 证件号码的最后一位校验不对，请对照证件再看一遍
people-or = 不知道号码时，姓名和出生日期两项都要填：
people-name = 姓名
people-born = 出生日期
people-born-year = 出生年份
people-document = 证件
people-division = 所在地区
people-certificates = 有效证书
people-purpose = 事由
people-purpose-why = 本人会在“谁看过我的资料”里看到它。
people-purpose-evaluation = 核对评价成绩和证书
people-purpose-subsidy = 核发补贴
people-purpose-complaint = 处理投诉举报
people-purpose-audit = 审计检查
people-caption = 找到的人
people-none = 没有找到这个人。请核对号码；姓名要和证件上一字不差。
people-again = 再查一个人
