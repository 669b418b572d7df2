# 每一页都有的话。

skip = 跳到正文
demo-banner = 演示数据：全部虚构，不作任何凭证。
type-large = 大字版
type-usual = 标准版
account-menu = 我的菜单：
sign-in = 登录
sign-out = 退出登录
crumbs-label = 您的位置
crumbs-home = 首页

nav-label = 主要服务
nav-check = 查证书
nav-training = 找培训
nav-occupations = 看职业
nav-data = 看数据
nav-bodies = 机构与学校
nav-tasks = 我的待办
nav-archive = 我的档案
nav-imports = 成绩导入
nav-certificates = 签发的证书
nav-people = 查人员
nav-filings = 机构备案
nav-authorities = 主管部门
nav-jobs = 后台任务
nav-accounts = 账号与岗位
nav-looks = 查看记录

foot-sponsor = 主办单位：{ $name }
foot-telephone = 咨询电话：{ $number }
foot-site-code = 网站标识码：{ $code }

form-errors = 请先改正下面 { $count } 处
form-colon = ：
form-fault = 填写有误：
form-why = 为什么问：
form-optional = （可不填）
form-choose = 请选择
form-any = 不限
form-errors-title = 填写有误：
search = 查找
continue = 继续
save = 保存
cancel = 取消
back = 返回
print = 打印本页
try-again = 再试一次

paging-label = 翻页
paging-shown = 本页 { $count } 条
paging-of = 本页 { $shown } 条，共 { $count } 条
paging-first = 回到第一页
paging-next = 下一页

conditions-source = 依据：
steps-label = 步骤
steps-done = （已完成）
progress-count = 已处理 { $done } 行，共 { $count } 行
progress-left = 大约还要 { $time }。可以离开本页，稍后在“我的待办”里找到它。
progress-unknown = 正在估计剩余时间。可以离开本页，稍后在“我的待办”里找到它。
signing-name = 经办人签字
signing-stamp = 单位盖章、日期

duration-moment = 片刻
duration-seconds = { $count } 秒
duration-minutes = { $count } 分钟
duration-hours = { $count } 小时

nav-audit = 审计
nav-own = 我的账号
