//! Writes specimens of everything that is printed into a folder, as PDF and as pictures, and says
//! how large the files are and how fast certificates are made.
//!
//! `cargo run --release -p print --example specimen -- FOLDER`

#![allow(clippy::print_stdout)]

use kernel::Instant;
use kernel::Lang;
use print::{
    ActivationSlip, Align, CertificateFace, Column, Document, DocumentHead, EnglishFace, Fonts,
    PrintError, Sheet, activation_slip, certificate,
};
use std::path::Path;

const MADE: Instant = Instant::from_micros(1_795_449_600_000_000);

fn face() -> CertificateFace<'static> {
    CertificateFace {
        body_text: "本证书由示例省职业技能评价中心颁发，表明持证人通过本机构组织的职业技能等级认定，具备该职业（工种）相应技能等级水平。",
        name: "欧阳示例",
        document_kind: "居民身份证",
        document_number: "770101199003072316",
        occupation: "电工",
        variant: None,
        level: "三级/高级工",
        number: "S000077010012263000123",
        body_name: "示例省职业技能评价中心",
        issue_date: "2026年11月24日",
        photo: None,
        code: "https://skills.example.org/c/7Hq2mT9xKd4VbWc8Rz5NpY",
        lookups: &[
            "本证书查验：https://skills.example.org/check",
            "技能人才评价证书全国联网查询：http://jndj.osta.org.cn（2026年11月）",
            "技能人才评价机构查询：http://pjjg.osta.org.cn（2026年11月）",
        ],
        print_serial: Some("0000123"),
        watermark: None,
        english: None,
    }
}

fn variants() -> Vec<(&'static str, CertificateFace<'static>)> {
    let english = EnglishFace {
        body_text: Some(
            "This certificate is issued by Example Province Vocational Skills Evaluation Centre. The holder has passed \
             the skill-level evaluation held by this body and has the skills of the stated level in the stated occupation.",
        ),
        document_kind: Some("Citizen identity card"),
        occupation: Some("Electrician"),
        variant: None,
        level: Some("Level 3 / Senior worker"),
        body_name: Some("Example Province Vocational Skills Evaluation Centre"),
        issue_date: Some("24 November 2026"),
    };
    let long = CertificateFace {
        name: "阿卜杜热合曼·买买提吐尔逊·示例阿卜杜热合曼·买买提吐尔逊·示例阿卜杜热合曼·买买提吐尔逊",
        occupation: "其他纺织品、服装和皮革、毛皮制品加工制作人员以及火工品制造、保管、爆破及焰火产品制造人员",
        variant: Some("运输设备和通用工程机械操作人员及有关人员（含增材制造设备操作方向）"),
        body_name: "示例省示例市示例县示例经济技术开发区示例重型机械制造（集团）股份有限公司第一分公司",
        ..face()
    };
    vec![
        ("plain", face()),
        ("demo", CertificateFace { watermark: Some("演示数据"), name: "示例𬭚𠮷", ..face() }),
        ("english", CertificateFace { english: Some(english), ..face() }),
        ("long", long),
    ]
}

fn slip(fonts: &Fonts) -> Result<Sheet, PrintError> {
    activation_slip(
        fonts,
        &ActivationSlip {
            system: "示范省职业技能评价平台",
            lang: Lang::Zh,
            person: "示例王小明",
            login: "wangxm-7701",
            code: "K7QM4T9XJ2RB",
            expires: "2026年11月27日 18:00",
            address: "https://skills.example.org/activate",
            purpose: "首次登录一次性代码",
            watermark: None,
        },
    )
}

fn letter(fonts: &Fonts) -> Result<Sheet, PrintError> {
    let head = DocumentHead {
        title: "关于示例企业职业技能等级认定批次成绩的通知",
        lang: Lang::Zh,
        above: Some("示例省职业技能评价中心　示评〔2026〕17号　2026年11月24日"),
        code: Some("https://skills.example.org/r/2026-0017"),
        watermark: None,
    };
    let mut letter = Document::new(fonts, &head)?;
    letter.paragraph(
        "您单位申报的批次已完成理论知识和操作技能考核。根据《职业技能等级认定工作规程》，各部分成绩均达到60分及以上者为合格。\n成绩名单见下表；有异议的，请在公示之日起5个工作日内以书面形式提出，并附证据材料。",
    )?;
    letter.values(&[
        ("批次编号", "PC-2026-0017"),
        ("职业（工种）", "电工"),
        ("考核地点", "示例市示例区示例路88号示例职业技能评价中心第三实训楼二层206室（由东门进入，随指引前往）"),
    ])?;
    letter.heading("成绩名单")?;
    let columns = [
        Column { title: "序号", share: 0.6, align: Align::Centre },
        Column { title: "姓名", share: 1.8, align: Align::Left },
        Column { title: "证件号码", share: 2.0, align: Align::Left },
        Column { title: "理论", share: 0.7, align: Align::Right },
        Column { title: "技能", share: 0.7, align: Align::Right },
        Column { title: "结果", share: 0.8, align: Align::Centre },
    ];
    let rows: Vec<Vec<String>> = (1..=64)
        .map(|i| {
            let name = if i % 9 == 0 {
                "阿卜杜热合曼·买买提吐尔逊·示例".to_owned()
            } else {
                format!("示例{i}")
            };
            let row = [
                i.to_string(),
                name,
                "7701**********2316".to_owned(),
                "85.5".to_owned(),
                "72.0".to_owned(),
            ];
            row.into_iter().chain(["合格".to_owned()]).collect()
        })
        .collect();
    letter.table(&columns, &rows)?;
    letter.signatures(&["考评组长（签字）", "质量督导员（签字）", "评价机构（盖章）"])?;
    letter.finish()
}

fn write(folder: &Path, name: &str, sheet: &Sheet) {
    let pdf = sheet.to_pdf(MADE, None).expect("the specimen can be written");
    println!("{name}.pdf: {} bytes, {} pages", pdf.len(), sheet.pages());
    std::fs::write(folder.join(format!("{name}.pdf")), pdf).expect("the folder can be written");
    for page in 0..sheet.pages() {
        let png = sheet.to_png(page, 110).expect("the specimen can be drawn");
        std::fs::write(folder.join(format!("{name}-{page}.png")), png)
            .expect("the folder can be written");
    }
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "specimens".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let start = std::time::Instant::now();
    let fonts = Fonts::embedded();
    println!("typefaces read in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    for (name, face) in variants() {
        write(folder, name, &certificate(&fonts, &face).expect("the specimen fits"));
    }
    write(folder, "slip", &slip(&fonts).expect("the specimen fits"));
    write(folder, "letter", &letter(&fonts).expect("the specimen fits"));
    let start = std::time::Instant::now();
    const ROUNDS: u32 = 100;
    for _ in 0..ROUNDS {
        let sheet = certificate(&fonts, &face()).expect("the specimen fits");
        sheet.to_pdf(MADE, None).expect("the specimen can be written");
    }
    println!("{:.0} certificates per second", f64::from(ROUNDS) / start.elapsed().as_secs_f64());
    let sheet = certificate(&fonts, &face()).expect("the specimen fits");
    let start = std::time::Instant::now();
    sheet.to_png(0, 150).expect("the specimen can be drawn");
    println!("picture of 150 dpi in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
}
