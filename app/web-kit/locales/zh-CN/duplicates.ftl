# 疑似重复的档案

duplicates-title = 疑似重复的档案
duplicates-lead = 系统按规则找出可能是同一个人的两份档案。合并要两个人办理：一人提出，另一人复核。两份档案都会保留。
duplicates-tabs = 按办理情况看
duplicates-tab-suspected = 待提出意见
duplicates-tab-proposed = 待复核
duplicates-tab-merged = 已合并
duplicates-tab-apart = 不是同一人
duplicates-none-suspected = 没有待提出意见的档案。系统找到新的会列在这里。
duplicates-none-proposed = 没有待复核的意见。
duplicates-none-merged = 还没有合并的档案。
duplicates-none-apart = 还没有认定为两个人或者解除合并的档案。
duplicates-caption-suspected = 待提出意见的档案
duplicates-caption-proposed = 待复核的意见
duplicates-caption-merged = 已合并的档案
duplicates-caption-apart = 认定为两个人或者已解除合并的档案
duplicates-names = 姓名
duplicates-documents = 两份档案的证件
duplicates-signs = 依据
duplicates-state = 办理情况
duplicates-since = 日期

duplicate-title = 两份档案是不是同一个人
duplicate-recorded = 两份档案的查看都会记录，事由是核对疑似重复。
duplicate-compared = 两份档案对照
duplicate-line = 项目
duplicate-first = 档案一
duplicate-second = 档案二
duplicate-agrees = 是否一致
duplicate-same = 一致
duplicate-differs = 不一致
duplicate-sex = 性别
duplicate-sex-male = 男
duplicate-sex-female = 女
duplicate-open-first = 打开档案一
duplicate-open-second = 打开档案二
duplicate-signs = 为什么列在这里

duplicate-suspected = 待提出意见
duplicate-suspected-text = 系统按规则找到，还没有人提出意见。
duplicate-proposed = 待复核
duplicate-proposed-same-first = 有人提出：是同一个人，保留档案一。等另一人复核。
duplicate-proposed-same-second = 有人提出：是同一个人，保留档案二。等另一人复核。
duplicate-proposed-distinct = 有人提出：不是同一个人。等另一人复核。
duplicate-merged = 已合并
duplicate-merged-first = 用任何一个证件都会找到档案一，本人看到一份档案。档案二仍然保留。
duplicate-merged-second = 用任何一个证件都会找到档案二，本人看到一份档案。档案一仍然保留。
duplicate-parting-proposed = 待复核解除
duplicate-parting-proposed-text = 有人提出解除合并。复核之前，两份档案仍作为一份。
duplicate-distinct = 不是同一人
duplicate-distinct-text = 已认定是两个人。两份档案的情况有变化时，系统才会再次列出。
duplicate-parted = 已解除合并
duplicate-parted-text = 两份档案又各自分开。合并期间的记录列在下面，请归到其中一人。

duplicate-waits = 请等一等
duplicate-waits-handler = 由经办或者审批岗位先提出意见，您再复核。
duplicate-waits-other = 自己提出的意见要由另一个人复核；只有经办岗位的，也请复核或者审批岗位的同事办理。

duplicate-propose = 提出意见
duplicate-propose-text = 请核对证件原件或者向本人核实。您的意见由另一个人复核后才生效。
duplicate-verdict = 意见
duplicate-verdict-first = 是同一个人，保留档案一
duplicate-verdict-first-text = 以后都找到档案一，档案二成为指向它的链接。
duplicate-verdict-second = 是同一个人，保留档案二
duplicate-verdict-second-text = 以后都找到档案二，档案一成为指向它的链接。
duplicate-verdict-distinct = 不是同一个人
duplicate-verdict-distinct-text = 情况没有变化就不再列出。
duplicate-reason = 理由
duplicate-reason-hint = 写明核对了什么，例如：本人持两个证件原件到窗口核对。
duplicate-propose-button = 提交意见

duplicate-decide = 复核意见
duplicate-decide-text = 请对照两份档案和对方写的理由，再决定。
duplicate-decision = 复核结果
duplicate-decision-confirm = 同意
duplicate-decision-confirm-text = 立即生效，记入两份档案。
duplicate-decision-back = 退回
duplicate-decision-back-text = 恢复到提出意见之前，可以重新提出。
duplicate-decide-hint = 退回时必须写明理由。
duplicate-decide-button = 提交复核结果

duplicate-part = 解除合并
duplicate-part-text = 发现合并错了，可以提出解除。复核后两份档案分开，合并期间的记录要归到其中一人。
duplicate-part-button = 提出解除合并

duplicate-facts = 合并期间的记录
duplicate-facts-text = 这些记录是在两份档案合并时记下的，先留在当时保留的档案里。请核实属于谁。记录本身不会改动，归属可以再改，每次都会留痕。
duplicate-facts-caption = 合并期间记下的
duplicate-fact = 记录
duplicate-fact-at = 时间
duplicate-fact-under = 现在归属
duplicate-fact-open = （尚未核定）
duplicate-facts-pick = 选择记录
duplicate-facts-hint = 同一张证书的几条记录会一起归属。
duplicate-facts-to = 归到
duplicate-assign-button = 确定归属

duplicate-acts = 办理经过
duplicate-said-propose-same = 提出：是同一个人
duplicate-said-propose-distinct = 提出：不是同一个人
duplicate-said-propose-parting = 提出：解除合并
duplicate-said-confirm = 复核同意
duplicate-said-send-back = 复核退回

duplicate-sample-passport = 护照
duplicate-sample-card = 外国人永久居留身份证
duplicate-sample-reason = 本人持两个证件原件到窗口核对。

people-purpose-duplicate = 核对疑似重复的档案

tasks-duplicates = 疑似重复的档案：{ $count } 对
tasks-duplicates-next = 对照两份档案，提出是不是同一个人的意见。
tasks-duplicates-proposed = 重复档案的意见待复核：{ $count } 对
tasks-duplicates-proposed-next = 复核别人提出的意见。

duplicates-cli-begun = 已登记全员查重，正在运行的程序会在后台完成；结果见“疑似重复”页面。
