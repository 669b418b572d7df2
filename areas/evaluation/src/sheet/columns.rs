//! The columns that are read, under whatever heading they stand.

use kernel::Lang;
use sheets::Header;

/// A column that the checks look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The row as a whole.
    Row,
    /// 职业工种名称: the occupation's name or code.
    Occupation,
    /// 工种 / 职业方向
    Variant,
    /// 认定等级
    Level,
    /// 考试日期
    ExamOn,
    /// 证件类型
    Kind,
    /// 证件号码
    Number,
    /// 姓名
    Name,
    /// 性别
    Sex,
    /// 出生日期
    BirthOn,
    /// 手机号码
    Phone,
    /// 理论知识成绩
    Theory,
    /// 操作技能成绩
    Skill,
    /// 综合评审成绩
    Review,
    /// 所在省（市）区: a division's code or name.
    Division,
    /// 文化程度
    Education,
    /// 所在单位
    Employer,
    /// 通讯地址
    Address,
}

/// The two shapes of spreadsheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// Only the columns that results need.
    Short,
    /// The 33 columns of the candidates' template, and the results behind them.
    Full,
}

impl TemplateKind {
    /// Both.
    pub const ALL: [TemplateKind; 2] = [TemplateKind::Short, TemplateKind::Full];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            TemplateKind::Short => "short",
            TemplateKind::Full => "full",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<TemplateKind> {
        TemplateKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The 33 columns of the candidates' template, in their order.
pub const FULL_TITLES: [&str; 33] = [
    "序号",
    "职业工种名称",
    "认定等级",
    "申报条件",
    "证件类型",
    "证件号码",
    "姓名",
    "性别",
    "出生日期",
    "手机号码",
    "是否有职业资格证书",
    "证书等级",
    "证书编号",
    "文化程度",
    "所在省（市）区",
    "考生来源",
    "所在单位",
    "报名单位",
    "认定分类",
    "专业",
    "考试类型",
    "民族",
    "参加工作时间",
    "电子邮箱",
    "专业年限",
    "户籍所在地",
    "政治面貌",
    "学历证书编号",
    "简要经历",
    "通讯地址",
    "证书领取方式",
    "邮政编码",
    "邮寄地址",
];

/// For each column the template's Chinese heading, the English one, and what people and other systems
/// write instead.
const HEADINGS: [(Field, &[&str]); Field::ALL.len()] = [
    (
        Field::Occupation,
        &[
            "职业工种名称",
            "Occupation",
            "职业名称",
            "职业",
            "职业编码",
            "职业代码",
            "职业（工种）",
            "职业工种",
            "职业（工种）名称",
            "申报职业",
            "认定职业",
            "鉴定职业",
            "Occupation code",
        ],
    ),
    (
        Field::Variant,
        &[
            "工种/职业方向",
            "Specialisation",
            "工种",
            "职业方向",
            "工种（职业方向）",
            "工种名称",
            "Specialization",
        ],
    ),
    (
        Field::Level,
        &[
            "认定等级",
            "Level",
            "等级",
            "技能等级",
            "职业技能等级",
            "职业等级",
            "申报等级",
            "鉴定等级",
            "级别",
            "Skill level",
        ],
    ),
    (
        Field::ExamOn,
        &[
            "考试日期",
            "Exam date",
            "考核日期",
            "认定日期",
            "评价日期",
            "考试时间",
            "鉴定日期",
            "Exam day",
        ],
    ),
    (Field::Kind, &["证件类型", "Document kind", "证件种类", "证件名称", "Document type"]),
    (
        Field::Number,
        &[
            "证件号码",
            "Document number",
            "身份证号",
            "身份证号码",
            "身份证",
            "证件号",
            "公民身份号码",
            "居民身份证号码",
            "ID number",
        ],
    ),
    (Field::Name, &["姓名", "Name", "考生姓名", "学员姓名", "Full name"]),
    (Field::Sex, &["性别", "Sex", "Gender"]),
    (Field::BirthOn, &["出生日期", "Birth date", "出生年月日", "生日", "Date of birth"]),
    (
        Field::Phone,
        &["手机号码", "Mobile number", "手机号", "手机", "联系电话", "联系方式", "Phone"],
    ),
    (
        Field::Theory,
        &[
            "理论知识成绩",
            "Theory",
            "理论成绩",
            "理论",
            "理论知识",
            "理论知识考试成绩",
            "理论分数",
            "Theory score",
        ],
    ),
    (
        Field::Skill,
        &[
            "操作技能成绩",
            "Skill",
            "技能成绩",
            "实操成绩",
            "操作技能",
            "实操",
            "操作技能考核成绩",
            "技能操作成绩",
            "实操分数",
            "Skill score",
        ],
    ),
    (
        Field::Review,
        &[
            "综合评审成绩",
            "Review",
            "综合评审",
            "评审成绩",
            "综合成绩",
            "综合评审分数",
            "Review score",
        ],
    ),
    (
        Field::Division,
        &[
            "所在省（市）区",
            "Division",
            "所在地区代码",
            "行政区划代码",
            "所在地区",
            "所在省市区",
            "Division code",
        ],
    ),
    (Field::Education, &["文化程度", "Education", "学历"]),
    (Field::Employer, &["所在单位", "Employer", "工作单位"]),
    (Field::Address, &["通讯地址", "Address", "联系地址"]),
];

/// How many of the 33 a header must have to count as the full template.
const FULL_AT_LEAST: usize = 20;

impl Field {
    /// All columns, without the row as a whole.
    pub const ALL: [Field; 17] = [
        Field::Occupation,
        Field::Variant,
        Field::Level,
        Field::ExamOn,
        Field::Kind,
        Field::Number,
        Field::Name,
        Field::Sex,
        Field::BirthOn,
        Field::Phone,
        Field::Theory,
        Field::Skill,
        Field::Review,
        Field::Division,
        Field::Education,
        Field::Employer,
        Field::Address,
    ];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Field::Row => "row",
            Field::Occupation => "occupation",
            Field::Variant => "variant",
            Field::Level => "level",
            Field::ExamOn => "exam-on",
            Field::Kind => "document-kind",
            Field::Number => "number",
            Field::Name => "name",
            Field::Sex => "sex",
            Field::BirthOn => "birth-on",
            Field::Phone => "phone",
            Field::Theory => "theory",
            Field::Skill => "skill",
            Field::Review => "review",
            Field::Division => "division",
            Field::Education => "education",
            Field::Employer => "employer",
            Field::Address => "address",
        }
    }

    /// The key of its name in both languages.
    pub fn text(self) -> String {
        format!("evaluation-field-{}", self.word())
    }

    /// The column of a stored word.
    pub fn from_word(word: &str) -> Option<Field> {
        if word == Field::Row.word() {
            return Some(Field::Row);
        }
        Field::ALL.into_iter().find(|field| field.word() == word)
    }

    /// The headings under which it is known: the template's Chinese one, the English one, and what
    /// people and other systems write instead.
    pub fn headings(self) -> &'static [&'static str] {
        let entry = HEADINGS.iter().find(|(field, _)| *field == self);
        entry.map(|(_, headings)| *headings).unwrap_or_default()
    }

    /// The heading of the template.
    pub fn title(self, lang: Lang) -> &'static str {
        let headings = self.headings();
        let (zh, en) = (headings.first(), headings.get(1));
        lang.pick(zh.copied().unwrap_or_default(), en.copied().unwrap_or_default())
    }
}

/// Where each column stands in a file.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    places: [Option<usize>; Field::ALL.len()],
    headings: Vec<String>,
    /// Which template it is.
    pub template: TemplateKind,
}

/// Why a header cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// Columns that every file needs are missing.
    Missing(Vec<Field>),
    /// Two columns have the same heading.
    Twice(String),
}

impl Columns {
    /// Finds the columns. `dated` says that rows need no exam day of their own.
    pub fn find(header: &Header, dated: bool) -> Result<Columns, HeaderFault> {
        let keys: Vec<String> = header.labels.iter().map(|l| sheets::label_key(l)).collect();
        let mut places = [None; Field::ALL.len()];
        for (field, place) in Field::ALL.into_iter().zip(&mut places) {
            let headings = field.headings().iter().map(|heading| sheets::label_key(heading));
            let found = headings.into_iter().find(|heading| keys.contains(heading));
            let Some(heading) = found else { continue };
            let mut at = keys.iter().enumerate().filter(|(_, key)| **key == heading);
            *place = at.next().map(|(at, _)| at);
            if let Some((second, _)) = at.next() {
                return Err(HeaderFault::Twice(header.labels[second].clone()));
            }
        }
        let full = FULL_TITLES.iter().filter(|title| keys.contains(&sheets::label_key(title)));
        let template =
            if full.count() >= FULL_AT_LEAST { TemplateKind::Full } else { TemplateKind::Short };
        let columns = Columns { places, headings: header.labels.clone(), template };
        let needed = [
            Field::Name,
            Field::Number,
            Field::Occupation,
            Field::Level,
            Field::Theory,
            Field::Skill,
            Field::ExamOn,
        ];
        let missing = needed
            .into_iter()
            .filter(|field| columns.place(*field).is_none() && !(dated && *field == Field::ExamOn));
        let missing: Vec<Field> = missing.collect();
        if missing.is_empty() { Ok(columns) } else { Err(HeaderFault::Missing(missing)) }
    }

    /// The column's place, from 0.
    pub fn place(&self, field: Field) -> Option<usize> {
        let at = Field::ALL.into_iter().position(|known| known == field)?;
        self.places[at]
    }

    /// The column's heading in the file; empty when it has none.
    pub fn heading(&self, field: Field) -> &str {
        self.place(field).and_then(|at| self.headings.get(at)).map_or("", String::as_str)
    }

    /// All headings of the file.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }
}

/// All headings that tell a header row from titles above it.
pub(crate) fn all_headings() -> Vec<String> {
    let own = Field::ALL.into_iter().flat_map(Field::headings).copied();
    own.chain(FULL_TITLES).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(labels: &[&str]) -> Header {
        Header { row: 1, labels: labels.iter().map(|label| (*label).to_owned()).collect() }
    }

    #[test]
    fn columns_are_found_in_any_order_under_any_of_their_headings() {
        let labels = ["实操", "＊姓 名", "理论", "身份证号", "工种", "职业", "级别", "备注"];
        let columns = Columns::find(&header(&labels), true).unwrap();
        assert_eq!(columns.place(Field::Name), Some(1));
        assert_eq!(columns.place(Field::Skill), Some(0));
        assert_eq!(columns.place(Field::Variant), Some(4));
        assert_eq!(columns.place(Field::ExamOn), None);
        assert_eq!(columns.heading(Field::Number), "身份证号");
        assert_eq!(columns.template, TemplateKind::Short);
    }

    #[test]
    fn missing_and_repeated_columns_are_told() {
        let labels = ["姓名", "证件号码", "职业", "等级", "理论"];
        let fault = Columns::find(&header(&labels), false).unwrap_err();
        assert_eq!(fault, HeaderFault::Missing(vec![Field::Skill, Field::ExamOn]));
        let twice = ["姓名", "证件号码", "姓名"];
        let fault = Columns::find(&header(&twice), false).unwrap_err();
        assert_eq!(fault, HeaderFault::Twice("姓名".to_owned()));
    }

    #[test]
    fn the_level_of_an_older_certificate_is_not_the_level_of_the_exam() {
        let labels: Vec<&str> = FULL_TITLES
            .into_iter()
            .chain(["考试日期", "理论知识成绩", "操作技能成绩", "综合评审成绩"])
            .collect();
        let columns = Columns::find(&header(&labels), false).unwrap();
        assert_eq!(columns.template, TemplateKind::Full);
        assert_eq!(columns.heading(Field::Level), "认定等级");
        assert_eq!(columns.heading(Field::Division), "所在省（市）区");
    }

    #[test]
    fn no_heading_names_two_columns() {
        let mut keys = std::collections::HashMap::new();
        for field in Field::ALL {
            assert_eq!(Field::from_word(field.word()), Some(field));
            for heading in field.headings() {
                let other = keys.insert(sheets::label_key(heading), field);
                assert!(other.is_none_or(|other| other == field), "{heading}");
            }
        }
    }
}
