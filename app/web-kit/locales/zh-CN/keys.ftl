# 签名密钥

keys-title = 签名密钥
keys-empty = 本机构还没有签名密钥，所以还不能签发证书。
keys-state-proposed = 等待第二个人确认
keys-state-active = 正在使用
keys-state-retired = 已停用
keys-state-compromised = 已泄露，作废
keys-state-refused = 被拒绝，没有用过
keys-at-proposed = 生成于
keys-at-active = 启用于
keys-at-retired = 停用于
keys-at-compromised = 报告泄露于
keys-at-refused = 拒绝于
keys-decide-text = 请与生成它的同事核对上面这串字符，两边屏幕上完全一样再确认。
keys-confirm = 一致，确认启用
keys-refuse = 不一致，拒绝
keys-propose = 生成新密钥
keys-propose-not = 现在不能生成新密钥：
keys-retire = 停用
keys-compromise = 报告泄露
keys-how = 两个人，三步
keys-how-1 = 一个人按“生成新密钥”。这时它还不能签名。
keys-how-2 = 另一个人打开本页，与他当面或打电话核对屏幕上的字符。
keys-how-3 = 完全一样就确认。新密钥马上启用，原来的自动停用；以前签发的证书照样有效。
keys-end = 什么时候停用
keys-end-retire = 停用：换人、换岗，或者暂时不再发证。以前签发的证书照样有效。
keys-end-compromise = 报告泄露：怀疑别人拿到了密钥。它签过的证书脱机查验时都会显示不可信，需要换发。

keys-for-good = 这一步不能撤回
keys-retire-title = 停用这个密钥
keys-retire-text = 停用后不能再签发证书，直到两个人启用新的密钥。以前签发的证书照样有效。
keys-retire-button = 停用
keys-compromise-title = 报告这个密钥已泄露
keys-compromise-text = 它马上停止签名。它签过的所有证书脱机查验时都会显示不可信。只有确实怀疑别人拿到密钥时才这样做。
keys-compromise-button = 确认已泄露
