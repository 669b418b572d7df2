//! What a new password has to be.

use kernel::FieldProblem;

/// The fewest characters.
pub const LEAST: usize = 12;
/// The most characters: hashing must not be made to work on a book.
pub const MOST: usize = 128;
/// The fewest different characters.
const DIFFERENT: usize = 6;

/// What many people take, in small letters; anything that holds one of them and little else is
/// refused. Length does the rest.
const COMMON: [&str; 16] = [
    "password",
    "qwertyuiop",
    "1234567890",
    "0123456789",
    "administrator",
    "kaogong",
    "letmein",
    "iloveyou",
    "welcome",
    "woaini",
    "abcdefgh",
    "qazwsxedc",
    "1qaz2wsx",
    "asdfghjkl",
    "88888888",
    "zxcvbnm",
];

/// Checks a new password. The rule is about length and about what others would try first; mixed
/// classes of characters and forced changes are not asked for (NIST SP 800-63B, section 3.1.1.2).
///
/// # Errors
/// `access-password-short`, `access-password-long`, `access-password-login` or
/// `access-password-common`.
pub fn check(password: &str, login: &str) -> Result<(), FieldProblem> {
    let refuse = |code| Err(FieldProblem::new("password", code).arg("count", LEAST));
    let characters = password.chars().count();
    if characters < LEAST {
        return refuse("access-password-short");
    }
    if characters > MOST {
        return refuse("access-password-long");
    }
    let small = password.to_lowercase();
    let others = |part: &str| small.replace(part, "").chars().count();
    if !login.is_empty() && small.contains(login) && others(login) < LEAST / 2 {
        return refuse("access-password-login");
    }
    let mut different: Vec<char> = small.chars().collect();
    different.sort_unstable();
    different.dedup();
    let common = COMMON.iter().any(|common| small.contains(common) && others(common) < LEAST / 2);
    if common || different.len() < DIFFERENT {
        return refuse("access-password-common");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> &'static str {
        check(password, "shili.jingban").err().map_or("good", |problem| problem.code)
    }

    #[test]
    fn long_phrases_pass_and_what_everybody_tries_does_not() {
        assert_eq!(code("规矩绳墨榫卯斗拱刨花启航"), "good");
        assert_eq!(code("three brown lathes"), "good");
        assert_eq!(code("elevenchars"), "access-password-short");
        assert_eq!(code(&"ab1cd2ef3".repeat(20)), "access-password-long");
        assert_eq!(code("Shili.Jingban1"), "access-password-login");
        assert_eq!(code("Password12345"), "access-password-common");
        assert_eq!(code("1qaz2wsx!!!!!"), "access-password-common");
        assert_eq!(code("abababababababab"), "access-password-common");
    }
}
