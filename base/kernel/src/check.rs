//! Check characters (ISO/IEC 7064), which catch single mistakes and swaps of neighbours.

/// The check character of ISO 7064 MOD 11-2 over a run of digits, as citizen identity numbers use
/// it (GB 11643-1999). Nothing when a character is not a digit.
pub fn mod_11_2(digits: &str) -> Option<char> {
    let mut sum = 0u32;
    for c in digits.chars() {
        sum = (sum + c.to_digit(10)?) * 2 % 11;
    }
    let check = (12 - sum) % 11;
    Some(if check == 10 { 'X' } else { char::from_digit(check, 10)? })
}

/// Digits and letters of a human reference: 31 of them, a prime, without I, L, O, U and Z, which are
/// misread for one another.
const REFERENCE: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";

/// Writes a reference from random bytes, one character each, and adds a check character: a weighted
/// sum modulo 31, which every single mistake and every swap of neighbours changes as long as the
/// reference is shorter than 29 characters.
pub fn reference(random: &[u8]) -> String {
    let mut text: String = random.iter().map(|b| REFERENCE[(b % 31) as usize] as char).collect();
    text.push(reference_check(&text).unwrap_or('0'));
    text
}

/// Normalises what a person typed (lower case, spaces, hyphens, O for 0, I or L for 1, Z for 2) and checks
/// the last character. Nothing when it does not hold.
pub fn read_reference(typed: &str) -> Option<String> {
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'Z' => '2',
            other => other,
        })
        .collect();
    if !text.is_ascii() || text.len() < 2 {
        return None;
    }
    let (body, check) = text.split_at(text.len() - 1);
    (reference_check(body)? == check.chars().next()?).then_some(text)
}

fn reference_check(body: &str) -> Option<char> {
    let mut sum = 0usize;
    for (i, c) in body.bytes().enumerate() {
        let digit = REFERENCE.iter().position(|r| *r == c)?;
        sum += (i + 2) * digit;
    }
    Some(REFERENCE[sum % 31] as char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_identity_numbers_hold() {
        for number in ["11010519491231002X", "360426199101010071", "440301200002291237"] {
            assert_eq!(mod_11_2(&number[..17]), number.chars().last(), "{number}");
        }
    }

    #[test]
    fn a_reference_survives_the_way_people_type_it() {
        let reference = reference(&[1, 0, 14, 31, 9, 22, 7, 3, 30, 12]);
        let typed = reference.to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(read_reference(&format!(" {}-{} ", &typed[..5], &typed[5..])), Some(reference));
    }

    #[test]
    fn a_single_wrong_character_is_caught() {
        let good = reference(&[5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
        for i in 0..good.len() {
            for c in REFERENCE {
                let mut bad = good.clone().into_bytes();
                if bad[i] == *c {
                    continue;
                }
                bad[i] = *c;
                assert_eq!(read_reference(std::str::from_utf8(&bad).unwrap()), None);
            }
        }
    }
}
