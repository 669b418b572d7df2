# 成绩导入与批次：先说哪里不对，再说怎么办

## 状态

evaluation-import-waiting = 正在排队
evaluation-import-checking = 正在检查
evaluation-import-entering = 正在导入
evaluation-import-done = 已完成
evaluation-import-refused = 有错误，没有导入
evaluation-import-unreadable = 文件读不出来
evaluation-import-cancelled = 已停止
evaluation-run-draft = 待签发
evaluation-run-releasing = 正在签发
evaluation-run-halted = 签发暂停
evaluation-run-released = 已签发

## 列的名称

evaluation-field-row = 整行
evaluation-field-occupation = 职业
evaluation-field-variant = 工种/职业方向
evaluation-field-level = 等级
evaluation-field-exam-on = 考试日期
evaluation-field-document-kind = 证件类型
evaluation-field-number = 证件号码
evaluation-field-name = 姓名
evaluation-field-sex = 性别
evaluation-field-birth-on = 出生日期
evaluation-field-phone = 手机号码
evaluation-field-theory = 理论知识成绩
evaluation-field-skill = 操作技能成绩
evaluation-field-review = 综合评审成绩
evaluation-field-division = 所在地区
evaluation-field-education = 文化程度
evaluation-field-employer = 所在单位
evaluation-field-address = 通讯地址

## 操作

evaluation-import-step = 这次导入的状态不允许这样做
    .next = 开始导入以后不能再停止；请打开导入结果查看。
evaluation-two-persons = 导入成绩的人不能签发同一批次
    .next = 请由机构的另一位签发人签发。
evaluation-run-step = 批次的状态不允许这样做
    .next = 请刷新页面，看清批次现在的状态。
evaluation-nobody-passed = 这个批次没有可以发证的成绩
    .next = 请核对成绩；没有人合格的批次不用签发。
evaluation-withdrawn = 这条成绩已经撤下或者已经发证
    .next = 请刷新页面；已发证的请改在证书上办理。
evaluation-reason = 请写明撤下的原因
evaluation-file-empty = 文件是空的，请重新选择

## 整个文件

evaluation-columns-missing = 表头缺少这些列：{ $columns }。请下载模板对照，补上后再上传。
evaluation-column-twice = 表头里“{ $name }”出现了两次，无法判断以哪一列为准。请删掉一列再上传。
evaluation-no-rows = 表头下面没有数据。请填好后再上传。
evaluation-too-many-findings = 错误超过 { $limit } 处，已停止检查。多半是列放错了，请对照模板检查整张表再上传。
evaluation-unknown-finding = 这里有问题，但本版本没有它的说明。请联系系统管理员。

## 每一行

evaluation-division-future = 行政区划代码 { $division } 从 { $year } 年才启用。请填考试时有效的代码，或者留空。
evaluation-division-retired = 行政区划代码 { $division } 已在 { $year } 年停用。请改用现在的代码，或者留空。
evaluation-division-unknown = 没有 { $division } 这个行政区划代码。请核对，或者留空。
evaluation-exam-day-missing = 缺少考试日期。请填写实际考试那一天。
evaluation-exam-in-future = 考试日期在今天之后。请核对日期。
evaluation-exam-too-early = 考试日期早于现行职业分类，不能在这里导入。请核对日期。
evaluation-level-not-evaluated = 这个等级不通过考核认定（学徒工、特级技师、首席技师）。请核对等级。
evaluation-occupation-ambiguous = 有几个职业都叫这个名称：{ $codes }。请改填编码。
evaluation-occupation-differs = 编码和名称不是同一个职业：{ $codes } 是“{ $name }”。请改成一致。
evaluation-occupation-future = 这个职业从 { $from } 起才有，考试那天还没有。请核对职业和日期。
evaluation-occupation-missing = 缺少职业。请填写职业名称或编码，例如 6-18-01-01。
evaluation-occupation-not-evaluated = { $codes } 不实行技能等级认定（只有第三至六大类的职业实行）。请核对职业。
evaluation-occupation-retired = 考试那天这个职业已经取消（{ $until } 起）。由这些职业代替：{ $codes }。请核对。
evaluation-occupation-unknown = 分类大典里没有这个职业。请核对名称，或者改填编码，例如 6-18-01-01。
evaluation-other-name = 这个证件号码已登记在另一个姓名下。请对照证件核对姓名和号码；如果本人改过名，请先到主管部门更正。
evaluation-phone = 手机号码应为 7 到 15 位数字，境外号码前面加“+”。请核对，或者留空。
evaluation-result-differs = 这个人同一天同一职业等级的成绩已经导入过，而且不一样。要更正，请先在批次里撤下原来的成绩。
evaluation-score-decimals = 成绩最多两位小数。请改正。
evaluation-score-missing = 缺少这一科的成绩。没有参加请写“缺考”，免考请写“免考”。
evaluation-score-not-needed = 这个等级不考这一科。请留空，或者核对等级。
evaluation-score-range = 成绩应在 0 到 { $most } 之间。请核对。
evaluation-score-unreadable = 看不懂这个成绩。请填数字，或者写“缺考”“违纪”“免考”。
evaluation-text-too-long = 这一格超过 { $most } 个字。请检查是不是填错了内容。
evaluation-twice = 同一个人的同一项成绩还出现在第 { $row } 行。请留下对的一行，删掉另一行。
evaluation-twice-other-name = 第 { $row } 行用了同一个证件号码，姓名却不同。请对照证件改正。

## 单元格

cell-digits-lost = 这一格是数字格式，后面的位数已经丢失（现在是 { $shown }）。请把这一列设成“文本”，对照原件重新填写。
cell-error-value = 这一格的公式出错（{ $shown }）。请直接填写内容。
cell-not-calculated = 这一格是公式，文件里没有它的结果。请用表格软件打开并保存一次，或者直接填写内容。
cell-not-a-date = “{ $shown }”不是日期。请写成 2026-11-24 这样。
cell-not-a-number = “{ $shown }”不是数字。请改正。

## 打不开的文件

sheet-io = 暂时读不了这个文件。请稍后再试。
sheet-empty = 文件是空的。请重新选择。
sheet-too-large = 文件太大。请分成几个文件上传。
sheet-unpacks-too-large = 文件解开后大得不正常，为安全起见没有读取。请在表格软件里把数据复制到新文件再上传。
sheet-too-complex = 文件的结构太复杂（{ $what } 超过 { $limit }）。请把数据复制到新文件再上传。
sheet-too-many-rows = 超过 { $limit } 行。请分成几个文件上传。
sheet-too-many-columns = 第 { $row } 行超过 { $limit } 列。请删掉多余的列。
sheet-cell-too-long = 第 { $row } 行有一格内容太长。请检查是不是粘贴错了。
sheet-not-a-spreadsheet = 这不是表格文件，看起来是{ $found ->
    [pdf] PDF
    [image] 图片
    [archive] 压缩包
    [word] 文字文档
    [presentation] 演示文稿
    [ofd] OFD 版式文件
   *[binary] 其他文件
}。请上传 .xlsx、.xls 或 .csv。
sheet-encrypted = 文件设了密码。请去掉密码，另存后再上传。
sheet-et-format = 这是 WPS 的 .et 文件。请在 WPS 里“另存为” .xlsx，再上传。
sheet-html-format = 这其实是网页，只是名字像表格。请用表格软件打开，“另存为” .xlsx，再上传。
sheet-xml-format = 这是 XML 格式的表格。请“另存为” .xlsx，再上传。
sheet-ods-format = 这是 .ods 表格。请“另存为” .xlsx，再上传。
sheet-xlsb-format = 这是 .xlsb 表格。请“另存为” .xlsx，再上传。
sheet-old-xls-format = 这是很旧的 Excel 格式。请“另存为” .xlsx，再上传。
sheet-unknown-encoding = 第 { $line } 行的文字编码认不出来。请把文件存成 UTF-8 编码，或者改用 .xlsx。
sheet-unclosed-quote = 第 { $row } 行的引号没有成对。请补上，或者改用 .xlsx。
sheet-broken = 文件损坏或者不完整。请用表格软件打开并另存后再上传。
sheet-no-header = 找不到表头。请用模板，表头要有“姓名”“证件号码”等列名。
sheet-no-such-sheet = 没有名为“{ $name }”的工作表。请核对。
sheet-write-too-wide = 数据超过 { $columns } 列，不能写出。请联系系统管理员。
