//! 账号与岗位: who may sign in and for what. The system administrator makes accounts, the security
//! administrator gives posts, the auditor reads; each is offered their own part.

use crate::kit::{State, Tone, show};
use crate::samples::{Sample, as_administrator, day, moment, sample};
use askama::Template;
use kernel::{FieldProblem, Instant, Lang, Role};
use web_kit::{Answer, FormState, Paging, T, Visit};

/// The list of accounts.
#[derive(Template)]
#[template(path = "accounts/list.html")]
pub struct AccountsPage {
    /// The request.
    pub v: Visit,
    /// Fields `q` and `role`.
    pub form: FormState,
    /// Whether the visitor may make accounts.
    pub may_invite: bool,
    /// What was found.
    pub found: Vec<AccountRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One account in the list.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// The name of its holder.
    pub name: String,
    /// Its page.
    pub href: String,
    /// 登录名
    pub login: String,
    /// Its posts: role and office.
    pub posts: Vec<(Role, String)>,
    /// How it stands.
    pub state: State,
}

/// One account.
#[derive(Template)]
#[template(path = "accounts/one.html")]
pub struct AccountPage {
    /// The request.
    pub v: Visit,
    /// The name of its holder.
    pub name: String,
    /// The address of this page.
    pub href: String,
    /// 登录名
    pub login: String,
    /// How it stands.
    pub state: State,
    /// When its holder last signed in.
    pub last: Option<Instant>,
    /// Its posts.
    pub posts: Vec<PostRow>,
    /// The posts that the visitor may give it: none for whoever gives none.
    pub roles: Vec<Role>,
    /// Whether the visitor may print a new code.
    pub may_print: bool,
    /// Whether the visitor may close it.
    pub may_close: bool,
    /// The form for one more post: fields `role`, `office`, `from_on`, `until_on` and `deputy_for`.
    pub form: FormState,
    /// Offices to choose from: id and name.
    pub offices: Vec<(String, String)>,
}

/// One post of an account.
#[derive(Clone, Debug)]
pub struct PostRow {
    /// What the holder does.
    pub role: Role,
    /// Where.
    pub office: String,
    /// For which territory; empty when the office is a body.
    pub territory: String,
    /// From when to when, and in whose place.
    pub days: String,
    /// Where it is taken away; empty for whoever may not.
    pub end_href: String,
}

/// The form of a new account.
#[derive(Template)]
#[template(path = "accounts/new.html")]
pub struct NewAccountPage {
    /// The request.
    pub v: Visit,
    /// Fields `name` and `login`; `role` and `office` when there are posts to give.
    pub form: FormState,
    /// The posts that the visitor may give along with it.
    pub roles: Vec<Role>,
    /// Offices to choose from: id and name.
    pub offices: Vec<(String, String)>,
}

/// The slip with a one-time activation code, to be printed and handed over. Shown once.
#[derive(Template)]
#[template(path = "accounts/slip.html")]
pub struct SlipPage {
    /// The request.
    pub v: Visit,
    /// The account's page.
    pub back: String,
    /// The name of its holder.
    pub name: String,
    /// 登录名
    pub login: String,
    /// The code.
    pub code: String,
    /// Until when it can be used.
    pub until: Instant,
    /// Where it is used.
    pub address: String,
    /// Whether it belongs to a person and not to staff: the way back leads to their page.
    pub personal: bool,
}

impl SlipPage {
    /// The slip speaks both languages: whoever holds it may read either.
    fn languages(&self) -> [T; 2] {
        Lang::ALL.map(T::new)
    }

    fn crumb(&self) -> (String, &'static str) {
        list_crumb(&self.v, self.personal)
    }
}

/// What closing an account does, before it is closed for good.
#[derive(Template)]
#[template(path = "accounts/close.html")]
pub struct ClosePage {
    /// The request.
    pub v: Visit,
    /// The name of its holder, or the sign-in name where that is not read.
    pub who: String,
    /// 登录名
    pub login: String,
    /// The account's page.
    pub back: String,
    /// Whether it belongs to a person and not to staff.
    pub personal: bool,
    /// Marks the form, so that sending it twice changes nothing more.
    pub form: FormState,
}

impl ClosePage {
    fn crumb(&self) -> (String, &'static str) {
        list_crumb(&self.v, self.personal)
    }

    /// An official who leaves.
    pub fn sample(v: Visit) -> Self {
        ClosePage {
            who: v.t.lang.pick("示例经办", "Shili Jingban").to_owned(),
            login: "jingban".to_owned(),
            back: "/accounts/1".to_owned(),
            personal: false,
            form: FormState::default(),
            v: as_administrator(&v),
        }
    }
}

/// The list that leads to an account: of people or of accounts.
fn list_crumb(v: &Visit, personal: bool) -> (String, &'static str) {
    match personal {
        true => (v.t.get("people-title"), "/people"),
        false => (v.t.get("accounts-title"), "/accounts"),
    }
}

/// Every role as a choice: stored word and name.
fn roles(v: &Visit) -> Vec<(&'static str, String)> {
    named(v, &Role::ALL)
}

/// Roles as choices.
fn named(v: &Visit, roles: &[Role]) -> Vec<(&'static str, String)> {
    roles.iter().map(|role| (role.word(), role_name(v, role))).collect()
}

fn role_name(v: &Visit, role: &Role) -> String {
    v.t.get(&format!("role-{}", role.word()))
}

/// Shows the list.
///
/// # Errors
/// As [`show`].
pub fn accounts(page: &AccountsPage) -> Answer {
    show(page)
}

fn offices(v: &Visit) -> Vec<(String, String)> {
    let pair = |id: &str, zh: &str, en: &str| (id.to_owned(), v.t.lang.pick(zh, en).to_owned());
    vec![
        pair("1", "示例市人力资源和社会保障局", "Shili Human Resources Bureau"),
        pair("2", "示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre"),
    ]
}

impl AccountsPage {
    /// Three accounts.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let office = |n: usize| offices(&v)[n].1.clone();
        let row = |zh: &str, en: &str, login: &str, posts, state| AccountRow {
            name: lang.pick(zh, en).to_owned(),
            href: "/accounts/1".to_owned(),
            login: login.to_owned(),
            posts,
            state,
        };
        let found = vec![
            row(
                "示例经办",
                "Shili Jingban",
                "jingban",
                vec![(Role::Handler, office(0)), (Role::Checker, office(0))],
                State::new("state-effective", Tone::Done),
            ),
            row(
                "示例考务",
                "Shili Kaowu",
                "kaowu",
                vec![(Role::BodyClerk, office(1))],
                State::new("state-locked", Tone::Attention),
            ),
            row(
                "示例新人",
                "Shili Xinren",
                "xinren",
                Vec::new(),
                State::new("state-new", Tone::Quiet),
            ),
        ];
        let paging = Paging { shown: 3, total: Some(3), first: None, next: None };
        AccountsPage {
            v: as_administrator(&v),
            form: FormState::default(),
            may_invite: true,
            found,
            paging,
        }
    }
}

impl AccountPage {
    /// An official with two posts.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let post = |role| PostRow {
            role,
            office: offices(&v)[0].1.clone(),
            territory: lang.pick("示例市", "Shili City").to_owned(),
            days: v.t.lang.pick("2026年11月24日起", "From 24 November 2026").to_owned(),
            end_href: "/accounts/1/posts/1/end".to_owned(),
        };
        AccountPage {
            name: lang.pick("示例经办", "Shili Jingban").to_owned(),
            href: "/accounts/1".to_owned(),
            login: "jingban".to_owned(),
            state: State::new("state-effective", Tone::Done),
            last: Some(moment(day(2026, 11, 24), 8, 52)),
            posts: vec![post(Role::Handler), post(Role::Checker)],
            roles: Role::ALL.to_vec(),
            may_print: false,
            may_close: true,
            form: FormState::default(),
            offices: offices(&v),
            v: as_administrator(&v),
        }
    }
}

impl NewAccountPage {
    /// The form with a name that is taken.
    pub fn sample(v: Visit) -> Self {
        let mut form =
            FormState::with(&[("name", "示例经办"), ("login", "jingban"), ("role", "handler")]);
        form.refuse(FieldProblem::new("login", "accounts-login-taken"));
        NewAccountPage {
            offices: offices(&v),
            roles: vec![Role::BodyClerk],
            v: as_administrator(&v),
            form,
        }
    }
}

impl SlipPage {
    /// A slip.
    pub fn sample(v: Visit) -> Self {
        SlipPage {
            back: "/accounts/1".to_owned(),
            name: v.t.lang.pick("示例新人", "Shili Xinren").to_owned(),
            login: "xinren".to_owned(),
            code: "7K3M-0QX2-AT5B".to_owned(),
            until: moment(day(2026, 12, 1), 17, 30),
            address: "http://127.0.0.1:8080/activate".to_owned(),
            personal: false,
            v: as_administrator(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut new = NewAccountPage::sample(v.clone());
    (new.form, new.roles) = (FormState::default(), Vec::new());
    let mut read = AccountsPage::sample(v.clone());
    read.may_invite = false;
    let mut printing = AccountPage::sample(v.clone());
    (printing.roles, printing.may_print) = (Vec::new(), true);
    printing.posts.iter_mut().for_each(|post| post.end_href.clear());
    let mut reading = AccountPage::sample(v.clone());
    (reading.roles, reading.may_close) = (Vec::new(), false);
    vec![
        sample("accounts", &AccountsPage::sample(v.clone())),
        sample("accounts-read", &read),
        sample("account", &AccountPage::sample(v.clone())),
        sample("account-printing", &printing),
        sample("account-reading", &reading),
        sample("accounts-new", &new),
        sample("accounts-new-errors", &NewAccountPage::sample(v.clone())),
        sample("accounts-slip", &SlipPage::sample(v.clone())),
        sample("accounts-close", &ClosePage::sample(v.clone())),
    ]
}
