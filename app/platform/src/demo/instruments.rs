//! Licences, lists, sites and other names of the bodies of the demonstration.

use super::Maker;
use super::bodies::DemoBody;
use chrono::{Datelike as _, Days};
use kernel::{AuthorityId, CivilDate, DivisionCode, Result};
use organisations::{
    ActKind, BodyChange, BodyKind, CheckOutcome, Datum, Equipment, InstrumentKind, NewInstrument,
    NewLine, NewSite, Position, Step,
};

const REASON: &str = "演示数据";

impl Maker<'_> {
    /// What a body holds besides its filing. The first body, whose people are among the accounts that
    /// are shown, has something to do about each of its instruments.
    pub(super) async fn instruments(
        &self,
        number: u32,
        authority: AuthorityId,
        division: DivisionCode,
        body: &DemoBody,
    ) -> Result<()> {
        self.demo_site(number, division, body).await?;
        match number % 3 {
            0 => {
                self.change(body, BodyChange::AddKind { kind: BodyKind::TrainingBody }).await?;
                self.change(body, BodyChange::Industry { code: "P83".to_owned() }).await?;
                self.trains(number, authority, body).await
            }
            1 => self.change(body, BodyChange::Industry { code: "C34".to_owned() }).await,
            _ => {
                let kind = BodyKind::PublicPracticeBase;
                self.change(body, BodyChange::AddKind { kind }).await?;
                let school = [ActKind::Enrol, ActKind::Train];
                let until = self.begin() + Days::new(4 * 365);
                let licence = (InstrumentKind::Licence, format!("示例技校{:04}", number + 1));
                self.give(authority, body, licence, &school, until).await?;
                let listing = (InstrumentKind::Listing, format!("示例实训{:04}", number + 1));
                self.give(authority, body, listing, &[ActKind::HostPractice], until).await
            }
        }
    }

    async fn trains(&self, number: u32, authority: AuthorityId, body: &DemoBody) -> Result<()> {
        let soon = self.today + Days::new(40 + u64::from(number));
        let licence = (InstrumentKind::Licence, format!("示例民办{:04}", number + 1));
        self.give(authority, body, licence, &[ActKind::Train], soon).await?;
        let later = self.begin() + Days::new(3 * 365);
        let listing = (InstrumentKind::Listing, format!("示例承训{:04}", number + 1));
        self.give(authority, body, listing, &[ActKind::SubsidisedTraining], later).await?;
        if number == 0 {
            let by = self.today + Days::new(12);
            let outcome = CheckOutcome::Rectify { by };
            self.checked(body, InstrumentKind::Listing, outcome).await?;
        }
        if number == 3 {
            let old = "示例养老职业技能培训站".to_owned();
            self.change(body, BodyChange::Rename { name: old }).await?;
        }
        Ok(())
    }

    async fn demo_site(&self, number: u32, division: DivisionCode, body: &DemoBody) -> Result<()> {
        let equipment = |name: &str, count| Equipment { name: name.to_owned(), count };
        // Far out at sea, so that nobody looks for the place.
        let offset = i64::from(number) * 12_345;
        let site = NewSite {
            body: body.id,
            name: format!("示例实训楼{}号", number + 1),
            division,
            address: format!("示例路{}号院内", number + 1),
            capacity: 40 + number * 5,
            equipment: vec![equipment("示例实训工位", 20 + number), equipment("考试用电脑", 30)],
            position: Some(Position {
                datum: if number.is_multiple_of(2) { Datum::Gcj02 } else { Datum::Cgcs2000 },
                longitude_e7: 1_500_000_000 + offset,
                latitude_e7: 100_000_000 + offset,
                accuracy_m: 15,
            }),
            opened_on: self.begin(),
        };
        let ctx = self.setup(self.begin());
        self.app.organisations.open_site(&ctx, None, site).await.map(|_| ())
    }

    async fn change(&self, body: &DemoBody, change: BodyChange) -> Result<()> {
        let ctx = self.setup(self.begin() + Days::new(30));
        let why = (change, REASON.to_owned());
        self.app.organisations.change_body(&ctx, None, body.id, None, why).await.map(|_| ())
    }

    async fn give(
        &self,
        authority: AuthorityId,
        body: &DemoBody,
        (kind, number): (InstrumentKind, String),
        acts: &[ActKind],
        valid_until: CivilDate,
    ) -> Result<()> {
        let levels = kernel::SkillLevel::EVALUATED;
        let lines = acts.iter().flat_map(|act| {
            let trades = levels.map(|level| Some((body.occupation, level)));
            let trades = if act.has_trade() { trades.to_vec() } else { vec![None] };
            trades.into_iter().map(|trade| NewLine { act: *act, trade, site: None })
        });
        let new = NewInstrument {
            body: body.id,
            authority,
            kind,
            number,
            valid_from: self.begin(),
            valid_until,
            scope: lines.collect(),
        };
        let ctx = self.setup(self.begin());
        self.app.organisations.enter_instrument(&ctx, None, new).await.map(|_| ())
    }

    async fn checked(
        &self,
        body: &DemoBody,
        kind: InstrumentKind,
        outcome: CheckOutcome,
    ) -> Result<()> {
        let ctx = self.setup(self.today - Days::new(10));
        let holdings = self.app.organisations.holdings(&ctx, body.id).await?;
        let year = self.today.year() - 1;
        for held in holdings.held.iter().filter(|held| held.instrument.kind == kind) {
            let step = (Step::Check { year, outcome }, REASON.to_owned());
            let id = held.instrument.id;
            self.app.organisations.change_instrument(&ctx, None, id, None, step).await?;
        }
        Ok(())
    }
}
