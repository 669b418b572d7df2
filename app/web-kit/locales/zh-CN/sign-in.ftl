# 登录

sign-in-title = 登录
sign-in-login = 登录名
sign-in-login-hint = 手机号，或单位发给您的账号名
sign-in-password = 密码
sign-in-button = 登录
sign-in-wrong = 登录名或密码不对。请再试一次，注意大小写。
sign-in-locked = 错的次数太多，账号已锁定到 { $time }。不是您本人操作的话，请告诉本单位的安全管理员。
sign-in-help = 登录遇到困难
sign-in-first = 第一次登录，或者忘了密码？
sign-in-first-text = 请凭身份证件到本单位管理员或就近的服务窗口，领取一张印有一次性激活码的纸条。
sign-in-first-link = 我有激活码
sign-in-assisted = 不会用手机？
sign-in-assisted-text = 村、社区的协理员可以代您办理。代办时系统会记下协理员的姓名。
sign-in-demo = 演示账号
sign-in-demo-text = 这些账号只在演示数据里有，点一下就登录。
sign-in-demo-button = 以{ $name }的身份登录

code-title = 输入验证码
code-lead = 您的岗位要求两步登录。请打开验证器，输入现在显示的 6 位数字。
code-field = 6 位验证码
code-hint = 每 30 秒换一次
code-wrong = 验证码不对或已经过时，请输入现在显示的数字
code-help = 手机丢了或换了？请找本单位的安全管理员，凭身份证件重新领取激活码。
