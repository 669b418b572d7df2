//! 审计: who changed what, and who looked at whose record.

use crate::kit::show;
use crate::samples::{Sample, as_administrator, day, moment, sample};
use askama::Template;
use kernel::Instant;
use web_kit::{Answer, FormState, Paging, Visit};

/// A part of the record.
#[derive(Template)]
#[template(path = "audit/list.html")]
pub struct AuditPage {
    /// The request.
    pub v: Visit,
    /// Whether looks are shown, not changes.
    pub looks: bool,
    /// Fields `from` and `until`.
    pub form: FormState,
    /// Latest first.
    pub entries: Vec<Entry>,
    /// The links below the list.
    pub paging: Paging,
}

/// One entry of the record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// Who: the holder's name, or that nobody had signed in.
    pub who: String,
    /// Where everything else that they did is; empty when nobody had signed in.
    pub who_href: String,
    /// What was done.
    pub what: String,
    /// To which record, in words, or why.
    pub about: String,
    /// The page of that record; empty where there is none that an auditor may open.
    pub about_href: String,
    /// The identifier of a record without a name, as the log has it; else empty.
    pub about_id: String,
    /// Names the request in the log.
    pub request: String,
}

/// Shows the record.
///
/// # Errors
/// As [`show`].
pub fn audit(page: &AuditPage) -> Answer {
    show(page)
}

impl AuditPage {
    fn about_key(&self) -> &'static str {
        if self.looks { "audit-purpose" } else { "audit-subject" }
    }

    fn sample(v: Visit, looks: bool) -> Self {
        let entry = |hour, what: &str, about: &str, href: &str| Entry {
            at: moment(day(2026, 11, 24), hour, 12),
            who: v.t.lang.pick("示例经办", "Shili Jingban").to_owned(),
            who_href: "?account=1".to_owned(),
            what: what.to_owned(),
            about: about.to_owned(),
            about_href: href.to_owned(),
            about_id: String::new(),
            request: "7K3M0QX2AT".to_owned(),
        };
        let entries = match looks {
            true => {
                vec![entry(11, &v.t.get("certificate-shown"), &v.t.get("people-purpose-audit"), "")]
            }
            false => {
                let did = |kind, action| v.t.get(&platform::changes::text_key(kind, action));
                let account = v.t.lang.pick("示例考务", "Shili Kaowu");
                let run = Entry {
                    about_id: "0706db1j0gg00r000000000001".to_owned(),
                    ..entry(9, &did("run", "release"), &v.t.get("audit-kind-run"), "")
                };
                vec![entry(10, &did("account", "invite"), account, "/accounts/1"), run]
            }
        };
        let paging = Paging { shown: entries.len(), ..Paging::default() };
        AuditPage { looks, form: FormState::default(), entries, paging, v: as_administrator(&v) }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut empty = AuditPage::sample(v.clone(), false);
    empty.entries.clear();
    vec![
        sample("audit", &AuditPage::sample(v.clone(), false)),
        sample("audit-looks", &AuditPage::sample(v.clone(), true)),
        sample("audit-empty", &empty),
    ]
}
