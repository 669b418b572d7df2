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
people-document = 证件
people-division = 所在地区
people-purpose = 事由
people-purpose-why = 本人会在“谁看过我的资料”里看到它。
people-purpose-evaluation = 核对评价成绩和证书
people-purpose-subsidy = 核发补贴
people-purpose-complaint = 处理投诉举报
people-purpose-audit = 审计检查
people-purpose-account = 开通、恢复个人账号
people-caption = 找到的人
people-none = 没有找到这个人。请核对号码；姓名要和证件上一字不差。
people-again = 再查一个人

people-number-unknown = 看不出这是哪种证件的号码，请对照证件再看一遍
people-registered = 建档日期

person-title = 人员档案
person-erased = 个人信息已删除
person-recorded = 这次查看已经记下，事由：{ $purpose }。
person-phone = 手机号码
person-certificates = 证书
person-certificates-none = 还没有证书。
person-events = 经历
person-events-none = 还没有记录。
