//! One id type for each kind of record, so that a body's id cannot be given where a person's is
//! asked for.
//!
//! An id is a UUIDv8 of 16 bytes: the home in byte 0, then 48 bits of milliseconds, then 66 random
//! bits around the version and variant marks. Ids of one home sort by time of creation.

use crate::{Home, Instant, Random};
use std::marker::PhantomData;

/// The kind of an id, used only as a type parameter.
pub trait IdKind: 'static {
    /// The word used in messages about a malformed id.
    const NAME: &'static str;
}

/// A typed id; see the module documentation for its layout.
pub struct Id<K: IdKind> {
    bytes: [u8; 16],
    kind: PhantomData<fn() -> K>,
}

/// Why sixteen bytes or a text are not an id of this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedId(pub &'static str);

impl std::fmt::Display for MalformedId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "malformed {} id", self.0)
    }
}

impl std::error::Error for MalformedId {}

impl<K: IdKind> Id<K> {
    /// Makes a new id in the given home.
    pub fn new(home: Home, now: Instant, random: &Random) -> Self {
        let millis = now.micros().div_euclid(1000) as u64;
        let mut bytes = [0u8; 16];
        random.fill(&mut bytes);
        bytes[0] = home.0;
        bytes[1..6].copy_from_slice(&millis.to_be_bytes()[2..7]);
        bytes[6] = 0x80 | ((millis >> 4) & 0x0f) as u8;
        bytes[7] = ((millis & 0x0f) << 4) as u8 | (bytes[7] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Id { bytes, kind: PhantomData }
    }

    /// Reads the stored form; refuses bytes without the marks of a UUIDv8.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MalformedId> {
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| MalformedId(K::NAME))?;
        if bytes[6] >> 4 != 8 || bytes[8] >> 6 != 2 {
            return Err(MalformedId(K::NAME));
        }
        Ok(Id { bytes, kind: PhantomData })
    }

    /// The stored form.
    pub fn bytes(&self) -> [u8; 16] {
        self.bytes
    }

    /// The shard that holds the record.
    pub fn home(&self) -> Home {
        Home(self.bytes[0])
    }

    /// When the id was made, to the millisecond.
    pub fn made_at(&self) -> Instant {
        let mut millis = [0u8; 8];
        millis[2..7].copy_from_slice(&self.bytes[1..6]);
        millis[7] = (self.bytes[6] << 4) | (self.bytes[7] >> 4);
        Instant::from_micros(i64::from_be_bytes(millis) * 1000)
    }

    /// The same bytes under another kind, for columns that may refer to several kinds.
    pub fn cast<L: IdKind>(self) -> Id<L> {
        Id { bytes: self.bytes, kind: PhantomData }
    }
}

/// Crockford's alphabet without the letters that are misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl<K: IdKind> std::fmt::Display for Id<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let number = u128::from_be_bytes(self.bytes);
        let mut text = [0u8; 26];
        for (i, c) in text.iter_mut().enumerate() {
            *c = ALPHABET[((number >> (125 - 5 * i)) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| std::fmt::Error)?)
    }
}

impl<K: IdKind> std::str::FromStr for Id<K> {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.len() != 26 {
            return Err(MalformedId(K::NAME));
        }
        let mut number: u128 = 0;
        for (i, c) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == c.to_ascii_lowercase());
            let digit = digit.ok_or(MalformedId(K::NAME))? as u128;
            if i == 0 && digit > 7 {
                return Err(MalformedId(K::NAME));
            }
            number = number << 5 | digit;
        }
        Self::from_bytes(&number.to_be_bytes())
    }
}

impl<K: IdKind> std::fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{self}", K::NAME)
    }
}

impl<K: IdKind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: IdKind> Copy for Id<K> {}
impl<K: IdKind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<K: IdKind> Eq for Id<K> {}
impl<K: IdKind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: IdKind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<K: IdKind> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
impl<K: IdKind> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: IdKind> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! id_kinds {
    ($($(#[$doc:meta])* $kind:ident, $alias:ident, $name:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $kind {}
        impl IdKind for $kind {
            const NAME: &'static str = $name;
        }
        $(#[$doc])*
        pub type $alias = Id<$kind>;
    )*};
}

// In alphabetical order; a kind is added, never renamed.
id_kinds! {
    /// Whoever signs in: one set of credentials.
    Account, AccountId, "account";
    /// A round of dynamic adjustment of the classification (职业分类动态调整).
    Adjustment, AdjustmentId, "adjustment";
    /// A key with which another system calls the API.
    ApiKey, ApiKeyId, "API key";
    /// An application to an office, before and while it is a case (申请).
    Application, ApplicationId, "application";
    /// An office with a territory (主管部门 / 经办机构).
    Authority, AuthorityId, "authority";
    /// A stored file.
    Blob, BlobId, "blob";
    /// A training body, evaluation body, school or employer (机构).
    Body, BodyId, "body";
    /// A signing key of a body.
    BodyKey, BodyKeyId, "body key";
    /// One candidate of a run with the parts' results (考生成绩).
    Candidate, CandidateId, "candidate";
    /// A case: an application on its way through an office (办件).
    CaseRow, CaseId, "case";
    /// A certificate (证书).
    Certificate, CertificateId, "certificate";
    /// A comment of the public on a proposal (意见).
    Comment, CommentId, "comment";
    /// A request to correct one's own record (更正申请).
    Correction, CorrectionId, "correction";
    /// An entry of the dossier: typed evidence about a person.
    Evidence, EvidenceId, "evidence";
    /// A fact of the journal.
    FactRow, FactId, "fact";
    /// A body's filing with an authority (备案).
    Filing, FilingId, "filing";
    /// An uploaded spreadsheet being checked and taken in.
    Import, ImportId, "import";
    /// A licence, filing or listing of a body (许可、备案、目录).
    Instrument, InstrumentId, "instrument";
    /// A background job.
    Job, JobId, "job";
    /// A numbered letter of an office (文书).
    Letter, LetterId, "letter";
    /// An entry of the looked table: who opened a person's record.
    Look, LookId, "look";
    /// An objection to a public notice (异议).
    Objection, ObjectionId, "objection";
    /// Two records that may be of one human (疑似重复).
    Pair, PairId, "pair";
    /// A person with one real-name record.
    Person, PersonId, "person";
    /// A plan (规划 / 行动) that belongs to a policy document.
    Plan, PlanId, "plan";
    /// A document of the policy library (政策文件).
    Policy, PolicyId, "policy document";
    /// A time during which an account holds a role in an office (岗位).
    PostRow, PostId, "post";
    /// What a body wants changed in the classification (建议).
    Proposal, ProposalId, "proposal";
    /// What an office reported about a task under a plan (进展).
    Report, ReportId, "report";
    /// A monthly statistical return of an authority (统计报表).
    Return, ReturnId, "statistical return";
    /// A run: results of one body released together as certificates.
    Run, RunId, "run";
    /// A sign-in session.
    Session, SessionId, "session";
    /// A link by which a person shares parts of their archive (授权查看).
    ShareRow, ShareId, "share";
    /// A place where a body works: workshop, exam rooms, campus (场地).
    Site, SiteId, "site";
    /// Any record, where a column may refer to several kinds.
    Subject, SubjectId, "subject";
    /// A task under a measure of a plan (任务).
    Task, TaskId, "task";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_survive_text_and_bytes(home in 0u8..=255, millis in 0i64..(1 << 47), seed: u64) {
            let random = Random::seeded(seed);
            let id = PersonId::new(Home(home), Instant::from_micros(millis * 1000), &random);
            prop_assert_eq!(id.home(), Home(home));
            prop_assert_eq!(id.made_at().micros(), millis * 1000);
            prop_assert_eq!(PersonId::from_bytes(&id.bytes()), Ok(id));
            prop_assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        }

        #[test]
        fn ids_of_one_home_sort_by_time(a in 0i64..(1 << 47), b in 0i64..(1 << 47), seed: u64) {
            prop_assume!(a < b);
            let random = Random::seeded(seed);
            let earlier = PersonId::new(Home(7), Instant::from_micros(a * 1000), &random);
            let later = PersonId::new(Home(7), Instant::from_micros(b * 1000), &random);
            prop_assert!(earlier < later);
            prop_assert!(earlier.to_string() < later.to_string());
        }

        #[test]
        fn foreign_text_is_refused_without_panic(text in ".{0,40}") {
            let _ = text.parse::<PersonId>();
        }
    }
}
