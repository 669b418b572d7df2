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

# 体检
doctor-state-ok = [正常]
doctor-state-warn = [注意]
doctor-state-fail = [故障]
doctor-sum = 共检查 { $looks } 项：故障 { $fail } 项，需注意 { $warn } 项。
doctor-config = 配置已读取：角色 { $role }，算法 { $crypto }。
doctor-config-demo = 配置已读取：演示系统，角色 { $role }，算法 { $crypto }。
doctor-keys = 密钥文件 { $file } 完好，且只有本账号可读。
doctor-keys-profile = 密钥文件 { $file } 用的是 { $profile } 算法，配置写的是 { $crypto }
    .next = 请在配置里写 crypto = "{ $profile }"，或换上正确的密钥文件。
doctor-folder = 数据文件夹 { $folder } 可写，且只有本账号可进。
doctor-folder-missing = 还没有数据文件夹 { $folder }
    .next = 第一次启动时会自动建立；正式安装请先运行 kaogong init。
doctor-folder-locked = 数据文件夹 { $folder } 写不进去
    .next = 请用 chown 交给服务账号，并确认磁盘没有写满、不是只读。
doctor-folder-open = 本机其他账号可以进入数据文件夹 { $folder }
    .next = 请对它运行 chmod 700。
doctor-room = { $folder } 还有 { $gigabytes } GB 可用。
doctor-room-little = { $folder } 只剩 { $gigabytes } GB
    .next = 请尽快腾出空间或换大硬盘，旧备份可以移走。
doctor-room-none = { $folder } 快满了，只剩 { $gigabytes } GB
    .next = 请马上腾出空间，否则什么都保存不了。
doctor-clock = 时钟显示 { $time }（北京时间）。
doctor-clock-wrong = 时钟显示 { $time }（北京时间），明显不对
    .next = 请校准时间，并打开自动校时（timedatectl set-ntp true）。
doctor-clock-back = 时钟比最近一条记录的时间还早
    .next = 请先校准时间再启动服务，否则新记录会比旧记录还早。
doctor-clock-apart = 本机与数据库服务器的时间相差 { $seconds } 秒
    .next = 请让两台机器使用同一个校时服务器。
doctor-port-free = 地址 { $address } 可用。
doctor-port-served = 服务正在 { $address } 运行，状态正常。
doctor-port-encrypted = 地址 { $address } 已被占用，多半是正在运行的本服务
    .next = 如果服务本来就在运行，不用处理；否则用 ss -ltnp 查看是谁。
doctor-port-taken = 地址 { $address } 被别的程序占用
    .next = 用 ss -ltnp 查看是谁，停掉它或换一个端口。
doctor-port-refused = 本机不能使用地址 { $address }
    .next = 请确认它是本机地址；1024 以下的端口需要授权（见 docs/operating 的服务示例）。
doctor-tls = 证书还有 { $days } 天到期（{ $from } 至 { $until }）。
doctor-tls-soon = 证书再过 { $days } 天就到期（{ $from } 至 { $until }）
    .next = 请现在换新证书，再运行 systemctl reload kaogong。内部证书用 kaogong tls init 续。
doctor-tls-ended = 证书已于 { $until } 到期（{ $days } 天，自 { $from }）
    .next = 请立即换新证书，再运行 systemctl reload kaogong。内部证书用 kaogong tls init 续。
doctor-tls-early = 证书从 { $from } 起才有效（至 { $until }，{ $days } 天）
    .next = 请先检查本机时钟，再检查证书。
doctor-database = { $engine } 连接正常。
doctor-database-old = { $engine } 版本太旧
    .next = 请使用 PostgreSQL 15 或更新的版本。
doctor-database-new = 数据库是新的，第一次启动时建表（{ $engine }）。
doctor-schema = 数据表与本程序一致。
doctor-schema-behind = 数据表比本程序落后 { $steps } 步
    .next = 请先备份（kaogong backup），再启动服务，会自动升级。
doctor-jobs = 没有失败的后台任务，{ $waiting } 个在等待或进行中。
doctor-jobs-dead = 有 { $dead } 个后台任务多次失败，已搁置
    .next = 管理员可以在任务页面查看原因，处理后重新执行。
doctor-seal = 最新的封印核对无误。
doctor-seal-none = 还没有封印。
doctor-seal-broken = 最新的封印对不上：有记录被改动过
    .next = 请停止服务，保留这个数据库待查，运行 kaogong check-journal，再从完好的备份恢复。
doctor-backup = 最近一次备份在 { $hours } 小时前。
doctor-backup-demo = 演示系统不需要备份。
doctor-backup-none = 没有设置自动备份
    .next = 请在配置里填写 backup.folder（最好在另一块盘上），或定时运行 kaogong backup。
doctor-backup-missing = { $folder } 里还没有备份
    .next = 服务运行后会自动生成，也可以现在运行 kaogong backup。
doctor-backup-old = 最近一次备份已是 { $hours } 小时前
    .next = 请查看日志找原因，检查备份盘空间，再运行 kaogong backup。
doctor-calendar = 工作日历已知到 { $year } 年底。
doctor-calendar-missing = 还没有 { $year } 年的工作日历，只按周末算休息日
    .next = 国务院公布放假安排后（一般在 11 月），随下一个版本更新。
doctor-url = 公众网址是 { $url }。
doctor-url-local = 公众网址 { $url } 只能在本机打开
    .next = 请在发证之前填好 public_url，它会印在证书的二维码里。
doctor-url-plain = 公众网址 { $url } 没有加密
    .next = 请改用 https://，否则手机不能用摄像头和离线页面；没有公共证书可以用 kaogong tls init。
