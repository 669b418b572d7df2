# 状态、级别、岗位等短语，各页共用。

state-valid = 有效
state-suspended = 已暂停
state-revoked = 已撤销
state-expired = 已过期
state-draft = 草稿
state-waiting = 等待处理
state-running = 正在处理
state-done = 已完成
state-failed = 没有成功
state-dead = 已停止重试
state-returned = 退回
state-notice = 公示中
state-effective = 生效
state-locked = 已锁定
state-closed = 已停用
state-new = 待激活

met-yes = 符合：
met-no = 不符合：
met-missing = 缺少：

kind-citizen-id = 居民身份证
kind-hmt-permit = 港澳台居民居住证
kind-passport = 护照

mark-green = 绿色职业
mark-digital = 数字职业

body-employer = 用人单位
body-social = 社会培训评价组织

role-system_admin = 系统管理员
role-security_admin = 安全管理员
role-audit_admin = 审计管理员
role-handler = 经办
role-checker = 复核
role-approver = 审批
role-body_clerk = 机构考务
role-body_issuer = 机构签发人
role-body_manager = 机构负责人
