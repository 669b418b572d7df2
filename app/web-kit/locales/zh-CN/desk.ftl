# 评价机构的工作台，和它签发的证书

nav-runs = 考核批次
nav-keys = 签名密钥

desk-label = 本机构的工作
desk-imports = 成绩导入
desk-runs = 考核批次
desk-certificates = 签发的证书
desk-keys = 签名密钥
desk-others = 换一家机构

issued-title = 签发的证书
issued-caption = 本机构签发的证书
issued-empty = 还没有签发过证书。
issued-of-run = 只看这个批次：
issued-of-run-end = 。
issued-all = 看全部证书
issued-number = 证书编号
issued-occupation = 职业
issued-level = 等级
issued-on = 发证日期
issued-state = 状态

certificate-change = 暂停、恢复或者作废
certificate-change-lead = 改动当场生效，任何人查验都会看到。持证人的档案里也会记上。
certificate-step = 怎么处理
certificate-step-suspend = 暂停
certificate-step-suspend-text = 查清之前不算有效，以后可以恢复
certificate-step-resume = 恢复
certificate-step-resume-text = 重新有效，不用选公开的原因
certificate-step-revoke = 作废
certificate-step-revoke-text = 永远无效，不能恢复
certificate-why = 公开的原因
certificate-why-hint = 查验证书的人会看到
certificate-reason = 依据
certificate-reason-hint = 只进档案，不公开。写明文件或调查结论，不要写姓名和证件号码。
certificate-change-button = 确认改动
certificate-why-missing = 暂停和作废要选一个公开的原因
problem-key-unreadable = 请求头 Idempotency-Key 不合要求
    .next = 请用 1 到 100 个英文字符，每个新请求换一个。
desk-instruments = 我的证照
