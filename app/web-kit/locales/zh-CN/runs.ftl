# 考核批次

runs-title = 考核批次
runs-lead = 同一职业、等级和考试日的成绩归在一个批次。核对后由没有参与导入的人签发。
runs-caption = 本机构的批次
runs-empty = 还没有批次。导入成绩后，这里会自动出现批次。
runs-run = 批次
runs-run-name = { $occupation } { $level }
runs-exam-on = 考试日期
runs-exam = { $date }考试
runs-state = 状态
runs-candidates = 考生
runs-passed-count = 合格
runs-issued = 已发证书
runs-rule = 合格规则
runs-prepared = 导入成绩的人
runs-prepared-you = 您导入过其中的成绩
runs-prepared-other = 本机构其他工作人员
runs-full-stop = 。

runs-releasing = 正在签发：{ $done } 张，共 { $count } 张
runs-releasing-text = 编号按表格顺序连续。可以离开本页，稍后再来看。
runs-halted = 签发暂停：{ $count } 张里已发 { $done } 张
runs-halted-text = 解决以后可以再次签发，已发的不受影响。
runs-released = 已签发 { $count } 张证书
runs-released-text = { $time } 全部发完。持证人可以在自己的档案里看到。

runs-release = 签发 { $count } 张证书
runs-release-text = 请先核对下面的成绩。签发后 { $count } 名合格的人得到证书，编号按表格顺序连续；证书不能收回，只能逐张作废。
runs-certificates = 看这个批次的证书

runs-nobody = 这个批次里没有考生。
runs-candidates-caption = 考生和成绩
runs-candidates-note = 姓名和号码只显示一部分；您的查看已经记录。
runs-candidate = 考生
runs-result = 结果
runs-why = 依据
runs-action = 操作
runs-row = 第 { $count } 行
runs-erased = （个人信息已删除）
runs-passed = 合格
runs-failed = 不合格
runs-withdrawn = 已撤下
runs-certified = 已发证
runs-certificate = 看证书
runs-part-marks = { $part } { $found } 分（合格线 { $needed } 分）
runs-part-absent = { $part }：缺考
runs-part-misconduct = { $part }：违纪，成绩无效
runs-part-exempt = { $part }：免考
runs-part-missing = { $part }：没有成绩
runs-rule-of = 按规则 { $rule }

runs-withdraw = 撤下
runs-withdraw-title = 撤下这条成绩
runs-reason = 撤下的原因
runs-reason-hint = 会记入历史。不要写姓名和证件号码。撤下后不能恢复；成绩有误的，改好后可以重新导入。
runs-withdraw-button = 撤下
run-shown = 核对考核批次
