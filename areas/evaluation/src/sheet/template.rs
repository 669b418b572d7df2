//! The empty templates.
//!
//! The 33 headings of the full template are those of a real evaluation body's template. Which values
//! may stand below most of them is published nowhere that we could read: the lists here are ours,
//! and so are the four result columns behind the 33. The hint at each heading says so.

use super::columns::{FULL_TITLES, Field, TemplateKind};
use kernel::{Ctx, Lang, Result, SkillLevel};
use people::DocumentKind;
use sheets::{Column, ColumnKind, Layout, OutFormat, Writer};

/// The columns of the short template; all of it is ours.
const SHORT: [Field; 13] = [
    Field::Occupation,
    Field::Variant,
    Field::Level,
    Field::ExamOn,
    Field::Kind,
    Field::Number,
    Field::Name,
    Field::Sex,
    Field::Phone,
    Field::Division,
    Field::Theory,
    Field::Skill,
    Field::Review,
];

/// The results behind the 33 columns.
const RESULTS: [Field; 4] = [Field::ExamOn, Field::Theory, Field::Skill, Field::Review];

/// An empty template as an `.xlsx` file.
pub(crate) fn file(ctx: &Ctx, kind: TemplateKind, lang: Lang) -> Result<Vec<u8>> {
    let columns = match kind {
        TemplateKind::Short => SHORT.map(|field| column(field, lang)).to_vec(),
        TemplateKind::Full => {
            let full = FULL_TITLES.into_iter().map(|title| full_column(title, lang));
            full.chain(RESULTS.map(|field| column(field, Lang::Zh))).collect()
        }
    };
    let layout = Layout {
        sheet: lang.pick("成绩", "Results").to_owned(),
        columns,
        message_title: None,
        made_at: ctx.now,
        spill_dir: None,
    };
    let writer = Writer::new(OutFormat::Xlsx, Vec::new(), &layout)?;
    Ok(writer.finish()?)
}

/// A column of the full template: its heading stays Chinese, as everybody knows it.
fn full_column(title: &str, lang: Lang) -> Column {
    let field = Field::ALL.into_iter().find(|field| field.title(Lang::Zh) == title);
    let usual = Column::text(title);
    let mut column = match field {
        Some(field) => Column { title: title.to_owned(), ..self::column(field, lang) },
        None => Column { hint: Some(not_stored(lang)), ..usual },
    };
    if let Some(choices) = own_choices(title) {
        column.choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        let ours = lang.pick("（选项为本平台自拟）", " (the choices are this platform's own)");
        column.hint = Some(format!("{}{ours}", column.hint.unwrap_or_default()));
    }
    column
}

fn not_stored(lang: Lang) -> String {
    let text = "可不填；发证不需要，平台不保存";
    lang.pick(text, "Optional; not needed for a certificate and not stored").to_owned()
}

/// Value lists of the full template that are ours.
fn own_choices(title: &str) -> Option<&'static [&'static str]> {
    let choices: &[&str] = match title {
        "是否有职业资格证书" => &["是", "否"],
        "文化程度" => &[
            "博士研究生",
            "硕士研究生",
            "大学本科",
            "大学专科",
            "技师学院",
            "高级技工学校",
            "中等专科",
            "技工学校",
            "职业高中",
            "普通高中",
            "初中",
            "小学及以下",
        ],
        "考生来源" => &[
            "国有企业",
            "集体企业",
            "民营企业",
            "外资企业",
            "个体工商户",
            "机关",
            "事业单位",
            "社会团体",
            "灵活就业人员",
            "新就业形态人员",
            "农民工",
            "失业人员",
            "退役军人",
            "应届毕业生",
            "普通高校",
            "职业院校",
            "技师学院",
            "高级技工学校",
            "技工学校",
            "中等职业学校",
            "残疾人",
            "农村居民",
            "其他",
        ],
        "认定分类" => &["初次认定", "晋级认定"],
        "考试类型" => &["正考", "补考"],
        "政治面貌" => &["中共党员", "中共预备党员", "共青团员", "民主党派", "群众"],
        "证书领取方式" => &["自取", "邮寄"],
        _ => return None,
    };
    Some(choices)
}

fn column(field: Field, lang: Lang) -> Column {
    let title = field.title(lang);
    let kind = match field {
        Field::ExamOn | Field::BirthOn => ColumnKind::Date,
        Field::Theory | Field::Skill | Field::Review => ColumnKind::Number,
        _ => ColumnKind::Text,
    };
    let required = matches!(
        field,
        Field::Occupation
            | Field::Level
            | Field::ExamOn
            | Field::Number
            | Field::Name
            | Field::Theory
            | Field::Skill
    );
    let width = match field {
        Field::Number | Field::Occupation | Field::Address => 24.0,
        _ => 14.0,
    };
    let hint = hint(field, lang).map(str::to_owned);
    Column {
        kind,
        required,
        hint,
        width: Some(width),
        choices: choices(field, lang),
        ..Column::text(title)
    }
}

fn choices(field: Field, lang: Lang) -> Vec<String> {
    let texts: Vec<&str> = match field {
        Field::Level => SkillLevel::EVALUATED.iter().map(|level| level.printed(lang)).collect(),
        Field::Kind => DocumentKind::ALL.iter().map(|kind| kind.name(lang)).collect(),
        Field::Sex => vec![lang.pick("男", "Male"), lang.pick("女", "Female")],
        _ => Vec::new(),
    };
    texts.into_iter().map(str::to_owned).collect()
}

fn hint(field: Field, lang: Lang) -> Option<&'static str> {
    let (zh, en) = match field {
        Field::Occupation => (
            "职业名称或编码，例如 车工 或 6-18-01-01",
            "The occupation's name or code, such as 车工 or 6-18-01-01",
        ),
        Field::Variant => ("没有工种的职业留空", "Leave it empty when the occupation has none"),
        Field::ExamOn => ("实际考试那一天", "The actual day of the exam"),
        Field::Kind => ("不填时按居民身份证检查", "Citizen identity card when empty"),
        Field::Number => ("保持“文本”格式，照证件填写", "Keep it as text, as on the document"),
        Field::Division => ("六位行政区划代码；可不填", "Six-digit division code; optional"),
        Field::Theory | Field::Skill => {
            ("0–100；缺考、违纪、免考写文字", "0–100, or the word absent, misconduct or exempt")
        }
        Field::Review => ("只有二级、一级需要", "Levels 2 and 1 only"),
        _ => return None,
    };
    Some(lang.pick(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::columns::Columns;
    use kernel::{Clock, Instant, Random, SystemActor, World};
    use sheets::{OpenOptions, SheetReader};
    use std::sync::Arc;

    #[test]
    fn every_template_is_recognised_as_what_it_is() {
        let clock = Clock::manual(Instant::from_micros(1_795_482_000_000_000));
        let random = Random::seeded(1);
        let ctx = Ctx::system(SystemActor::Setup, &clock, Arc::new(World::default()), random);
        for kind in TemplateKind::ALL {
            for lang in Lang::ALL {
                let bytes = file(&ctx, kind, lang).unwrap();
                let reader =
                    SheetReader::open(std::io::Cursor::new(bytes), &OpenOptions::default());
                let reader = reader.unwrap();
                let columns = Columns::find(reader.header(), false).unwrap();
                assert_eq!(columns.template, kind, "{lang:?}");
            }
        }
    }

    #[test]
    fn the_lists_have_as_many_values_as_the_facts_count() {
        assert_eq!(own_choices("文化程度").unwrap().len(), 12);
        assert_eq!(own_choices("考生来源").unwrap().len(), 23);
    }
}
