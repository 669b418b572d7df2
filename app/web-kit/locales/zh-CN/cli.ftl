# 命令行
cli-serving = 已启动：{ $address }（按 Ctrl-C 停止）
cli-demo-making = 正在生成虚构的示范省，共 { $people } 人……
cli-keys-made = 已生成密钥文件 { $file }。请另存一份到安全的地方：没有它，数据无法读取。
cli-journal-checked = 已检查 { $facts } 条事实、{ $seals } 个封印，发现 { $faults } 处问题。
cli-credential-valid = 有效：签名与内容一致，签发机构的密钥在签发时有效。
cli-credential-not-valid = 无效。加上 --json 可以看到原因。
cli-credential-unreadable = 无法读取：这不是一份证书凭证文件。

# 配置
config-syntax = { $place }：这一行不是正确的 TOML：{ $message }
    .next = 请改正这一行，写法可以对照 kaogong.example.toml。
config-unknown-key = { $place }：没有 { $key } 这一项
    .next = 您是不是要写 { $nearest }？所有配置项都在 kaogong.example.toml 里。
config-type = { $place }：{ $key } 的值类型不对
    .next = 请这样写：{ $sample }
config-word = { $place }：{ $key } 不能是“{ $value }”
    .next = 请从这些里选一个：{ $words }
config-range = { $place }：{ $key } 超出范围
    .next = 请写 { $least } 到 { $most } 之间的整数。
config-address = { $place }：{ $key } 不是网络地址
    .next = 监听地址写成 127.0.0.1:8080，代理写成 10.0.0.5。
config-url = { $place }：{ $key } 不是网站地址
    .next = 只写协议和域名，后面不带内容，例如 https://skills.example.cn
config-host = { $place }：{ $key } 里有不是域名的内容
    .next = 只写域名，不带 https:// 和端口。
config-database = { $place }：{ $key } 不是 PostgreSQL 数据库地址
    .next = 地址以 postgres:// 开头；用内置数据库就留空。
config-token = { $place }：{ $key } 太短，容易被猜到
    .next = 请用 { $count } 个以上的字符，例如：openssl rand -hex 24
config-both = { $place }：{ $key } 和 { $other } 同时写了
    .next = 请只保留一个。
config-pair = { $place }：写了 { $key }，没有写 { $other }
    .next = 两项要么都写，要么都不写；kaogong tls init 可以生成。
config-file = { $place }：{ $key } 指的文件 { $file } 读不到
    .next = 请检查路径，并确认服务账号有读取权限。
config-secret-open = { $file } 里的密码对其他用户可读
    .next = 请运行 chmod 600，只让服务账号读取。
config-plain-http = { $place }：{ $address } 将不加密对外服务
    .next = 请填写 tls.cert 和 tls.key，或把前面的代理写进 trusted_proxies，或只监听 127.0.0.1。
config-tls-url = 配置了证书，但 public_url 是 { $url }
    .next = 请把 public_url 改成以 https:// 开头。

# 运行
problem-workers-silent = 这台服务器的后台任务没有响应
    .next = 请重启服务并查看日志，数据不会丢失。
tls-unreadable = { $file } 不能用作证书或密钥
    .next = 应是服务账号可读的 PEM 文件；kaogong tls init 可以生成。
tls-mismatch = 密钥与 { $file } 里的证书不配套
    .next = 请使用申请这张证书时的密钥。

# 备份
cli-backup-made = 已备份到 { $folder }：{ $tables } 张表，{ $rows } 行，{ $megabytes } MB。备份里没有密钥文件，请另外保存。
cli-backup-whole = { $made } 的备份完好：{ $rows } 行，{ $facts } 条事实。
cli-restored = 已恢复 { $rows } 行；{ $facts } 条事实、{ $seals } 个封印全部核对无误。现在可以启动服务。
backup-where = 没有指定备份文件夹
    .next = 请加上 --to 文件夹，或在配置里填写 backup.folder。
backup-not-written = 备份 { $folder } 写不进去
    .next = 请检查文件夹是否存在、空间是否够、是否属于服务账号。数据没有改动。
backup-unreadable = { $folder } 不是一份备份
    .next = 请指定一份备份的文件夹，例如 kaogong-20261124-020000。
backup-damaged = 备份已损坏：{ $file } 与写入时不一致
    .next = 请换一份备份。如果是复制来的，请重新复制，再运行 kaogong backup verify。
backup-newer = 这份备份由更新的程序（{ $program }）生成
    .next = 请安装同版本或更新的程序再恢复。
backup-other-keys = 这里的密钥文件读不了这份备份（密钥：{ $key }）
    .next = 请先把原系统的密钥文件放进数据文件夹。
restore-not-empty = 这里已经有一套数据：{ $place }
    .next = 只能恢复到空的数据文件夹或数据库，程序从不覆盖已有数据。
restore-differs = 恢复的内容与备份说明不一致：{ $what }
    .next = 没有留下任何数据。请换一份备份，并告知开发者。

# 证书（HTTPS）
cli-tls-made = 已为 { $names } 生成证书，有效期至 { $until }。请把下面几行写进配置：
    {"[tls]"}
    cert = "{ $cert }"
    key = "{ $key }"
cli-tls-trust = 每台设备需要信任一次这个内部证书机构：把 { $authority } 拷到设备上（U 盘即可），打开后选“受信任的根证书颁发机构”，并核对 SHA-256 指纹：
    { $fingerprint }
    请把 ca-key.pem 锁好：拿到它的人可以对这些设备冒充任何网站。
cli-tls-renewed = 证书机构没有变，设备无需操作。请让服务读取新证书：systemctl reload kaogong
tls-not-written = 证书写不进 { $folder }
    .next = 请检查文件夹是否存在、空间是否够、是否属于您。

# 导入成绩
cli-no-such-body = 没有这家机构：{ $body }
    .next = 请填机构标识或者 18 位统一社会信用代码。
cli-file-unwritable = 写不了文件 { $file }
    .next = 请检查路径和权限。
cli-import-counts = 共 { $rows } 行，导入 { $entered } 行（合格 { $passed } 人），已有 { $known } 行，有错误 { $bad } 行
cli-import-mistake = { $count } 处：{ $text }
