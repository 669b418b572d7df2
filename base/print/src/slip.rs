//! The printed slip with which a person first signs in or gets back in.

use crate::document::{Document, DocumentHead};
use crate::fonts::Fonts;
use crate::{PrintError, Sheet};
use kernel::Lang;

/// What an activation slip says.
#[derive(Clone, Debug)]
pub struct ActivationSlip<'a> {
    /// The name of the system, as the deployment calls it.
    pub system: &'a str,
    /// The language of the slip.
    pub lang: Lang,
    /// Whom it is for.
    pub person: &'a str,
    /// The account's login.
    pub login: &'a str,
    /// The one-time code as it is typed, without spaces.
    pub code: &'a str,
    /// Until when the code works, as printed.
    pub expires: &'a str,
    /// The address of the sign-in page; also set as a QR code. It must not hold the code.
    pub address: &'a str,
    /// What the code is for: first sign-in, recovery.
    pub purpose: &'a str,
    /// Printed large across the slip, such as 演示数据.
    pub watermark: Option<&'a str>,
}

/// Lays a slip out on the upper half of an A4 sheet, with a line to cut along.
///
/// # Errors
/// [`PrintError::MissingGlyphs`], [`PrintError::DoesNotFit`].
pub fn activation_slip(fonts: &Fonts, slip: &ActivationSlip<'_>) -> Result<Sheet, PrintError> {
    let lang = slip.lang;
    let head = DocumentHead {
        title: slip.purpose,
        lang,
        above: Some(slip.system),
        code: Some(slip.address),
        watermark: slip.watermark,
    };
    let mut document = Document::new(fonts, &head)?;
    document.values(&[
        (lang.pick("姓名", "Name"), slip.person),
        (lang.pick("登录名", "Login"), slip.login),
        (lang.pick("有效期至", "Valid until"), slip.expires),
    ])?;
    document.large(&grouped(slip.code))?;
    let open = format!("{}{}", lang.pick("打开 ", "Open "), slip.address);
    document.steps(&[
        &open,
        lang.pick("输入登录名和上面的一次性代码，空格可以不输。", "Enter the login and the one-time code above; spaces may be left out."),
        lang.pick(
            "按页面提示设置自己的密码，然后销毁这张纸。代码只能用一次。",
            "Choose your own password as the page says, then destroy this paper. The code works once.",
        ),
    ])?;
    document.note(lang.pick(
        "请勿把代码告诉任何人，包括工作人员。不是您本人申请的，请联系发放这张纸的窗口。",
        "Tell nobody the code, staff included. If you did not ask for it, contact the office that handed you this paper.",
    ))?;
    document.cut();
    document.finish()
}

/// A code in groups of four, which people read and type without losing their place.
fn grouped(code: &str) -> String {
    let characters: Vec<char> = code.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_set_in_groups_of_four() {
        assert_eq!(grouped("K7QM4T9XJ2"), "K7QM  4T9X  J2");
        assert_eq!(grouped("K7QM 4T9X"), "K7QM  4T9X");
    }
}
