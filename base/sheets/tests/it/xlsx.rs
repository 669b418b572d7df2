//! Reading of `.xlsx`.

use crate::build::{Book, fixture, labels, line, lines, open, open_with, rows};
use kernel::CivilDate;
use sheets::{Cell, CellProblem, Format, FormulaError, HeaderRule, OpenOptions};

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Date(CivilDate::from_ymd_opt(year, month, day).unwrap())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_string())
}

/// What `tests/data/make.py` puts into every file.
fn check_candidates(bytes: &[u8], format: Format, first: u32) {
    let mut reader = open(bytes).unwrap();
    assert_eq!(reader.format(), format);
    assert_eq!(reader.sheet_name(), "报名表");
    assert_eq!(reader.header().labels, ["姓名", "证件号码", "成绩", "日期", "合格", "备注"]);
    assert_eq!(reader.header().row, first);
    let one = reader.next_row().unwrap().unwrap();
    assert_eq!(one.number, first + 1);
    assert_eq!(one.cells[0], text("示例\u{20000}\u{2b7dd}"));
    assert_eq!(one.cells[1], text("77000019900101001X"));
    assert_eq!(one.cells[2].as_number_checked(), Ok(Some(85.5)));
    assert_eq!(one.cells[3], day(2026, 11, 24));
    assert_eq!(one.cells[4], Cell::Bool(true));
    assert_eq!(one.cells[5], text("一\n二"));
    let two = reader.next_row().unwrap().unwrap();
    assert_eq!(two.cells[1].as_text_checked().unwrap().unwrap(), "770000199001010028");
    assert_eq!(two.cells[3], day(1999, 2, 28));
    assert_eq!(two.cells[4], Cell::Bool(false));
    assert_eq!(two.cells[5].as_text_checked().unwrap().unwrap(), "前后空格");
    let three = reader.next_row().unwrap().unwrap();
    // The number of the document was typed into a cell for numbers.
    assert!(three.cells[1].is_number());
    assert!(matches!(three.cells[1].as_text_checked(), Err(CellProblem::DigitsLost { .. })));
    assert_eq!(three.cells[2].as_text_checked().unwrap().unwrap(), "13800000000");
    assert_eq!(three.cells[3], day(2024, 2, 29));
    assert_eq!(three.cells.len(), 4);
}

#[test]
fn files_of_several_programs_read_alike() {
    check_candidates(&fixture("openpyxl.xlsx"), Format::Xlsx, 1);
    check_candidates(&fixture("libreoffice.xlsx"), Format::Xlsx, 1);
    check_candidates(&fixture("libreoffice.xls"), Format::Xls, 1);
    check_candidates(&fixture("xlwt.xls"), Format::Xls, 3);
    check_candidates(&fixture("xlwt-1904.xls"), Format::Xls, 3);
}

#[test]
fn a_formula_gives_its_value_or_says_that_it_has_none() {
    let computed = rows(&fixture("libreoffice.xlsx")).unwrap();
    assert_eq!(line(computed.last().unwrap()), "7:2");
    let bare = rows(&fixture("openpyxl.xlsx")).unwrap();
    assert_eq!(bare.last().unwrap().cells, [Cell::Error(FormulaError::NotCalculated)]);
    let all = rows(&Book::with_header(concat!(
        "<row r=\"2\"><c r=\"A2\"><f>B2*2</f><v>170</v></c><c r=\"B2\" t=\"str\"><f>A1</f><v>甲</v></c></row>",
        "<row r=\"3\"><c r=\"A3\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"B3\" t=\"b\"><f>TRUE</f><v>1</v></c></row>",
        "<row r=\"4\"><c r=\"A4\"><f t=\"shared\" si=\"0\"/></c><c r=\"B4\" t=\"str\"><f>\"\"</f><v></v></c></row>",
    )).bytes()).unwrap();
    assert_eq!(lines(&all), ["2:170|甲", "3:#DIV/0!|TRUE", "4:"]);
    assert_eq!(all[1].cells[0], Cell::Error(FormulaError::Value("#DIV/0!".to_string())));
    assert_eq!(all[2].cells, [Cell::Error(FormulaError::NotCalculated)]);
}

#[test]
fn strings_shared_inline_rich_and_escaped() {
    let mut book = Book::with_header(concat!(
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
        "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>示</t></r><r><t xml:space=\"preserve\"> 例</t></r>",
        "<rPh sb=\"0\" eb=\"1\"><t>shi</t></rPh></is></c><c r=\"B3\" t=\"inlineStr\"><is><t>a&lt;b&#x4E00;<![CDATA[&amp;]]></t></is></c></row>",
        "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"B4\" t=\"s\"><v>3</v></c></row>",
        "<row r=\"5\"><c r=\"A5\" t=\"str\"><v>x_x000A_y</v></c></row>",
    ));
    book.strings = Some(
        "<si><t>零</t></si><si><r><rPr><b/></rPr><t>一</t></r><r><t>壹</t></r><rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></si><si/><si><t/></si>"
            .to_string(),
    );
    let all = rows(&book.bytes()).unwrap();
    assert_eq!(lines(&all), ["2:一壹|零", "3:示 例|a<b一&amp;", "5:x\ny"]);
}

#[test]
fn dates_by_style_in_both_systems() {
    let styles = concat!(
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>",
        "<numFmt numFmtId=\"165\" formatCode=\"0.00\"/></numFmts>",
        // Named styles are described by the same element and must not count.
        "<cellStyleXfs><xf numFmtId=\"14\"/><xf numFmtId=\"14\"/></cellStyleXfs>",
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/><xf numFmtId=\"21\"/><xf numFmtId=\"31\"/></cellXfs>",
    );
    let cell = |column: &str, style: u32, value: &str| {
        format!("<c r=\"{column}2\" s=\"{style}\"><v>{value}</v></c>")
    };
    let cells = [
        cell("A", 1, "46350"),
        cell("B", 2, "46350.99"),
        cell("C", 0, "46350"),
        cell("D", 3, "46350"),
        cell("E", 4, "0.5"),
        cell("F", 5, "60"),
        "<c r=\"G2\" t=\"d\"><v>2026-11-24T00:00:00</v></c>".to_string(),
    ];
    let mut book = Book::with_header(&format!("<row r=\"2\">{}</row>", cells.concat()));
    book.styles = Some(styles.to_string());
    let row = &rows(&book.bytes()).unwrap()[0];
    assert_eq!(line(row), "2:2026-11-24|2026-11-24|46350|46350|0.5|60|2026-11-24");
    assert!(
        matches!(row.cells[0], Cell::Date(_))
            && row.cells[2].is_number()
            && row.cells[5].is_number()
    );
    book.properties = "<workbookPr date1904=\"1\"/>".to_string();
    assert_eq!(
        line(&rows(&book.bytes()).unwrap()[0]),
        "2:2030-11-25|2030-11-25|46350|46350|0.5|1904-03-01|2026-11-24"
    );
}

#[test]
fn prefixes_gaps_and_missing_names_do_not_matter() {
    let content = concat!(
        "<x:sheetPr/><x:sheetData><x:row><x:c t=\"str\"><x:v>甲</x:v></x:c><x:c t=\"str\"><x:v>乙</x:v></x:c></x:row>",
        "<x:row/><x:row r='5'><x:c><x:v>1</x:v></x:c><x:c r = \"D5\" ><x:v> 2 </x:v></x:c><x:c><x:v>3</x:v></x:c></x:row>",
        "<x:row><x:c r=\"B6\"><x:v>4</x:v></x:c></x:row></x:sheetData>",
    );
    let mut book = Book::of_rows("");
    book.prefix = "x:";
    book.sheets[0].2 = content.to_string();
    assert_eq!(lines(&rows(&book.bytes()).unwrap()), ["5:1|||2|3", "6:|4"]);
}

#[test]
fn blank_rows_are_passed_over_and_keep_the_numbers_right() {
    let all = rows(&Book::with_header(concat!(
        "<row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"4\"><c r=\"A4\" s=\"1\"/></row>",
        "<row r=\"5\"><c r=\"A5\" t=\"str\"><v> 　</v></c></row><row r=\"9\"><c r=\"B9\"><v>2</v></c></row>",
        "<row r=\"1048576\"><c r=\"A1048576\" s=\"3\"/></row>",
    )).bytes()).unwrap();
    assert_eq!(lines(&all), ["3:1", "9:|2"]);
}

#[test]
fn merged_cells_stand_for_every_row_of_the_area() {
    let mut book = Book::with_header(concat!(
        "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>示例企业</v></c><c r=\"B2\"><v>1</v></c></row>",
        "<row r=\"3\"><c r=\"A3\"/><c r=\"B3\"><v>2</v></c></row><row r=\"4\"><c r=\"B4\"><v>3</v></c></row>",
        "<row r=\"5\"><c r=\"B5\"><v>4</v></c></row>",
    ));
    book.sheets[0].2 +=
        "<mergeCells count=\"2\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B5:D5\"/></mergeCells>";
    assert_eq!(
        lines(&rows(&book.bytes()).unwrap()),
        ["2:示例企业|1", "3:示例企业|2", "4:示例企业|3", "5:|4"]
    );
    let mut reader = open(&book.bytes()).unwrap();
    reader.skip_to(4);
    assert_eq!(lines(&reader.map(Result::unwrap).collect::<Vec<_>>()), ["4:示例企业|3", "5:|4"]);
}

fn sheet(name: &str, attributes: &str, rows: &str) -> (String, String, String) {
    (name.to_string(), attributes.to_string(), format!("<sheetData>{rows}</sheetData>"))
}

fn text_row(number: u32, cells: [&str; 2]) -> String {
    format!(
        "<row r=\"{number}\"><c t=\"str\"><v>{}</v></c><c t=\"str\"><v>{}</v></c></row>",
        cells[0], cells[1]
    )
}

#[test]
fn the_first_visible_sheet_with_a_header_is_taken() {
    let mut book = Book::of_rows("");
    book.sheets = vec![
        sheet("隐藏", "state=\"hidden\"", &text_row(1, ["不", "要"])),
        sheet("很隐藏", "state=\"veryHidden\"", &text_row(1, ["也不", "要"])),
        sheet("空", "", ""),
        sheet("只有标题", "", "<row r=\"1\"><c t=\"str\"><v>说明</v></c></row>"),
        sheet("数据", "", &(text_row(2, ["姓名", "成绩"]) + &text_row(3, ["甲", "60"]))),
        sheet("更多", "", &text_row(1, ["姓名", "年龄"])),
    ];
    let bytes = book.bytes();
    let reader = open(&bytes).unwrap();
    assert_eq!((reader.sheet_name(), reader.header().row), ("数据", 2));
    let named =
        |name: &str| OpenOptions { sheet: Some(name.to_string()), ..OpenOptions::default() };
    assert_eq!(open_with(&bytes, &named(" 更多")).unwrap().header().labels, ["姓名", "年龄"]);
    assert_eq!(open_with(&bytes, &named("隐藏")).unwrap().header().labels, ["不", "要"]);
    assert_eq!(open_with(&bytes, &named("没有")).unwrap_err().code(), "sheet-no-such-sheet");
    assert_eq!(open_with(&bytes, &named("空")).unwrap_err().code(), "sheet-no-header");
}

#[test]
fn the_header_is_found_below_titles() {
    let rows = text_row(1, ["示例表", "单位：某"])
        + &text_row(3, ["＊姓 名", "成绩（分）"])
        + &text_row(4, ["姓名", "60"]);
    let bytes = Book::of_rows(&rows).bytes();
    let by = |header| open_with(&bytes, &OpenOptions { header, ..OpenOptions::default() });
    assert_eq!(by(HeaderRule::FirstTextRow).unwrap().header().row, 1);
    let found = by(labels(&["姓名", "成绩(分)", "证件号码"])).unwrap();
    assert_eq!(found.header().row, 3);
    assert_eq!(found.header().position("姓名"), Some(0));
    assert_eq!(found.header().position("成绩(分)"), Some(1));
    assert_eq!(found.header().position("证件号码"), None);
    assert_eq!(by(labels(&["姓名", "证件号码"])).unwrap_err().code(), "sheet-no-header");
    assert_eq!(by(labels(&["姓名"])).unwrap().header().row, 3);
    assert_eq!(by(HeaderRule::Row(3)).unwrap().header().row, 3);
    assert_eq!(by(HeaderRule::Row(2)).unwrap_err().code(), "sheet-no-header");
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let data: String = (2..=500).map(|row| text_row(row, ["甲", &row.to_string()])).collect();
    let bytes = Book::of_rows(&(text_row(1, ["姓名", "号"]) + &data)).bytes();
    let all = rows(&bytes).unwrap();
    assert_eq!(all.len(), 499);
    for start in [0, 1, 2, 3, 21, 22, 23, 300, 500] {
        let mut reader = open(&bytes).unwrap();
        reader.skip_to(start);
        let rest: Vec<_> = reader.map(Result::unwrap).collect();
        let expected: Vec<_> = all.iter().filter(|row| row.number >= start).cloned().collect();
        assert_eq!(rest, expected, "from {start}");
    }
    let mut reader = open(&bytes).unwrap();
    reader.skip_to(501);
    assert_eq!(reader.next_row().unwrap(), None);
    let progress = reader.progress();
    assert_eq!(progress.done, progress.total);
}
