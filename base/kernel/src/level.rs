//! Skill levels (职业技能等级): the eight of 人社部发〔2022〕14号, how they are printed, numbered and
//! typed.

use crate::{Lang, text};
use serde::{Deserialize, Serialize};

/// A skill level, from the lowest to the highest; the order of the variants is the order of rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkillLevel {
    /// 学徒工: within an employer only; no certificate number is published for it.
    Apprentice,
    /// 五级/初级工
    Level5,
    /// 四级/中级工
    Level4,
    /// 三级/高级工: from here on a person is high-skilled.
    Level3,
    /// 二级/技师
    Level2,
    /// 一级/高级技师
    Level1,
    /// 特级技师: appointed by an employer (评聘).
    SpecialGrade,
    /// 首席技师: appointed by an employer (评聘).
    Chief,
}

/// Why a typed level was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelProblem {
    /// Nothing was typed.
    Empty,
    /// No way of writing a level that we know.
    Unknown,
    /// 初级, 中级 or 高级 alone: also the grades of the education side's 1+X certificate and of
    /// professional titles, which are not levels 5 to 3.
    Ambiguous,
    /// Two levels in one cell, such as 三级/高级技师.
    Contradictory,
}

impl LevelProblem {
    /// The key of the text that says what to do.
    pub fn code(self) -> &'static str {
        match self {
            LevelProblem::Empty => "level-empty",
            LevelProblem::Unknown => "level-unknown",
            LevelProblem::Ambiguous => "level-ambiguous",
            LevelProblem::Contradictory => "level-contradictory",
        }
    }

    /// All of them.
    pub const ALL: [LevelProblem; 4] = [
        LevelProblem::Empty,
        LevelProblem::Unknown,
        LevelProblem::Ambiguous,
        LevelProblem::Contradictory,
    ];
}

impl SkillLevel {
    /// All levels, lowest first.
    pub const ALL: [SkillLevel; 8] = [
        SkillLevel::Apprentice,
        SkillLevel::Level5,
        SkillLevel::Level4,
        SkillLevel::Level3,
        SkillLevel::Level2,
        SkillLevel::Level1,
        SkillLevel::SpecialGrade,
        SkillLevel::Chief,
    ];

    /// As it stands on a certificate: `三级/高级工`.
    pub fn printed(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            SkillLevel::Apprentice => ("学徒工", "Apprentice"),
            SkillLevel::Level5 => ("五级/初级工", "Level 5 / Junior Skilled Worker"),
            SkillLevel::Level4 => ("四级/中级工", "Level 4 / Intermediate Skilled Worker"),
            SkillLevel::Level3 => ("三级/高级工", "Level 3 / Senior Skilled Worker"),
            SkillLevel::Level2 => ("二级/技师", "Level 2 / Technician"),
            SkillLevel::Level1 => ("一级/高级技师", "Level 1 / Senior Technician"),
            SkillLevel::SpecialGrade => ("特级技师", "Special-Grade Technician"),
            SkillLevel::Chief => ("首席技师", "Chief Technician"),
        };
        lang.pick(zh, en)
    }

    /// The title alone: `高级工`.
    pub fn title(self, lang: Lang) -> &'static str {
        let printed = self.printed(lang);
        printed.rsplit('/').next().unwrap_or(printed).trim_start()
    }

    /// The digit of levels 5 to 1.
    pub fn digit(self) -> Option<u8> {
        match self {
            SkillLevel::Level5 => Some(5),
            SkillLevel::Level4 => Some(4),
            SkillLevel::Level3 => Some(3),
            SkillLevel::Level2 => Some(2),
            SkillLevel::Level1 => Some(1),
            SkillLevel::Apprentice | SkillLevel::SpecialGrade | SkillLevel::Chief => None,
        }
    }

    /// The level of a digit, 5 to 1.
    pub fn from_digit(digit: u8) -> Option<SkillLevel> {
        SkillLevel::ALL.into_iter().find(|level| level.digit() == Some(digit))
    }

    /// Whether the holder counts as high-skilled (高技能人才): level 3 and above.
    pub fn high_skilled(self) -> bool {
        self >= SkillLevel::Level3
    }

    /// Whether the level is appointed by an employer (评聘) and closed to social evaluation bodies.
    pub fn appointed(self) -> bool {
        self >= SkillLevel::SpecialGrade
    }

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            SkillLevel::Apprentice => "apprentice",
            SkillLevel::Level5 => "level5",
            SkillLevel::Level4 => "level4",
            SkillLevel::Level3 => "level3",
            SkillLevel::Level2 => "level2",
            SkillLevel::Level1 => "level1",
            SkillLevel::SpecialGrade => "special_grade",
            SkillLevel::Chief => "chief",
        }
    }

    /// The level of a stored word.
    pub fn from_word(word: &str) -> Option<SkillLevel> {
        SkillLevel::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Reads what people type into a cell: `高级工`, `三级`, `三级/高级工`, `高级工（三级）`, `3`,
    /// `3级`, `level 3` and the like. Anything that does not name exactly one level is refused.
    pub fn read(typed: &str) -> Result<SkillLevel, LevelProblem> {
        let text = text::compact(typed).to_lowercase();
        if text.is_empty() {
            return Err(LevelProblem::Empty);
        }
        let text = text.strip_prefix("职业技能等级").unwrap_or(&text);
        if let Some(level) = one_form(&text.replace('-', "")) {
            return Ok(level);
        }
        let parts: Vec<&str> = text.split(is_separator).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] => Err(LevelProblem::Unknown),
            [part] => read_joined(part),
            _ => read_parts(&parts),
        }
    }
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '\\' | '(' | ')' | '[' | ']' | '【' | '】' | '、' | ',' | '|' | '-' | '—' | '·'
    )
}

fn read_parts(parts: &[&str]) -> Result<SkillLevel, LevelProblem> {
    let mut found = None;
    for part in parts {
        // 高级 beside 三级 names the same level and is no longer ambiguous.
        let level = match one_form(part).or_else(|| grade_word(part)) {
            Some(level) => level,
            None => return Err(LevelProblem::Unknown),
        };
        if found.is_some_and(|other| other != level) {
            return Err(LevelProblem::Contradictory);
        }
        found = Some(level);
    }
    if parts.iter().all(|part| grade_word(part).is_some()) {
        return Err(LevelProblem::Ambiguous);
    }
    if parts.iter().all(|part| typed_digit(part).is_some()) {
        // 3/3 is a date that a spreadsheet program made of something else.
        return Err(LevelProblem::Unknown);
    }
    found.ok_or(LevelProblem::Unknown)
}

/// One word, or two forms written without anything between them: `三级高级工`.
fn read_joined(part: &str) -> Result<SkillLevel, LevelProblem> {
    if let Some(level) = one_form(part) {
        return Ok(level);
    }
    if grade_word(part).is_some() {
        return Err(LevelProblem::Ambiguous);
    }
    for (at, _) in part.char_indices().skip(1) {
        let (front, back) = part.split_at(at);
        if typed_digit(front).is_some() == typed_digit(back).is_some() {
            continue;
        }
        if let (Some(a), Some(b)) = (one_form(front), one_form(back)) {
            return if a == b { Ok(a) } else { Err(LevelProblem::Contradictory) };
        }
    }
    Err(LevelProblem::Unknown)
}

fn grade_word(text: &str) -> Option<SkillLevel> {
    match text {
        "初级" => Some(SkillLevel::Level5),
        "中级" => Some(SkillLevel::Level4),
        "高级" => Some(SkillLevel::Level3),
        _ => None,
    }
}

/// The forms that name a level by themselves, compacted and in lower case.
fn one_form(text: &str) -> Option<SkillLevel> {
    let level = match text {
        "学徒工" | "学徒" | "apprentice" => SkillLevel::Apprentice,
        "初级工" | "初级技能" | "juniorskilledworker" => SkillLevel::Level5,
        "中级工" | "中级技能" | "intermediateskilledworker" => SkillLevel::Level4,
        "高级工" | "高级技能" | "seniorskilledworker" => SkillLevel::Level3,
        "技师" | "technician" => SkillLevel::Level2,
        "高级技师" | "seniortechnician" => SkillLevel::Level1,
        "特级技师" | "specialgradetechnician" => SkillLevel::SpecialGrade,
        "首席技师" | "chieftechnician" => SkillLevel::Chief,
        other => return SkillLevel::from_digit(typed_digit(other)?),
    };
    Some(level)
}

fn typed_digit(text: &str) -> Option<u8> {
    let bare = text.strip_suffix('级').unwrap_or(text);
    let bare = ["level", "lv", "l"].iter().find_map(|p| bare.strip_prefix(p)).unwrap_or(bare);
    match bare {
        "1" | "一" | "i" | "ⅰ" => Some(1),
        "2" | "二" | "ii" | "ⅱ" => Some(2),
        "3" | "三" | "iii" | "ⅲ" => Some(3),
        "4" | "四" | "iv" | "ⅳ" => Some(4),
        "5" | "五" | "v" | "ⅴ" => Some(5),
        _ => None,
    }
}

/// Which letter stands for the appointed levels in a certificate number. No published table gives
/// them, so they are configuration; `T` and `S` unless set otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelSymbols {
    special_grade: char,
    chief: char,
}

impl Default for LevelSymbols {
    fn default() -> Self {
        LevelSymbols { special_grade: 'T', chief: 'S' }
    }
}

impl LevelSymbols {
    /// Two different capital letters; nothing otherwise.
    pub fn new(special_grade: char, chief: char) -> Option<Self> {
        let capitals = special_grade.is_ascii_uppercase() && chief.is_ascii_uppercase();
        (capitals && special_grade != chief).then_some(LevelSymbols { special_grade, chief })
    }

    /// The character of a certificate number for the level; an apprentice gets no such number.
    pub fn symbol(self, level: SkillLevel) -> Option<char> {
        match level {
            SkillLevel::Apprentice => None,
            SkillLevel::SpecialGrade => Some(self.special_grade),
            SkillLevel::Chief => Some(self.chief),
            _ => level.digit().map(|digit| char::from(b'0' + digit)),
        }
    }

    /// The level of a certificate number's character.
    pub fn level(self, symbol: char) -> Option<SkillLevel> {
        SkillLevel::ALL.into_iter().find(|level| self.symbol(*level) == Some(symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_printed_form_of_every_level_reads_back_in_both_languages() {
        for level in SkillLevel::ALL {
            for lang in Lang::ALL {
                assert_eq!(SkillLevel::read(level.printed(lang)), Ok(level));
                assert_eq!(SkillLevel::read(level.title(lang)), Ok(level));
            }
            assert_eq!(SkillLevel::from_word(level.word()), Some(level));
            let json = serde_json::to_string(&level).unwrap();
            assert_eq!(json, format!("\"{}\"", level.word()));
        }
        assert_eq!(SkillLevel::Level1.printed(Lang::Zh), "一级/高级技师");
        assert_eq!(SkillLevel::Level3.title(Lang::Zh), "高级工");
    }

    #[test]
    fn the_ways_people_type_level_three_are_one_level() {
        let ways = [
            "高级工",
            "三级",
            "三级/高级工",
            "高级工/三级",
            "三级／高级工",
            "三级、高级工",
            "3",
            "3级",
            "３",
            "３级",
            " 三 级 ",
            "三",
            "level 3",
            "Level3",
            "LEVEL-3",
            "L3",
            "lv3",
            "Ⅲ级",
            "III",
            "高级工（三级）",
            "三级(高级工)",
            "三级高级工",
            "高级工三级",
            "3级/高级工",
            "三级—高级工",
            "高级技能",
            "三级/高级",
            "职业技能等级三级",
            "三级\u{200B}",
            "Senior Skilled Worker",
        ];
        for way in ways {
            assert_eq!(SkillLevel::read(way), Ok(SkillLevel::Level3), "{way}");
        }
    }

    #[test]
    fn what_does_not_name_one_level_is_refused_with_its_reason() {
        let cases = [
            ("", LevelProblem::Empty),
            ("\u{3000}", LevelProblem::Empty),
            ("高级", LevelProblem::Ambiguous),
            ("中级", LevelProblem::Ambiguous),
            ("高级/高级", LevelProblem::Ambiguous),
            ("三级/高级技师", LevelProblem::Contradictory),
            ("二级高级技师", LevelProblem::Contradictory),
            ("三级/二级", LevelProblem::Contradictory),
            ("六级", LevelProblem::Unknown),
            ("0", LevelProblem::Unknown),
            ("33", LevelProblem::Unknown),
            ("3/3", LevelProblem::Unknown),
            ("3.5", LevelProblem::Unknown),
            ("助理工程师", LevelProblem::Unknown),
            ("/", LevelProblem::Unknown),
            ("三级/电工", LevelProblem::Unknown),
        ];
        for (typed, problem) in cases {
            assert_eq!(SkillLevel::read(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn levels_rank_from_apprentice_to_chief() {
        assert!(SkillLevel::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        let high: Vec<_> = SkillLevel::ALL.into_iter().filter(|l| l.high_skilled()).collect();
        assert_eq!(high.len(), 5);
        assert_eq!(high[0], SkillLevel::Level3);
        assert!(SkillLevel::SpecialGrade.appointed() && !SkillLevel::Level1.appointed());
    }

    #[test]
    fn symbols_name_levels_and_are_configuration() {
        let usual = LevelSymbols::default();
        for level in SkillLevel::ALL.into_iter().skip(1) {
            assert_eq!(usual.level(usual.symbol(level).unwrap()), Some(level));
        }
        assert_eq!(usual.symbol(SkillLevel::Apprentice), None);
        assert_eq!(usual.symbol(SkillLevel::Level3), Some('3'));
        assert_eq!(usual.level('T'), Some(SkillLevel::SpecialGrade));
        let own = LevelSymbols::new('A', 'B').unwrap();
        assert_eq!(own.level('A'), Some(SkillLevel::SpecialGrade));
        assert_eq!(own.level('T'), None);
        assert_eq!(LevelSymbols::new('T', 'T'), None);
        assert_eq!(LevelSymbols::new('t', 'S'), None);
        assert_eq!(LevelSymbols::new('1', 'S'), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,20}") {
            let _ = SkillLevel::read(&text);
        }
    }
}
