//! 登录: name and password, then a one-time code where a post asks for it.

use crate::kit::show;
use crate::samples::{Sample, sample};
use askama::Template;
use kernel::FieldProblem;
use web_kit::{Answer, FormState, Visit};

/// The first step.
#[derive(Template)]
#[template(path = "sign_in/password.html")]
pub struct SignInPage {
    /// The request.
    pub v: Visit,
    /// Fields `login`, `password` (never shown again) and the hidden `back`.
    pub form: FormState,
    /// Accounts that one press signs in; only in the demo.
    pub demo: Vec<DemoAccount>,
}

/// An account of the demo.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// What is sent.
    pub login: String,
    /// Whose account it is, such as 机构考务.
    pub name: String,
}

/// The second step: a one-time code.
#[derive(Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    /// The request.
    pub v: Visit,
    /// Field `code` and the hidden `back`.
    pub form: FormState,
}

/// Shows the first step.
///
/// # Errors
/// As [`show`].
pub fn password(v: Visit, form: FormState, demo: Vec<DemoAccount>) -> Answer {
    show(&SignInPage { v, form, demo })
}

/// Shows the second step.
///
/// # Errors
/// As [`show`].
pub fn code(v: Visit, form: FormState) -> Answer {
    show(&CodePage { v, form })
}

impl SignInPage {
    /// The page as the demo shows it.
    pub fn sample(v: Visit) -> Self {
        let roles = ["role-handler", "role-body_clerk", "role-body_issuer", "role-security_admin"];
        let demo = roles.map(|key| DemoAccount { login: key.to_owned(), name: v.t.get(key) });
        SignInPage { form: FormState::with(&[("back", "/archive")]), demo: demo.to_vec(), v }
    }
}

impl CodePage {
    /// The page after a wrong code.
    pub fn sample(v: Visit) -> Self {
        let mut form = FormState::with(&[("code", "123456")]);
        form.refuse(FieldProblem::new("code", "code-wrong"));
        CodePage { v, form }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut wrong = SignInPage::sample(v.clone());
    wrong.demo.clear();
    wrong.form = FormState::with(&[("login", "shili")]);
    wrong.form.refuse(FieldProblem::new("login", "sign-in-wrong"));
    let code = CodePage { v: v.clone(), form: FormState::default() };
    vec![
        sample("sign-in", &SignInPage::sample(v.clone())),
        sample("sign-in-wrong", &wrong),
        sample("sign-in-code", &code),
        sample("sign-in-code-wrong", &CodePage::sample(v.clone())),
    ]
}
