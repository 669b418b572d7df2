# 账号与岗位

accounts-title = 账号与岗位
accounts-caption = 账号
accounts-q = 姓名或登录名
accounts-none = 没有找到账号。
accounts-name = 姓名
accounts-name-hint = 真实姓名，会出现在办理记录里
accounts-login = 登录名
accounts-login-hint = 小写字母和数字，或者手机号
accounts-login-taken = 这个登录名已经有人用了，请换一个
accounts-posts = 岗位
accounts-posts-none = 还没有岗位
accounts-posts-empty = 还没有岗位，登录后什么也做不了。请在下面增加岗位。
accounts-state = 状态
accounts-last = 最近登录
accounts-last-never = 还没有登录过
accounts-role = 岗位
accounts-role-hint = 经办、复核、审批不能由同一个人办同一件事
accounts-office = 单位
accounts-territory = 辖区
accounts-action = 操作
accounts-post-end = 撤去岗位
accounts-post-add = 增加岗位
accounts-post-add-button = 增加
accounts-help = 登不上时
accounts-slip-text = 忘了密码、换了手机，可以当面核对身份证件后打印一张新的激活码。旧密码和验证器随即失效。
accounts-slip-button = 打印激活码
accounts-close-text = 人员离岗时停用账号。办过的事仍然查得到是谁办的。
accounts-close-button = 停用账号
accounts-close-title = 确定停用这个账号？
accounts-close-effect = 停用后
accounts-close-effect-staff = 这个账号不能再登录：所有设备都会退出，岗位到今天为止，接口密钥也会失效。停用后不能恢复，本人回来要另开账号。用它办过的事仍然留有记录。
accounts-close-effect-person = 这个账号不能再登录，所有设备都会退出。停用后不能恢复。本人的档案和证书不受影响。

accounts-new-title = 新建账号
accounts-new-lead = 保存后打印一张激活码，当面交给本人。
accounts-create = 保存并打印激活码

accounts-slip-title = 账号激活码
accounts-slip-once = 这张纸条只显示这一次
accounts-slip-once-text = 请现在打印，当面核对身份证件后交给本人。离开本页后看不到了，只能重新生成。
accounts-slip-code = 一次性激活码

accounts-node = 本系统

accounts-new-lead-plain = 保存后打印一张激活码，当面交给本人。岗位由安全管理员授予，本人激活后请告诉安全管理员。
accounts-slip-use = 怎么用
accounts-slip-use-1 = 用手机或电脑打开：{ $address }
accounts-slip-use-2 = 填上面的登录名和激活码，再设一个自己记得住的密码。
accounts-slip-use-3 = { $time }前有效，用过一次就作废。不要拍照，不要告诉别人，工作人员也不会再向您要。
accounts-slip-use-4 = 丢了这张纸，请带身份证件到窗口重新打印。

window-title = 个人账号
window-lead = { $name } 的个人账号：本人登录后可以看自己的档案和证书。
window-check = 先核对证件
window-check-text = 请看本人的身份证件原件，姓名、号码和照片都对得上再办。这次查看已经记录，本人可以看到。
window-born = 出生日期
window-none = 还没有账号
window-none-text = 开通后打印一张激活码，当面交给本人，由本人设置密码。
window-login = 登录名
window-login-hint = 建议用本人的手机号，好记。也可以用小写字母和数字
window-open = 开通账号并打印激活码
window-has = 账号
window-code = 重新打印激活码
window-code-text = 忘了密码、丢了激活码、换了手机，核对证件后重新打印。原来的密码马上失效，已登录的设备都会退出。
window-code-button = 打印新的激活码
window-close = 停用账号
window-close-text = 本人不想再用，或者手机被盗时停用。档案和证书不受影响。
window-close-button = 停用账号
window-closed = 这个账号已经停用，不能再登录。
person-account = 开通或恢复个人账号
