# 更正申请

corrections-own = 申请更正我的资料
corrections-own-lead = 姓名、出生日期、手机号码不对，或者要补充一个证件，可以在这里申请。办理单位核实后更正，原来的记录仍然看得到。
corrections-asked = 我的申请
corrections-ask = 提出申请
correction-field = 要更正哪一项
correction-field-name = 姓名
correction-field-name-hint = 和证件上的字不一样时
correction-field-birth-date = 出生日期
correction-field-birth-date-hint = 按证件上的日期填，例如 1969-02-28
correction-field-phone = 手机号码
correction-field-phone-hint = 换了号码时
correction-field-document = 补充证件
correction-field-document-hint = 换领、新领了证件，填证件号码
correction-value = 应当是什么
correction-value-hint = 请对照证件填写。
correction-reason = 为什么要更正
correction-reason-hint = 例如：当年登记时写错了一个字。
correction-ask-button = 提交申请
correction-withdraw = 撤回
correction-answer = 办理答复

correction-asked-name = 姓名更正为 { $value }
correction-asked-birth-date = 出生日期更正为 { $value }
correction-asked-phone = 手机号码更正为 { $value }
correction-asked-document = 补充证件 { $value }

correction-requested = 待办理
correction-accepted = 已更正
correction-refused = 不予更正
correction-withdrawn = 本人撤回

corrections-title = 更正申请
corrections-lead = 本人申请更正档案。请核对证件原件再决定；同意后档案立即更正。
corrections-tabs = 按办理情况看
corrections-waiting = 待办理
corrections-settled = 已办结
corrections-none-waiting = 没有待办理的更正申请。
corrections-none-settled = 还没有办结的更正申请。
corrections-caption = 更正申请
corrections-state = 办理情况
corrections-at = 申请时间

correction-title = 更正申请
correction-recorded = 这次查看已经记下，事由是办理更正申请。
correction-before = 现在登记的
correction-after = 申请更正为
correction-person = 打开这个人的档案
correction-own-text = 请交给同一地区的其他同事办理。
correction-decide = 办理
correction-decide-text = 请核对证件原件。您写的答复本人看得到。
correction-decision = 决定
correction-decision-accept = 同意更正
correction-decision-accept-text = 档案立即更正，原来的记录保留。
correction-decision-refuse = 不予更正
correction-decision-refuse-text = 必须写明理由。
correction-answer-hint = 不予更正时必须写明理由，并告诉本人下一步怎么办。
correction-decide-button = 提交决定

correction-sample-reason = 登记时写错了一个字。
correction-sample-answer = 证件上的字与登记一致，请带户口簿到窗口核对。

archive-correct = 申请更正我的资料
people-purpose-correction = 办理更正申请

tasks-corrections = 更正申请：{ $count } 件
tasks-corrections-next = 核对证件后决定是否更正。
