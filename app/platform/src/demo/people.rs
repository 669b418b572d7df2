//! Pairs of records of the demonstration: what the rules find, what waits for a second person, a merge,
//! and two people who turned out to be two.

use super::Maker;
use super::accounts::acting;
use ::people::correction::Wanted;
use ::people::duplicate::{PairAct, PairQueue, Verdict};
use ::people::public::{NewPerson, Registered, register_many_in};
use ::people::share::{NewShare, Shows};
use ::people::{Document, DocumentKind, PersonName, Sex, check};
use chrono::Days;
use futures_util::FutureExt as _;
use kernel::{
    AccountId, AuthorityId, CivilDate, Ctx, PageRequest, PersonId, Problem, Result, Role,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::jobs;

/// A pair: both names, the passport of the one, the residence permit number's end of the other, the
/// phone of each.
type Twice = (&'static str, &'static str, u16, [&'static str; 2]);

const PAIRS: [Twice; 5] = [
    ("示例港生", "示例港生", 21, ["12000000021", "12000000021"]),
    ("示例港莲", "示例港蓮", 22, ["12000000022", "12000000022"]),
    ("示例港方", "示例港方", 23, ["12000000023", "12000000033"]),
    ("示例江河", "示例江河", 24, ["12000000024", "12000000024"]),
    ("示例同名", "示例同名", 25, ["12000000025", "12000000035"]),
];

impl Maker<'_> {
    /// Registers everybody twice, first by passport, later by residence permit, and has the rules find
    /// them. Comes before everybody else, so that no other search waits yet.
    pub(super) async fn registered_twice(&self) -> Result<()> {
        let ctx = self.setup(self.begin());
        let mut batch = Vec::new();
        for (n, twice) in PAIRS.iter().enumerate() {
            batch.extend(self.both(n, twice)?);
        }
        let ring = Arc::clone(&self.app.ring);
        let written = self.app.store.write(&ctx, None, move |tx| {
            let (ring, batch) = (Arc::clone(&ring), batch.clone());
            async move {
                let made = register_many_in(tx, &ring, batch).await?;
                Ok(made.iter().all(|one| matches!(one, Registered::New(_))))
            }
            .boxed()
        });
        if !written.await? {
            return Err(Problem::internal("demo data: somebody is there already"));
        }
        let kinds = [::people::jobs::FIND_DUPLICATES];
        while let Some(job) = jobs::claim_of(&self.app.store, &ctx, &kinds).await? {
            self.app.people.find_duplicates(&ctx, &job).await?;
        }
        Ok(())
    }

    /// The worker who can be signed in as asks for a further document, and has been answered about a
    /// phone number.
    pub(super) async fn corrections(
        &self,
        top: AuthorityId,
        account: AccountId,
        person: PersonId,
    ) -> Result<()> {
        let actor = acting(account, Some(person), Vec::new());
        let (asked, answered) = (self.today - Days::new(9), self.today - Days::new(8));
        let worker = self.ctx(actor.clone(), asked);
        let area = &self.app.people;
        let phone = Wanted::Phone("12000000099".to_owned());
        let why = "换了手机号码".to_owned();
        let first = area.request_correction(&worker, None, phone, why).await?;
        let handler = self.post(top, Role::Handler).await?;
        let answer = "已核对，按新号码登记".to_owned();
        let handler = self.ctx(handler, answered);
        area.decide_correction(&handler, None, (first, 1), true, answer).await?;
        let number = check(DocumentKind::Passport, "E00000099", &self.app.world, self.today);
        let number = number.map_err(|_| Problem::internal("demo data: a passport"))?;
        let passport = Wanted::Document(Document::new(number));
        let worker = self.ctx(actor, self.today - Days::new(1));
        let why = "新办了护照，报名参加竞赛要用".to_owned();
        area.request_correction(&worker, None, passport, why).await?;
        self.links(&worker).await
    }

    /// Two links of that worker to their archive: one that holds, one taken back.
    async fn links(&self, worker: &Ctx) -> Result<()> {
        let area = &self.app.people;
        let new = |purpose: &str, results| NewShare {
            purpose: purpose.to_owned(),
            shows: Shows { full_name: false, results },
            days: 30,
            views: 10,
        };
        let old = area.share(worker, None, new("示例技能竞赛报名", false)).await?;
        area.end_share(worker, None, old).await?;
        area.share(worker, None, new("示例机械公司招聘", true)).await.map(|_| ())
    }

    fn both(&self, n: usize, (first, second, number, phones): &Twice) -> Result<[NewPerson; 2]> {
        let born = CivilDate::from_ymd_opt(1980 + i32::from(*number % 9), 5, 12);
        let born = born.ok_or_else(|| Problem::internal("demo data: a birth date"))?;
        let day = born.format("%Y%m%d");
        let permit = checked(&format!("810000{day}{number:03}"));
        let passport = format!("E0000{number:04}");
        let division = self.counties[n % self.counties.len()];
        let document = |kind, text: &str| {
            let number = check(kind, text, &self.app.world, self.today);
            number.map(Document::new).map_err(|_| Problem::internal(format!("demo data: {text}")))
        };
        let documents = [
            document(DocumentKind::Passport, &passport)?,
            document(DocumentKind::ResidencePermit, &permit)?,
        ];
        // The number of the permit tells the sex; the passport's holder said the same.
        let sex = if number % 2 == 1 { Sex::Male } else { Sex::Female };
        let person = |name: &str, document: Document, phone: &str| -> Result<NewPerson> {
            let name = PersonName::read(name);
            Ok(NewPerson {
                name: name.map_err(|_| Problem::internal("demo data: a name"))?,
                documents: vec![document],
                sex: Some(sex),
                birth_on: Some(born),
                phone: Some(phone.to_owned()),
                division,
                extra: BTreeMap::new(),
            })
        };
        let [passport, permit] = documents;
        Ok([person(first, passport, phones[0])?, person(second, permit, phones[1])?])
    }

    /// Opinions about the last three pairs: one waits for a second person, one was merged, and one was
    /// found to be two people.
    pub(super) async fn judged(&self, top: AuthorityId) -> Result<()> {
        let handler = self.post(top, Role::Handler).await?;
        let checker = self.post(top, Role::Checker).await?;
        let (asked, answered) = (self.today - Days::new(6), self.today - Days::new(5));
        let (handler, checker) = (self.ctx(handler, asked), self.ctx(checker, answered));
        let page = PageRequest::default();
        let found = self.app.people.duplicates(&handler, PairQueue::Suspected, &page).await?.items;
        // Pairs are told apart by the end of a document's number, which a list may show.
        let with = |number: &str| {
            let shows = |card: &::people::duplicate::PairCard| {
                let mut documents =
                    card.people.iter().flatten().filter_map(|p| p.document.as_ref());
                documents.any(|(_, shown)| shown.ends_with(number))
            };
            found.iter().find(|card| shows(card)).map(|card| card.id)
        };
        for (number, one, confirmed) in
            [("*023", true, false), ("*024", true, true), ("*025", false, true)]
        {
            let pair = with(number).ok_or_else(|| Problem::internal("demo data: no pair"))?;
            let detail = self.app.people.duplicate(&handler, pair).await?;
            // The record with the permit is the newer one, and the better document.
            let kept = detail.people.iter().find(|known| {
                known.documents.iter().any(|(kind, _)| *kind == DocumentKind::ResidencePermit)
            });
            let survivor: PersonId = kept.ok_or_else(Problem::not_found)?.id;
            let (verdict, reason) = match one {
                true => (Verdict::SamePerson { survivor }, "本人持护照和居住证原件到窗口核对"),
                false => (Verdict::NotSamePerson, "电话核实，两人同名同日出生，工作单位不同"),
            };
            let said = PairAct::Propose(verdict);
            let named = (pair, detail.version);
            let area = &self.app.people;
            area.act_on_duplicate(&handler, None, named, said, reason.to_owned()).await?;
            if confirmed {
                let named = (pair, detail.version + 1);
                let reason = if one { "证件照片一致" } else { "" }.to_owned();
                area.act_on_duplicate(&checker, None, named, PairAct::Confirm, reason).await?;
            }
        }
        Ok(())
    }
}

/// A residence permit's number with its check character (GB 11643).
fn checked(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = first.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let last = b"10X98765432"[(sum % 11) as usize];
    format!("{first}{}", char::from(last))
}
