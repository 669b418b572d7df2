# 证书

certificate-title = { $occupation } { $level }
certificate-since = 自 { $date }起
certificate-face = 证书票面
certificate-photo = 持证人照片
certificate-no-photo = 照片
certificate-use = 使用这张证书
certificate-pdf = 下载 PDF
certificate-picture = 存成图片
certificate-use-text = 在微信里长按图片就能保存或转发。打印请用 A4 纸。对方扫二维码就能查真伪，不需要您再证明。
certificate-file = 给懂技术的人：签名文件
certificate-file-text = 这是带数字签名的原始文件，符合可验证凭证 2.0 标准，不联网也能验证。
certificate-file-link = 下载签名文件（JSON）
certificate-wrong = 证书上有错？
certificate-wrong-text = 请联系签发机构换发。换发后这张会被撤销，编号不变。
certificate-qr = 查验二维码
certificate-shown = 查看证书
