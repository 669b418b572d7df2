//! What officials see of pairs: lists with most of what names people hidden, and one pair with what
//! agrees and what differs.

use super::act::{assignments, is_concerned, open_acts, permit};
use super::store::{self, PairRow};
use super::{PairAct, PairState, Sign, Verdict};
use crate::document::{DocumentKind, Sex};
use crate::mask::{Disclosure, mask_phone};
use crate::permissions::{DUPLICATE_ASSIGN, DUPLICATE_CONFIRM, DUPLICATE_PROPOSE, DUPLICATE_READ};
use crate::public::{people_in, personal_in};
use crate::use_cases::{PersonCard, cards};
use crate::vault::{self, Personal};
use ::store::journal::FactRow;
use ::store::looked::Look;
use ::store::{Conn, Tx};
use crypto::KeyRing;
use kernel::{
    CivilDate, Ctx, DivisionCode, Instant, PageRequest, PairId, PersonId, Problem, Result,
    SubjectId,
};
use std::collections::HashMap;

/// Which pairs a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairQueue {
    /// Found by rules; somebody has to say something.
    Suspected,
    /// Proposed; somebody else has to confirm it.
    Proposed,
    /// Merged today.
    Merged,
    /// Found not to be one, or no longer merged.
    Apart,
}

impl PairQueue {
    /// All of them, in the order of the work.
    pub const ALL: [PairQueue; 4] =
        [PairQueue::Suspected, PairQueue::Proposed, PairQueue::Merged, PairQueue::Apart];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            PairQueue::Suspected => "suspected",
            PairQueue::Proposed => "proposed",
            PairQueue::Merged => "merged",
            PairQueue::Apart => "apart",
        }
    }

    /// The queue of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.word() == word)
    }

    fn states(self) -> &'static [&'static str] {
        match self {
            PairQueue::Suspected => &["suspected"],
            PairQueue::Proposed => &["proposed", "parting_proposed"],
            PairQueue::Merged => &["merged"],
            PairQueue::Apart => &["distinct", "parted"],
        }
    }
}

/// A pair in a list.
#[derive(Clone, Debug)]
pub struct PairCard {
    /// Which.
    pub id: PairId,
    /// The two records, masked; nothing for one whose data were erased.
    pub people: [Option<PersonCard>; 2],
    /// How far it is decided.
    pub state: PairState,
    /// What speaks for and against it.
    pub signs: Vec<Sign>,
    /// Since when it is so.
    pub changed_at: Instant,
}

/// One record of a pair, masked.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which.
    pub id: PersonId,
    /// The name with a part hidden; nothing once erased.
    pub name: Option<String>,
    /// Kinds and numbers, the numbers with most of them hidden.
    pub documents: Vec<(DocumentKind, String)>,
    /// The birth date.
    pub birth_on: Option<CivilDate>,
    /// 性别
    pub sex: Option<Sex>,
    /// The phone number with most of it hidden.
    pub phone: Option<String>,
    /// Whose offices are responsible.
    pub division: DivisionCode,
    /// Since when.
    pub registered_at: Instant,
}

/// Who said what.
#[derive(Clone, Debug)]
pub struct SaidAct {
    /// The word of the act; see [`PairAct::word`].
    pub what: String,
    /// The office.
    pub office: Option<SubjectId>,
    /// When.
    pub at: Instant,
    /// Why; empty when nothing was said.
    pub reason: String,
}

/// A fact from the time of a merge that has ended.
#[derive(Clone, Debug)]
pub struct OpenFact {
    /// What happened.
    pub fact: FactRow,
    /// The record under which it is shown.
    pub shown_under: PersonId,
    /// Whether somebody has decided that.
    pub decided: bool,
}

/// One pair.
#[derive(Clone, Debug)]
pub struct PairDetail {
    /// Which.
    pub id: PairId,
    /// Counts its changes; an act names it.
    pub version: i64,
    /// The two records.
    pub people: [Known; 2],
    /// Whether name, birth date, sex and phone agree; nothing where one of the two has none.
    pub agree: [Option<bool>; 4],
    /// How far it is decided.
    pub state: PairState,
    /// What speaks for and against it.
    pub signs: Vec<Sign>,
    /// Everything that was said, latest first.
    pub acts: Vec<SaidAct>,
    /// After a merge has ended: what was recorded meanwhile.
    pub facts: Vec<OpenFact>,
    /// What the actor may do now.
    pub may: Vec<PairAct>,
    /// Whether the actor may assign facts.
    pub may_assign: bool,
}

/// A page of pairs that are wholly within the actor's territory.
pub(crate) async fn list(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    queue: PairQueue,
    page: &PageRequest,
) -> Result<kernel::Page<PairCard>> {
    authz::permit_somewhere(ctx, &DUPLICATE_READ)?;
    let territory = authz::territory_for(&ctx.actor, &DUPLICATE_READ);
    let rows = store::list(conn, queue.states(), &territory, page).await?;
    let rows = kernel::Page::from_rows(rows, page.limit(), store::cursor);
    let ids: Vec<PersonId> = rows.items.iter().flat_map(|row| row.pair.both()).collect();
    let found = cards(conn, ring, &ids).await?;
    let found: HashMap<PersonId, PersonCard> =
        found.into_iter().map(|card| (card.id, card)).collect();
    Ok(rows.map(|row| PairCard {
        id: row.id,
        people: row.pair.both().map(|id| found.get(&id).cloned()),
        state: row.state,
        signs: row.signs,
        changed_at: row.changed_at,
    }))
}

/// How many pairs wait in a queue of the actor.
pub(crate) async fn count(conn: &mut Conn, ctx: &Ctx, queue: PairQueue) -> Result<i64> {
    let territory = authz::territory_for(&ctx.actor, &DUPLICATE_READ);
    store::count(conn, queue.states(), &territory).await
}

async fn load(conn: &mut Conn, ctx: &Ctx, id: PairId) -> Result<PairRow> {
    let row = store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    permit(ctx, &DUPLICATE_READ, &row)?;
    Ok(row)
}

/// Records the look at both records.
pub(crate) async fn look(tx: &mut Tx, id: PairId) -> Result<()> {
    let ctx = tx.ctx().clone();
    let row = load(tx, &ctx, id).await?;
    let office = super::act::office(&ctx, &DUPLICATE_READ, &row);
    for person in row.pair.both() {
        tx.looked(&Look {
            person: Some(person),
            office,
            action: DUPLICATE_READ.code,
            purpose: "duplicate".to_owned(),
            withheld_until: None,
        });
    }
    Ok(())
}

/// A pair with everything that is needed to decide. The look has been recorded.
pub(crate) async fn open(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    id: PairId,
) -> Result<PairDetail> {
    let row = load(conn, ctx, id).await?;
    let both = row.pair.both();
    let personal = personal_in(conn, ring, &both).await?;
    let people = people_in(conn, &both).await?;
    let [first, second] = both.map(|id| -> Result<Known> {
        let person = people.get(&id).ok_or_else(Problem::not_found)?;
        Ok(known(person, personal.get(&id)))
    });
    let agree = agreement(both.map(|id| personal.get(&id)));
    let vaults = vault::store::find_many(conn, &both[..1]).await?;
    let acts = match vaults.first() {
        Some(vault) => open_acts(ring, vault, &row)?,
        None => Vec::new(),
    };
    let facts = open_facts(conn, &row).await?;
    let may_assign = !facts.is_empty()
        && permit(ctx, &DUPLICATE_ASSIGN, &row).is_ok()
        && !is_concerned(ctx, &row);
    Ok(PairDetail {
        id,
        version: row.version,
        people: [first?, second?],
        agree,
        acts: acts
            .into_iter()
            .rev()
            .map(|said| SaidAct {
                what: said.what,
                office: said.office,
                at: said.at,
                reason: said.reason,
            })
            .collect(),
        facts,
        may: may(ctx, &row, personal.len() == 2),
        may_assign,
        state: row.state,
        signs: row.signs,
    })
}

fn known(person: &crate::Person, personal: Option<&Personal>) -> Known {
    let documents = personal.into_iter().flat_map(|personal| &personal.documents);
    let masked = |document: &vault::Document| {
        (document.number.kind(), document.number.masked(Disclosure::Clerk))
    };
    Known {
        id: person.id,
        name: personal.map(|personal| personal.name.masked()),
        documents: documents.map(masked).collect(),
        birth_on: personal.and_then(|personal| personal.birth_on),
        sex: personal.and_then(|personal| personal.sex),
        phone: personal.and_then(|p| p.phone.as_deref()).map(mask_phone),
        division: person.division,
        registered_at: person.registered_at,
    }
}

/// Compared before anything is hidden: two numbers that look alike when masked may differ.
fn agreement([one, other]: [Option<&Personal>; 2]) -> [Option<bool>; 4] {
    fn same<T: PartialEq>(one: Option<T>, other: Option<T>) -> Option<bool> {
        Some(one? == other?)
    }
    let name = |personal: &Personal| personal.name.key();
    [
        same(one.map(name), other.map(name)),
        same(one.and_then(|p| p.birth_on), other.and_then(|p| p.birth_on)),
        same(one.and_then(|p| p.sex), other.and_then(|p| p.sex)),
        same(one.and_then(|p| p.phone.as_ref()), other.and_then(|p| p.phone.as_ref())),
    ]
}

async fn open_facts(conn: &mut Conn, row: &PairRow) -> Result<Vec<OpenFact>> {
    let Some((all, facts)) = assignments(conn, row).await? else { return Ok(Vec::new()) };
    let open = all.open();
    let latest = Instant::from_micros(i64::MAX);
    let listed = facts.into_iter().filter_map(|fact| {
        let shown_under = all.shown_under(fact.origin, latest)?;
        Some(OpenFact { decided: !open.contains(&fact.origin), shown_under, fact })
    });
    Ok(listed.collect())
}

/// What the actor may do with a pair: what the state and the posts allow. Whoever proposed something
/// is not offered to confirm it.
fn may(ctx: &Ctx, row: &PairRow, complete: bool) -> Vec<PairAct> {
    if !complete || is_concerned(ctx, row) {
        return Vec::new();
    }
    let (me, now) = (ctx.actor.word(), ctx.now);
    let state = || row.state.clone();
    let [first, second] = row.pair.both();
    let same = |survivor| PairAct::Propose(Verdict::SamePerson { survivor });
    let all = [
        same(first),
        same(second),
        PairAct::Propose(Verdict::NotSamePerson),
        PairAct::ProposeParting,
        PairAct::Confirm,
        PairAct::SendBack,
    ];
    let possible = |act: &PairAct| match *act {
        PairAct::Propose(verdict) => {
            permit(ctx, &DUPLICATE_PROPOSE, row).is_ok()
                && state().propose(row.pair, verdict, &me, now).is_ok()
        }
        PairAct::ProposeParting => {
            permit(ctx, &DUPLICATE_PROPOSE, row).is_ok()
                && state().propose_parting(&me, now).is_ok()
        }
        PairAct::Confirm | PairAct::SendBack => {
            permit(ctx, &DUPLICATE_CONFIRM, row).is_ok() && state().decide(true, &me, now).is_ok()
        }
    };
    all.into_iter().filter(possible).collect()
}
