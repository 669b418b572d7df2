//! Monthly returns of the demonstration: of the first prefecture one that is locked, one that was
//! returned and one that waits to be accepted; of the province one that is locked and one that is being
//! filled. Nobody has begun the others yet.

use super::Maker;
use super::accounts::acting;
use access::OfficeRef;
use chrono::Datelike as _;
use kernel::{Actor, AuthorityId, Month, Office, Post, Problem, Result, ReturnId, Role};
use organisations::AuthorityKind;
use returns::{Answer, NewReturn, Seen, Span, Typed};

/// The official of the prefecture who fills its returns.
const CLERK: &str = "shibao";
/// Their colleague who checks and hands in.
const CHECKER: &str = "shishen";

/// People of one office, and of the one above it.
struct Line {
    office: AuthorityId,
    clerk: Actor,
    checker: Actor,
    above: Actor,
}

impl Maker<'_> {
    pub(super) async fn returns(&self, top: AuthorityId) -> Result<()> {
        let last = Month::of(self.today).previous();
        let province = Line {
            office: top,
            clerk: self.post(top, Role::Handler).await?,
            checker: self.post(top, Role::Checker).await?,
            above: self.post(top, Role::Approver).await?,
        };
        let prefecture = self.prefecture(top).await?;
        let id = self.handed_in_return(&province, "plan", last.previous()).await?;
        self.decide_return(&province.above, id, Answer::Accept).await?;
        let id = self.handed_in_return(&prefecture, "evaluation", last).await?;
        self.decide_return(&prefecture.above, id, Answer::Accept).await?;
        let id = self.handed_in_return(&prefecture, "bodies", last).await?;
        let reason = "第20行企业职工比上月台账少，请核对后再报".to_owned();
        self.decide_return(&prefecture.above, id, Answer::Return { reason }).await?;
        self.handed_in_return(&prefecture, "plan", last).await?;
        self.begun_return(&province, "evaluation", last).await.map(drop)
    }

    async fn prefecture(&self, top: AuthorityId) -> Result<Line> {
        let authorities = self.app.organisations.authorities().await?;
        let below = authorities
            .iter()
            .filter(|one| one.parent == Some(top) && one.kind == AuthorityKind::HumanResources);
        let office = below.min_by_key(|one| one.division).ok_or_else(Problem::not_found)?.id;
        let account = async |login: &str, name: &str, role| {
            let post = Some((role, OfficeRef::Authority(office)));
            self.activated(login.to_owned(), name.to_owned(), post, None).await
        };
        let clerk = account(CLERK, "示例晨光统计", Role::Handler).await?;
        let checker = account(CHECKER, "示例晨光复核", Role::Checker).await?;
        let of = |account, role| {
            let office = Office::Authority { id: office, territory: Vec::new() };
            acting(account, None, vec![Post { role, office }])
        };
        Ok(Line {
            office,
            clerk: of(clerk, Role::Handler),
            checker: of(checker, Role::Checker),
            above: self.post(top, Role::Checker).await?,
        })
    }

    async fn begun_return(&self, line: &Line, form: &str, month: Month) -> Result<ReturnId> {
        let ctx = self.ctx(line.clerk.clone(), self.today);
        let new = NewReturn { form: form.to_owned(), month, authority: line.office };
        self.app.draft_return(&ctx, None, new).await
    }

    /// One that was filled and handed in, with an explanation where one is needed.
    async fn handed_in_return(&self, line: &Line, form: &str, month: Month) -> Result<ReturnId> {
        let id = self.begun_return(line, form, month).await?;
        let ctx = self.ctx(line.clerk.clone(), self.today);
        let file = self.app.returns.file(&ctx, id).await?;
        let empty = file.sheet.cells.iter().filter(|cell| cell.own().is_none());
        let typed: Vec<Typed> = empty
            .map(|cell| Typed {
                row: cell.row.clone(),
                span: cell.span,
                value: Some(by_hand(form, &cell.row, cell.span, month)),
            })
            .collect();
        let seen = Seen { version: file.sheet.version };
        let reason = "示例台账合计".to_owned();
        self.app.returns.enter(&ctx, None, id, seen, (typed, reason)).await?;
        let ctx = self.ctx(line.checker.clone(), self.today);
        let seen = Seen { version: self.app.returns.file(&ctx, id).await?.sheet.version };
        let note = "个别下级单位未报，已催报".to_owned();
        self.app.returns.submit(&ctx, None, id, seen, note).await?;
        Ok(id)
    }

    async fn decide_return(&self, above: &Actor, id: ReturnId, answer: Answer) -> Result<()> {
        let ctx = self.ctx(above.clone(), self.today);
        let seen = Seen { version: self.app.returns.file(&ctx, id).await?.sheet.version };
        self.app.returns.decide(&ctx, None, id, seen, answer).await
    }
}

/// What a made-up ledger says.
fn by_hand(form: &str, row: &str, span: Span, month: Month) -> i64 {
    let monthly = match (form, row) {
        ("evaluation", "18") => 36,
        ("bodies", "19") => 420,
        ("bodies", "20") => 180,
        ("bodies", "21") => 150,
        ("plan", "09") => 2_350_000,
        ("plan", "10") => 720_000,
        ("plan", "11") => 230_000,
        _ => 0,
    };
    match span {
        Span::Month | Span::Total => monthly,
        Span::Year => monthly * i64::from(month.first_day().month()),
    }
}
