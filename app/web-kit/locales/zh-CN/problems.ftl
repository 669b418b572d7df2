# 出了什么事（一句话），和接下来怎么办（.next）。键就是 kernel::Problem 的代码。

problem-not-found = 没有找到这个页面
    .next = 请检查网址是否完整，或者从首页重新进入。如果是别人发给您的链接，它可能已经失效，或者您没有权限查看。
problem-method = 这个网址不能这样打开
    .next = 请不要直接打开或刷新提交后的页面，从首页重新进入即可。您已经保存的内容不受影响。
problem-unauthenticated = 请先登录
    .next = 这一页只对登录的人开放。登录后会回到这里。
problem-fields = 填写的内容有误
    .next = 请返回上一页，按提示改正后再提交。您填写的内容都还在。
problem-form = 提交的内容无法识别
    .next = 请返回上一页刷新后重新提交。如果一直这样，请换一个浏览器再试。
problem-upload = 文件没有传完整
    .next = 可能是网络中断了。请返回上一页重新上传；已经导入的行不会重复。
problem-csrf = 页面放得太久，为了安全没有提交
    .next = 请返回上一页，刷新后再提交一次。
problem-origin = 这个请求不是从本站页面发出的，已被拦下
    .next = 请从本站首页进入，再做一次。
problem-host = 访问的网址不是本站地址
    .next = 请核对网址，从正式地址进入。
problem-conflict = 内容刚刚被别人改过
    .next = 请返回上一页刷新，看过最新内容后再提交。
problem-too-many = 尝试次数太多，请稍后再试
    .next = 这是为了防止有人批量猜测。过一会儿再试即可，不需要做别的。
problem-too-large = 上传的内容太大
    .next = 请把表格拆成几个文件分别上传，或者去掉表格里的图片和多余工作表。
problem-timeout = 这一步用的时间太长，没有做完
    .next = 请稍后再试一次。重复提交不会重复保存。
problem-unavailable = 这项服务暂时连不上
    .next = 请几分钟后再试。已经提交成功的内容不会丢失。
problem-internal = 系统出了故障，不是您的问题
    .next = 请稍后再试。如果一直这样，请把下面的“请求编号”告诉咨询电话，我们就能查到原因。

problem-request = 请求编号
problem-code = 问题代码
problem-help = 需要人帮忙时，把请求编号念给工作人员听即可。
problem-home = 回到首页

# 单个栏目

field-required = 这一栏要填写
field-choose = 请选一项
field-file-required = 请选择要上传的文件
field-too-long = 最多 { $count } 个字，请缩短
field-not-a-date = 日期写法不对，请写成 2026-11-24 这样，并确认这一天存在
field-not-a-number = 请填 { $least } 到 { $most } 之间的整数
problem-json-expected = 这里只收 JSON
    .next = 请把请求头 Content-Type 设为 application/json。
problem-json = 读不懂发来的 JSON
    .next = 请对照 /api/openapi.json 检查格式和字段。
