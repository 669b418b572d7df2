# 证件、姓名、代码与编号的检查结果：先说哪里不对，再说怎么办。

## 职业技能等级

level-empty = 没有填写技能等级。请填写，例如：三级/高级工。
level-unknown = 看不出是哪个技能等级。请按“三级/高级工”的写法填写；可用等级：学徒工、五级/初级工、四级/中级工、三级/高级工、二级/技师、一级/高级技师、特级技师、首席技师。
level-ambiguous = 只写“初级”“中级”“高级”不能确定等级（也可能是1+X证书或职称）。请写“五级/初级工”“四级/中级工”或“三级/高级工”。
level-contradictory = 同一格里写了两个不同的等级。请核对后只保留一个，例如：三级/高级工。

## 职业编码

occupation-code-malformed = 职业编码格式不对。请按“6-18-01-01”的格式填写，共7位数字，用短横线分成四段。

## 工作日历

calendar-year-unknown = { $year }年的放假安排尚未载入，只按周六、周日休息推算，日期可能变动。放假通知公布后请更新工作日历再核对。

## 基础数据载入

world-header = { $source }第{ $line }行：表头与规定的列不一致。请使用规定的列名和顺序。
world-columns = { $source }第{ $line }行：列数不对，或含有引号。请补齐各列并去掉引号。
world-value = { $source }第{ $line }行：有一个值不符合该列的要求。请对照说明文件改正。
world-duplicate = { $source }第{ $line }行：代码或日期重复，或同一代码的有效期重叠。请只保留一条，或改正年份。
world-missing = { $source }第{ $line }行：所修改或替代的代码当时不存在，或该年份不在年份表中。请核对代码和日期。
world-release = { $source }第{ $line }行：发布批次与数据文件不对应，或次序不对。请按发布日期先后列出，每个批次对应一个文件。
world-demo-refused = { $source }第{ $line }行：770000“示范省”是虚构数据，只能用于演示和测试，这里不能载入。请移除该文件。

## 证件类型与性别

document-kind-unknown = 不认识这种证件类型。请填写：居民身份证、港澳台居民居住证、外国人永久居留身份证、港澳居民来往内地通行证、台湾居民来往大陆通行证、护照、军官证，或香港、澳门、台湾身份证件。
sex-unknown = 性别只能填“男”或“女”。请改正。

## 证件号码

document-empty = 没有填写证件号码。请对照证件填写。
document-digits-lost = 号码被表格软件当作数字处理，最后几位已经丢失。请把该列设为“文本”格式，再对照证件重新填写。
document-wrong-length = 号码有{ $found }位，应为{ $expected }位。请对照证件检查是否漏填或多填。
document-bad-character = 号码第{ $position }位不是这里该有的字符。请对照证件改正（只有居民身份证一类号码的末位可以是X）。
document-wrong-form = { $kind ->
    [officer_card] 不像军官证号码。请填写完整编号，例如：军字第1234567号。
    [hong_kong_macao_travel_permit] 不像港澳居民来往内地通行证号码：应为字母H或M加8位或10位数字。请对照证件改正，或核对证件类型。
    [taiwan_travel_permit] 不像台湾居民来往大陆通行证号码：应为8位数字（旧版为10位数字加一个字母）。请对照证件改正，或核对证件类型。
    [passport] 不像护照号码：应为5至15位字母和数字。请对照护照改正，或核对证件类型。
    [hong_kong_identity_document] 不像香港身份证号码：应为一至两个字母、6位数字，再加括号里的一位。请对照证件改正。
    [macao_identity_document] 不像澳门身份证号码：应为8位数字。请对照证件改正。
    [taiwan_identity_document] 不像台湾身份证号码：应为一个字母加9位数字。请对照证件改正。
   *[other] 号码的格式与证件类型不符。请对照证件改正，或核对证件类型。
}
document-wrong-check-character = 号码的校验位不对，一定有某一位填错或两位颠倒。请对照证件逐位核对。
document-impossible-birth-date = 号码中的出生日期不存在。请对照证件核对第7至14位（15位旧号码为第7至12位）。
document-born-in-future = 号码中的出生日期晚于今天。请对照证件核对第7至14位。
document-too-old = 按号码推算，持证人已超过{ $years }岁。请对照证件核对出生年份。
document-division-never-existed = 号码前六位{ $division }从来不是行政区划代码。请对照证件核对前六位。
document-division-in-future = 号码前六位{ $division }到{ $year }年才启用，现在还不能使用。请对照证件核对前六位。
document-no-such-province = 号码第2、3位{ $province }不是省级行政区划。请对照证件核对。
document-other-kind = { $kind ->
    [citizen_card] 这是居民身份证的号码。请把证件类型改为“居民身份证”，或对照证件核对号码。
    [residence_permit] 这是港澳台居民居住证的号码。请把证件类型改为“港澳台居民居住证”，或对照证件核对号码。
    [foreigner_permanent_residence] 这是外国人永久居留身份证的号码。请把证件类型改为“外国人永久居留身份证”，或对照证件核对号码。
   *[other] 这是另一种证件的号码。请核对证件类型和号码。
}
document-first-generation-lapsed = 15位的第一代身份证号码已于2013年1月1日停用。请填写18位号码；只有导入历史数据时才能使用15位号码。
document-birth-date-differs = 出生日期与证件号码中的不一致。请对照证件改正其中一处，或将出生日期留空。
document-sex-differs = 性别与证件号码中的不一致。请对照证件改正其中一处，或将性别留空。
document-division-retired-before-birth = 提示：号码前六位{ $division }在{ $year }年以后已停用，早于持证人出生。号码可以使用，请对照证件再看一遍。

## 姓名

name-empty = 没有填写姓名。请按证件填写。
name-too-long = 姓名有{ $found }个字，最多{ $most }个字。请检查这一格是否填了别的内容。
name-digit = 姓名里不能有数字。请按证件填写姓名。
name-markup = 姓名里有括号、斜杠、等号之类的符号。请删去符号和备注，只填姓名。
name-control = 姓名里有换行或看不见的控制字符。请删除这一格后重新输入。
name-emoji = 姓名里不能有表情或图形符号。请按证件填写姓名。
name-private-use = 姓名里有自造字（{ $character }），别的电脑上会显示成别的字或空白。请用输入法重新输入该字的标准编码（GB 18030—2022）。
name-bad-character = 姓名里有不该有的字符（{ $character }）。请按证件填写汉字姓名，或用拉丁字母填写外文姓名。
name-punctuation = 姓名里的间隔号或连字符位置不对，或重复了。请写成“阿里·买买提”的样子，首尾不加符号。
name-mixed-scripts = 姓名里既有汉字又有字母。请只按证件填写其中一种。

## 统一社会信用代码

uscc-empty = 没有填写统一社会信用代码。请对照登记证照填写。
uscc-wrong-length = 统一社会信用代码有{ $found }位，应为18位。请对照登记证照检查。
uscc-bad-character = 统一社会信用代码第{ $position }位不对：代码不用字母I、O、S、V、Z，第3至8位只能是数字。请检查是否把0写成O、把1写成I。
uscc-wrong-check-character = 统一社会信用代码的校验位不对，一定有某一位填错。请对照登记证照逐位核对。
uscc-demo-division = 这是虚构的示范省（77开头）的代码，只能用于演示和测试。请填写真实的统一社会信用代码。
uscc-inner-check-fails = 提示：其中组织机构代码的校验位不符，个别老单位如此。代码可以使用，请对照登记证照再看一遍。
uscc-division-unknown = 提示：第3至8位{ $division }不在行政区划表中，可能是开发区等登记机关自用的代码。代码可以使用，请对照登记证照再看一遍。
uscc-unusual-type = 提示：前两位不是常见的登记部门和机构类别。代码可以使用，请对照登记证照再看一遍。

## 机构备案编码

filing-code-empty = 没有填写机构备案编码。请填写人社部门给出的13位编码。
filing-code-wrong-length = 机构备案编码有{ $found }位，应为13位：1个字母加12位数字。请对照备案文件检查。
filing-code-wrong-class = 机构备案编码的第一位应为Y（用人单位）或S（社会培训评价组织）。请对照备案文件改正。
filing-code-bad-character = 第{ $position }位应为数字。请对照备案文件改正。
filing-code-no-such-province = 第6、7位{ $province }不是省级行政区划代码。请对照备案文件改正。
filing-code-serial-zero = 备案编码末六位不能全是0。请对照备案文件改正。

## 证书编号

certificate-number-empty = 没有填写证书编号。请对照证书填写。
certificate-number-wrong-length = 证书编号有{ $found }位，职业技能等级证书编号应为22位。请对照证书检查。
certificate-number-bad-character = 证书编号第{ $position }位应为数字。请对照证书改正。
certificate-number-wrong-level = 证书编号第16位不是技能等级（1至5，或特级技师、首席技师的字母）。请对照证书改正。
certificate-number-serial-zero = 证书编号末六位不能全是0。请对照证书改正。
