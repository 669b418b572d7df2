# 查证书

check-title = 查证书
check-lead = 输入证书编号，再输入一项能证明您见过这张证书的信息。
check-number = 证书编号
check-number-hint = 22 位，在证书右侧栏目的最下面，例如 S000077010012226000123
check-fact = 持证人姓名，或证件号码后 6 位
check-fact-hint = 两样填一样就行
check-fact-why = 证书编号是连着排的，猜得出来。多问一项，别人就不能靠猜编号打听持证人。
check-button = 查询
check-offline = 没有网络时怎么查
check-offline-text = 有证书的电子文件，就能不联网核对签名。
check-offline-link = 打开离线验证页
check-elsewhere = 证书是别的省发的？
check-elsewhere-text = 全国的证书可以在技能人才评价证书全国联网查询网站上查。
check-elsewhere-link = 打开全国联网查询

check-valid = 这张证书有效
check-valid-text = 签名核对无误，签发机构在发证当天有这项评价资格，证书没有被暂停或撤销。
check-suspended = 这张证书暂停使用
check-suspended-text = 签发机构在 { $date } 暂停了它，正在核实。暂停期间不能作为凭证，结果出来后这里会更新。
check-revoked = 这张证书已被撤销
check-revoked-text = 它在 { $date } 被撤销，从那天起不再有效。请不要凭它录用、发放补贴或评定等级。
check-none = 没有相符的证书
check-none-text = 编号和您填的那一项要同时对得上，才会显示结果。出于保护持证人的考虑，我们不说明是哪一项不符。
check-none-try = 可以这样做
check-none-1 = 对照证书再看一遍编号：数字 0 和字母 O、数字 1 和字母 I 容易看错。
check-none-2 = 姓名要和证书上一个字不差；少数民族姓名中间的“·”不要漏掉。
check-none-3 = 证书如果是别的省发的，请到全国联网查询网站上查。
check-none-4 = 还是查不到，请打电话问签发机构，不要只凭复印件判断。

check-holder = 持证人
check-occupation = 职业
check-variant = 工种或方向
check-level = 技能等级
check-body = 签发机构
check-issued = 发证日期
check-reason = 原因：
check-at = 查询时间
check-signature = 签名
check-signature-good = 核对无误，内容与签发时一致
check-signature-bad = 核对不符，请联系签发机构
check-again = 再查一张
check-once-more = 改好了，再查一次
check-print-note = 打印件只说明查询那一刻的情况，以当时再次查询的结果为准。

check-number-shape = 证书编号由字母和数字组成，没有汉字和其他符号，请对照证书再看一遍

# 演示里试一试（/demo）

trial-title = 用演示证书试一试
trial-lead = 下面的人和证书都是虚构的，专门给您试用：按编号查、像扫码一样打开，或者下载文件离线验证。
trial-caption = 演示证书
trial-end = 证件号码后 6 位
trial-state = 状态
trial-ways = 试用
trial-scan = 像扫码一样打开
trial-file = 下载电子文件
trial-none = 演示数据里还没有证书。
trial-check = 按编号查
trial-home = 没有证书在手边？用演示证书试一试
