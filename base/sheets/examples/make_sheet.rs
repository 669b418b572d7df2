//! Writes a large `.xlsx` file of synthetic candidates with results, with inline or shared strings,
//! for measuring how it is read and imported: `cargo run --release -p sheets --example make_sheet -- FILE ROWS inline|shared`.
//!
//! The XML is written directly, so that the file does not depend on what a library makes of it.
#![expect(clippy::print_stderr, reason = "a program for the terminal")]

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The columns of the full template for candidates, and the results behind them.
const TITLES: [&str; 37] = [
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
    "考试日期",
    "理论知识成绩",
    "操作技能成绩",
    "综合评审成绩",
];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, path, rows, strings] = args.as_slice() else {
        return Err("usage: make_sheet FILE ROWS inline|shared".into());
    };
    let rows: u32 = rows.parse()?;
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    write_frame(&mut zip)?;
    match strings.as_str() {
        "inline" => write_sheet(&mut zip, rows, &mut |cell, text| {
            write!(cell, " t=\"inlineStr\"><is><t>{text}</t></is></c>").map_err(Into::into)
        })?,
        "shared" => write_shared(&mut zip, rows)?,
        _ => return Err("strings are inline or shared".into()),
    }
    zip.finish()?.flush()?;
    eprintln!("{path}: {} bytes", std::fs::metadata(path)?.len());
    Ok(())
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(1)).large_file(true)
}

/// The small parts that every workbook has.
fn write_frame<W: Write + Seek>(zip: &mut ZipWriter<W>) -> Result<(), Box<dyn Error>> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOC: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let part = |kind: &str| {
        format!("application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml")
    };
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{}\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{}\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{}\"/></Types>",
                part("sheet.main"),
                part("worksheet"),
                part("sharedStrings"),
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{DOC}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOC}\"><sheets><sheet name=\"报名表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{DOC}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{DOC}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, options())?;
        write!(zip, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{text}")?;
    }
    Ok(())
}

/// What finishes a cell element that has its name and style already.
type WriteText<'f> = &'f mut dyn FnMut(&mut String, &str) -> Result<(), Box<dyn Error>>;

fn write_sheet<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    rows: u32,
    text: WriteText<'_>,
) -> Result<(), Box<dyn Error>> {
    zip.start_file("xl/worksheets/sheet1.xml", options())?;
    write!(
        zip,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:AK{}\"/><sheetData>",
        rows + 1
    )?;
    let names: Vec<String> = (0..TITLES.len()).map(sheets::column_letters).collect();
    let mut xml = String::new();
    for row in 0..=rows {
        write!(xml, "<row r=\"{0}\" spans=\"1:37\">", row + 1)?;
        for (column, name) in names.iter().enumerate() {
            write!(xml, "<c r=\"{name}{}\"", row + 1)?;
            if column == 0 && row > 0 {
                write!(xml, "><v>{row}</v></c>")?;
            } else if row == 0 {
                text(&mut xml, TITLES[column])?;
            } else {
                text(&mut xml, &value(row, column))?;
            }
        }
        xml.push_str("</row>");
        if xml.len() > 1 << 16 {
            zip.write_all(xml.as_bytes())?;
            xml.clear();
        }
    }
    zip.write_all(xml.as_bytes())?;
    zip.write_all("</sheetData></worksheet>".as_bytes())?;
    Ok(())
}

/// The table of strings is written to a temporary file while the sheet is written.
fn write_shared<W: Write + Seek>(zip: &mut ZipWriter<W>, rows: u32) -> Result<(), Box<dyn Error>> {
    let mut table = BufWriter::new(tempfile::tempfile()?);
    // Only values that repeat are looked up; the others differ from row to row.
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut count = 0u32;
    write_sheet(zip, rows, &mut |cell, text| {
        let index = match known.get(text) {
            Some(index) => *index,
            None => {
                if known.len() < 100_000 && text.chars().count() < 12 {
                    known.insert(text.to_string(), count);
                }
                write!(table, "<si><t>{text}</t></si>")?;
                count += 1;
                count - 1
            }
        };
        write!(cell, " t=\"s\"><v>{index}</v></c>").map_err(Into::into)
    })?;
    zip.start_file("xl/sharedStrings.xml", options())?;
    write!(
        zip,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{count}\">",
        u64::from(rows) * 36
    )?;
    let mut table = table.into_inner()?;
    table.rewind()?;
    std::io::copy(&mut table, zip)?;
    zip.write_all(b"</sst>")?;
    eprintln!("{count} shared strings");
    Ok(())
}

/// Year, month and day of birth and the number of the day: 900 people on each.
fn birth(row: u32) -> (u32, u32, u32, u32) {
    let day = row / 900;
    (1950 + day / 336, 1 + day / 28 % 12, 1 + day % 28, row % 900)
}

/// A citizen number of the demonstration's province, with its check character (GB 11643).
fn number(row: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (year, month, day, order) = birth(row);
    let digits = format!("770102{year}{month:02}{day:02}{order:03}");
    let sum: u32 =
        digits.bytes().zip(WEIGHTS).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11).unwrap_or_default();
    format!("{digits}{check}")
}

fn name(row: u32) -> String {
    let given: Vec<char> = "晨光曦轮匠心规矩绳墨锤声榫卯斗拱".chars().collect();
    let sign = |shift: u32| given[(row >> shift) as usize % given.len()];
    ['示', '例', sign(0), sign(4)].iter().collect()
}

/// A visibly synthetic value; nine columns differ in every row.
fn value(row: u32, column: usize) -> String {
    let (year, month, day, order) = birth(row);
    let pick = |of: &[&str]| of[(row as usize * 7 + column) % of.len()].to_string();
    let number = u64::from(row) * 2_654_435_761 % 1_000_000_007;
    match column {
        1 => "车工".to_string(),
        2 | 11 => "四级/中级工".to_string(),
        3 => pick(&["条件一", "条件二", "条件三"]),
        4 => "居民身份证".to_string(),
        5 => self::number(row),
        6 => name(row),
        7 => ["女", "男"][order as usize % 2].to_string(),
        8 => format!("{year}-{month:02}-{day:02}"),
        9 => format!("12{number:09}"),
        10 | 31 => pick(&["是", "否"]),
        12 => format!("S{row:020}"),
        13 => pick(&["初中", "高中", "中专", "大专", "本科"]),
        14 => "示范省".to_string(),
        15 => pick(&["国有企业", "民营企业", "农民工", "技师学院"]),
        16 | 17 => format!("示例企业{}有限公司", row % 5_000),
        23 => format!("example{row}@example.invalid"),
        25 | 29 | 32 => format!("示范省示例市示例区示例路{}号{}室", row, column),
        27 => format!("XL{row:016}"),
        28 => format!("曾在示例企业{row}从事本职业工作"),
        22 => format!("{}-{:02}", 1990 + number % 30, 1 + number % 12),
        33 => "2026-05-01".to_string(),
        34 | 35 => (60 + row % 41).to_string(),
        36 => String::new(),
        _ => pick(&["示例一", "示例二", "示例三"]),
    }
}
