//! What others may see of a name, a document number and a phone number.

use crate::name::is_han;

/// Who reads a masked number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// A clerk inside an authority or body: the first six and the last four characters.
    Clerk,
    /// Anyone: the first three and the last four.
    Public,
}

/// Surnames of two characters (复姓), which are shown whole.
const COMPOUND_SURNAMES: &str = "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 \
    赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 \
    巫马 公西 颛孙 壤驷 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 \
    东门 西门 南荣 第五 达奚 褚师 纳兰 完颜";

/// Hides a name for public pages: 张三 → 张\*, 张小三 → 张\*三, 欧阳小三 → 欧阳\*\*. Of longer names, of
/// names with `·` and of letters only the first character is shown.
pub fn mask_name(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let shown = |place: usize| match characters.len() {
        0 | 1 => false,
        count => {
            let compound = count > 2 && begins_with_compound_surname(&characters);
            place == 0
                || (compound && place == 1)
                || (count == 3 && !compound && place == 2 && characters.iter().all(|c| is_han(*c)))
        }
    };
    let open = |c: char| matches!(c, '·' | ' ');
    let masked = characters.iter().enumerate();
    masked.map(|(place, c)| if shown(place) || open(*c) { *c } else { '*' }).collect()
}

fn begins_with_compound_surname(characters: &[char]) -> bool {
    let first: String = characters.iter().take(2).collect();
    COMPOUND_SURNAMES.split_whitespace().any(|surname| surname == first)
}

/// Hides the middle of a document number. Numbers of fewer than fifteen characters show less: the
/// first and the last three to a clerk, the first and the last two to anyone.
pub fn mask_number(number: &str, disclosure: Disclosure) -> String {
    let count = number.chars().count();
    let (first, last) = match (disclosure, count) {
        (_, 0..=5) => (0, 0),
        (Disclosure::Clerk, 6..=14) => (1, 3),
        (Disclosure::Public, 6..=14) => (1, 2),
        (Disclosure::Clerk, _) => (6, 4),
        (Disclosure::Public, _) => (3, 4),
    };
    hide_middle(number, first, last)
}

/// Hides the middle of a phone number: `138****5678`. Numbers of another length show their last four
/// digits if that is less than half of them.
pub fn mask_phone(phone: &str) -> String {
    match phone.chars().count() {
        11 => hide_middle(phone, 3, 4),
        count if count > 8 => hide_middle(phone, 0, 4),
        _ => hide_middle(phone, 0, 0),
    }
}

fn hide_middle(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let shown = |place: usize| place < first || place + last >= count;
    text.chars().enumerate().map(|(place, c)| if shown(place) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_masked_as_the_field_does_it() {
        for (name, masked) in [
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("欧阳小三", "欧阳**"),
            ("欧阳三", "欧阳*"),
            ("司马", "司*"),
            ("张小三四", "张***"),
            ("丹", "*"),
            ("𠮷野家", "𠮷*家"),
            ("阿卜杜拉·买买提", "阿***·***"),
            ("Mary Ann", "M*** ***"),
            ("", ""),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn numbers_show_more_to_clerks_than_to_anyone() {
        let number = "110101199003071234";
        assert_eq!(mask_number(number, Disclosure::Clerk), "110101********1234");
        assert_eq!(mask_number(number, Disclosure::Public), "110***********1234");
        assert_eq!(mask_number("E12345678", Disclosure::Clerk), "E*****678");
        assert_eq!(mask_number("E12345678", Disclosure::Public), "E******78");
        assert_eq!(mask_number("12345", Disclosure::Clerk), "*****");
    }

    #[test]
    fn phones_show_operator_and_last_four() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("+8613812345678"), "**********5678");
        assert_eq!(mask_phone("87654321"), "********");
    }

    proptest! {
        #[test]
        fn a_mask_keeps_the_length_and_hides_at_least_half_of_a_number(number in "[0-9A-Z]{1,20}") {
            for disclosure in [Disclosure::Clerk, Disclosure::Public] {
                let masked = mask_number(&number, disclosure);
                prop_assert_eq!(masked.chars().count(), number.chars().count());
                let hidden = masked.chars().filter(|c| *c == '*').count();
                let least = if disclosure == Disclosure::Public { number.len() / 2 } else { number.len() / 3 };
                prop_assert!(hidden >= least, "{}", masked);
            }
        }

        #[test]
        fn a_masked_name_never_shows_more_than_two_characters(name in "[张李王欧阳司马一-龥]{1,12}") {
            let shown = mask_name(&name).chars().filter(|c| *c != '*').count();
            prop_assert!(shown <= 2);
        }
    }
}
