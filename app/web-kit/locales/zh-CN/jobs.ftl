# 后台任务

jobs-title = 后台任务
jobs-counts = 等待 { $waiting } 个，正在处理 { $running } 个，已停止重试 { $count } 个。
jobs-state = 状态
jobs-state-retrying = 稍后重试
jobs-none = 没有任务。所有事情都办完了。
jobs-caption = 任务
jobs-job = 任务
jobs-at = 提交时间
jobs-action = 操作
jobs-retry = 再试一次
jobs-until = { $time }开始
jobs-progress = { $done } / { $count }
jobs-retrying = 试过 { $count } 次，{ $time } 再试
jobs-dead = 试过 { $count } 次都没有成功：{ $reason }

jobs-sample-1 = 封存第 12 条日志道
jobs-sample-2 = 导入 2026年第三批电工成绩.xlsx
jobs-sample-3 = 发送激活通知短信
jobs-sample-4 = 重新计算每日统计
jobs-sample-reason = 密钥服务连不上。连上后按“再试一次”，不会重复封存。

job-store-seal = 封存日志
job-statistics-count = 统计每月数字
job-approval-escalate = 把逾期办件报上级单位
job-store-clean-up = 清理过期数据
job-people-find-duplicates = 查找疑似重复的档案
job-policy-load-shipped = 载入随程序提供的政策文件
job-evaluation-read-import = 读取上传的成绩表
job-evaluation-issue-run = 签发一个批次的证书
job-access-tell-locked = 通知账号被锁定
job-platform-backup = 备份
job-platform-rotate-keys = 更换主密钥
