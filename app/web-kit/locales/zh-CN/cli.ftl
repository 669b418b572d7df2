# 命令行
cli-serving = 已启动：{ $address }（按 Ctrl-C 停止）
cli-demo-making = 正在生成虚构的示范省，共 { $people } 人……
cli-keys-made = 已生成密钥文件 { $file }。请另存一份到安全的地方：没有它，数据无法读取。
cli-journal-checked = 已检查 { $facts } 条事实、{ $seals } 个封印，发现 { $faults } 处问题。
cli-credential-valid = 有效：签名与内容一致，签发机构的密钥在签发时有效。
cli-credential-not-valid = 无效。加上 --json 可以看到原因。
cli-credential-unreadable = 无法读取：这不是一份证书凭证文件。
