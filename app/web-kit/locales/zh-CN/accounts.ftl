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

accounts-new-title = 新建账号
accounts-new-lead = 保存后打印一张激活码，当面交给本人。
accounts-create = 保存并打印激活码

accounts-slip-title = 账号激活码
accounts-slip-once = 这张纸条只显示这一次
accounts-slip-once-text = 请现在打印，当面核对身份证件后交给本人。离开本页后看不到了，只能重新生成。
accounts-slip-code = 一次性激活码
accounts-slip-how = 打开 { $address }，输入登录名和激活码，设置自己的密码。{ $time }前有效，用过一次就作废。请不要拍照转发。

accounts-node = 本系统
