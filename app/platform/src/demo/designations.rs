//! Selection rounds of the demonstration: one that is over, with what was given and what has to be done
//! about it, and two that run: one takes entries, one waits for the seed of its draw.

use super::Maker;
use super::bodies::DemoBody;
use ::designations::draw::Expert;
use ::designations::holding::Outcome;
use ::designations::score::Places;
use ::designations::{
    Check, HoldingStep, Kind, NewPool, NewRound, RegisterQuery, RoundState, RoundStep, Sheet,
};
use approval::Act;
use chrono::{Datelike as _, Days};
use kernel::{Actor, AuthorityId, CivilDate, EntryId, PageRequest, Problem, Result, Role, RoundId};
use organisations::OfficeAct;

/// What the panel gives the entries of the finished round, in percent of the points.
const PERCENTS: [u32; 6] = [93, 88, 85, 85, 71, 52];
/// How many experts are on the made-up list.
const EXPERTS: u32 = 16;

/// The people of the office that hold the rounds.
struct Hands {
    top: AuthorityId,
    handler: Actor,
    checker: Actor,
    approver: Actor,
}

impl Maker<'_> {
    pub(super) async fn designations(&self, top: AuthorityId, bodies: &[DemoBody]) -> Result<()> {
        let hands = Hands {
            top,
            handler: self.post(top, Role::Handler).await?,
            checker: self.post(top, Role::Checker).await?,
            approver: self.post(top, Role::Approver).await?,
        };
        self.finished(&hands, bodies).await?;
        let schools: Vec<&DemoBody> = bodies.iter().skip(2).step_by(3).take(4).collect();
        self.waits_for_its_seed(&hands, &schools).await?;
        let until = self.today + Days::new(14);
        let title = "示范省技能大师工作室遴选（演示）";
        let began = self.today - Days::new(6);
        let open = self.opened(&hands, ("master_studio", title), (began, until), 5).await?;
        for body in &bodies[..2] {
            self.entered(open, body, began + Days::new(2), false).await?;
        }
        Ok(())
    }

    async fn opened(
        &self,
        hands: &Hands,
        (kind, title): (&str, &str),
        (on, until): (CivilDate, CivilDate),
        total: usize,
    ) -> Result<RoundId> {
        let new = NewRound {
            kind: kind.to_owned(),
            office: hands.top,
            title: title.to_owned(),
            places: Places { total, shares: Vec::new() },
            until,
        };
        let ctx = self.ctx(hands.handler.clone(), on);
        self.app.designations.open_round(&ctx, None, new).await
    }

    /// An entry with its files; handed in, or still being filled in.
    async fn entered(
        &self,
        round: RoundId,
        body: &DemoBody,
        on: CivilDate,
        hand_in: bool,
    ) -> Result<EntryId> {
        let ctx = self.ctx(body.manager.clone(), on);
        let area = &self.app.designations;
        let kind = area.round(&ctx, round).await?.round.kind;
        let id = area.begin_entry(&ctx, None, round, body.id).await?;
        for one in kind.indicators().filter(|one| one.evidence) {
            let file = self.made_up(&one.name.zh)?;
            area.attach(&ctx, id, one.key.clone(), file.as_slice()).await?;
        }
        let version = area.entry(&ctx, id).await?.entry.version;
        area.claim(&ctx, None, (id, version), sheet(&kind, 90), hand_in).await?;
        Ok(id)
    }

    /// From the last day for entries to the frozen list.
    async fn frozen(
        &self,
        hands: &Hands,
        round: RoundId,
        entries: &[EntryId],
        on: CivilDate,
    ) -> Result<()> {
        let ctx = self.ctx(hands.handler.clone(), on);
        let area = &self.app.designations;
        let version = area.round(&ctx, round).await?.round.version;
        area.step_round(&ctx, None, (round, version), RoundStep::Close).await?;
        for entry in entries {
            let version = area.entry(&ctx, *entry).await?.entry.version;
            area.check_entry(&ctx, None, (*entry, version), Check::Admit).await?;
        }
        let uscc = area.entry(&ctx, entries[0]).await?.entry.uscc;
        let expert = |number| Expert {
            code: format!("SL-{number:03}"),
            employer: if number == 4 { uscc.clone() } else { String::new() },
        };
        let pool = NewPool {
            list: (1..=EXPERTS).map(expert).collect(),
            declared: vec!["SL-009".to_owned()],
            source: "示例福利彩票下一期开奖号码（演示）".to_owned(),
        };
        area.freeze(&ctx, None, (round, version + 1), pool).await
    }

    async fn waits_for_its_seed(&self, hands: &Hands, schools: &[&DemoBody]) -> Result<()> {
        let began = self.today - Days::new(40);
        let until = self.today - Days::new(12);
        let title = "示范省优质技工院校遴选（演示）";
        let round = self.opened(hands, ("quality_school", title), (began, until), 2).await?;
        let mut entries = Vec::new();
        for school in schools {
            entries.push(self.entered(round, school, began + Days::new(9), true).await?);
        }
        self.frozen(hands, round, &entries, self.today - Days::new(8)).await
    }

    async fn finished(&self, hands: &Hands, bodies: &[DemoBody]) -> Result<()> {
        let began = self.begin() - Days::new(150);
        let day = |days| began + Days::new(days);
        let title = "示范省高技能人才培训基地遴选（演示）";
        let round = self.opened(hands, ("high_skill_base", title), (began, day(20)), 3).await?;
        let mut entries = Vec::new();
        for body in &bodies[..PERCENTS.len()] {
            entries.push(self.entered(round, body, day(10), true).await?);
        }
        self.frozen(hands, round, &entries, day(22)).await?;
        let area = &self.app.designations;
        let ctx = self.ctx(hands.checker.clone(), day(25));
        let at = (round, area.round(&ctx, round).await?.round.version);
        let seed = "03 08 15 22 27 31 + 09".to_owned();
        area.step_round(&ctx, None, at, RoundStep::Draw { seed }).await?;
        self.marked(hands, round, &entries, day(30)).await?;
        let ctx = self.ctx(hands.handler.clone(), day(33));
        let at = (round, area.round(&ctx, round).await?.round.version);
        let case = area.submit(&ctx, None, at).await?;
        let propose = Act::Propose { favourable: true };
        for (version, (actor, days, act)) in (1..).zip([
            (&hands.checker, 34, Act::Accept),
            (&hands.checker, 36, propose),
            (&hands.approver, 38, Act::Approve),
            (&hands.approver, 60, Act::Conclude),
        ]) {
            let opinion = "评分和排名无误，同意".to_owned();
            let act = OfficeAct { case, version, act, opinion, code: None };
            let ctx = self.ctx(actor.clone(), day(days));
            self.app.act_on_case(&ctx, None, act).await?;
        }
        self.assessed(hands).await
    }

    /// Five sheets for each entry; the last expert of the panel is the most severe.
    async fn marked(
        &self,
        hands: &Hands,
        round: RoundId,
        entries: &[EntryId],
        on: CivilDate,
    ) -> Result<()> {
        let ctx = self.ctx(hands.handler.clone(), on);
        let area = &self.app.designations;
        let found = area.round(&ctx, round).await?.round;
        let RoundState::Scoring { draw } = &found.state else {
            return Err(Problem::internal("demo data: a panel"));
        };
        for (entry, percent) in entries.iter().zip(PERCENTS) {
            for (place, expert) in (0..).zip(&draw.panel) {
                let version = area.entry(&ctx, *entry).await?.entry.version;
                let sheet = sheet(&found.kind, percent - place * 2);
                area.mark(&ctx, None, (*entry, version), expert.clone(), sheet).await?;
            }
        }
        Ok(())
    }

    /// Of what was given, one passed its assessment, one has something to mend, one waits.
    async fn assessed(&self, hands: &Hands) -> Result<()> {
        let ctx = self.ctx(hands.handler.clone(), self.today - Days::new(5));
        let area = &self.app.designations;
        let page = PageRequest::default();
        let given = area.register(&ctx, &RegisterQuery::default(), &page).await?.items;
        let year = self.today.year() - 1;
        let mend = Outcome::Mend { by: self.today + Days::new(25) };
        for (one, outcome) in given.iter().zip([mend, Outcome::Passed]) {
            let step = HoldingStep::Assess { year, outcome };
            area.step_holding(&ctx, None, (one.id, one.version), step).await?;
        }
        Ok(())
    }
}

/// So many percent of the points of each indicator.
fn sheet(kind: &Kind, percent: u32) -> Sheet {
    kind.indicators().map(|one| (one.key.clone(), one.weight * percent)).collect()
}
