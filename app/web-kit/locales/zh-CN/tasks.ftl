# 我的待办

tasks-title = 我的待办
tasks-lead = 有 { $count } 件事等您处理，时间早的排在前面。
tasks-empty = 现在没有事情等您处理。有新的事情时，会按期限先后列在这里。
tasks-due = { $date }前办完
tasks-late = 应在 { $date }前办完，已超期
tasks-no-due = 没有期限

tasks-sample-1 = 2026 年第三批电工：12 行成绩有误
tasks-sample-1-next = 下一步：下载错误清单，改好后重新上传这 12 行
tasks-sample-2 = 2026 年第三批电工：1,043 人合格，等待签发
tasks-sample-2-next = 下一步：请机构签发人核对并签发
tasks-sample-3 = 成绩表 2026年第四批焊工.xlsx 正在导入
tasks-sample-3-next = 不用等待，完成后这里会变成下一步

tasks-import = 成绩导入：{ $file }
tasks-import-running = 正在读取，可以点进去看进度。
tasks-import-mistakes = 有几行没有导入。请下载标红的表格，改好后再上传。
tasks-import-refused = 有错误的行，整份没有导入。请下载标红的表格，改好后再上传。
tasks-run = 签发证书：{ $occupation } { $level }，{ $date }考试
tasks-run-next = { $count } 人合格。请核对后签发；上传成绩的人不能签发。
tasks-run-halted = 签发停下来了。请点进去看原因，处理后再签发。
tasks-key = 确认机构签名密钥
tasks-key-next = 本机构的另一个人生成了新密钥，请核对后确认。
tasks-jobs = { $count } 个后台任务停止了重试
tasks-jobs-next = 请看明原因，处理后让它再试一次。
tasks-places = 您可以去
