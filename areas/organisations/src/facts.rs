//! What this area tells the journal. Kinds and their written forms stay readable for ever.

use crate::authority::Functions;
use crate::body::{BodyChange, BodyKind};
use crate::filing::{FilingStep, ScopeItem};
use crate::instrument::{InstrumentKind, Line, Step};
use crate::site::Position;
use kernel::{
    ApplicationId, AuthorityId, BodyKeyId, CaseId, CivilDate, DivisionCode, FilingId, InstrumentId,
    OccupationCode, SiteId, SkillLevel,
};
use serde::{Deserialize, Serialize};

store::facts! {
    AuthorityRegistered "organisations.authority-registered" 1;
    BodyRegistered "organisations.body-registered" 1;
    BodyFiled "organisations.body-filed" 1;
    FilingChanged "organisations.filing-changed" 1;
    KeyChanged "organisations.key-changed" 1;
    FilingApplied "organisations.filing-applied" 1;
    InstrumentEntered "organisations.instrument-entered" 1;
    InstrumentChanged "organisations.instrument-changed" 1;
    BodyChanged "organisations.body-changed" 1;
    SiteOpened "organisations.site-opened" 1;
    SiteClosed "organisations.site-closed" 1;
    AuthorityChanged "organisations.authority-changed" 1;
    AuthorityEnded "organisations.authority-ended" 1;
}

/// An authority was entered into the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorityRegistered {
    /// Which.
    pub authority: AuthorityId,
    /// Its name.
    pub name: String,
}

/// An authority was renamed, or is responsible for something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorityChanged {
    /// Which.
    pub authority: AuthorityId,
    /// Its name from now on.
    pub name: String,
    /// The authority above it.
    pub parent: Option<AuthorityId>,
    /// What it is responsible for.
    pub territory: Vec<DivisionCode>,
    /// What it does.
    pub functions: Functions,
    /// The document on which the change rests.
    pub basis: String,
}

/// An authority is no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorityEnded {
    /// Which.
    pub authority: AuthorityId,
    /// Who took its place.
    pub into: Option<AuthorityId>,
    /// The first day on which it was no more.
    pub on: CivilDate,
    /// The document on which it rests.
    pub basis: String,
}

/// A body was entered into the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodyRegistered {
    /// What it is.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// 统一社会信用代码
    pub uscc: String,
}

/// A body was filed for evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodyFiled {
    /// The filing.
    pub filing: FilingId,
    /// Where.
    pub authority: AuthorityId,
    /// 机构备案编码
    pub code: String,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// What it covers.
    pub scope: Vec<ScopeItem>,
}

/// A filing was suspended, resumed or ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilingChanged {
    /// The filing.
    pub filing: FilingId,
    /// What was done.
    pub step: FilingStep,
    /// Why.
    pub reason: String,
}

/// A body began an application to be filed, or handed it in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilingApplied {
    /// Which.
    pub application: ApplicationId,
    /// To which office.
    pub authority: AuthorityId,
    /// For how many years.
    pub years: u8,
    /// What it wants to certify.
    pub scope: Vec<(OccupationCode, SkillLevel)>,
    /// The case, once it was handed in.
    pub case: Option<CaseId>,
}

/// A signing key was proposed, confirmed, refused, retired or reported compromised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyChanged {
    /// The key.
    pub key: BodyKeyId,
    /// Where it stands now.
    pub state: crate::key::KeyState,
    /// The public half as text.
    pub public_key: String,
}

/// A licence or listing was given to a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstrumentEntered {
    /// Which.
    pub instrument: InstrumentId,
    /// What it is.
    pub kind: InstrumentKind,
    /// By which office.
    pub authority: AuthorityId,
    /// Its number.
    pub number: String,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// What it covers.
    pub scope: Vec<Line>,
}

/// An instrument was checked, renewed, suspended, taken up again or ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstrumentChanged {
    /// Which. That of a filing is the filing's.
    pub instrument: InstrumentId,
    /// What it is.
    pub kind: InstrumentKind,
    /// What was done.
    pub step: Step,
    /// Why.
    pub reason: String,
}

/// A body got another name or kind, closed, or merged into another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodyChanged {
    /// What became of it.
    pub change: BodyChange,
    /// Why.
    pub reason: String,
    /// Instruments that ended with it.
    pub ended: Vec<InstrumentId>,
    /// Instruments that went over: the old and the new one.
    pub handed_over: Vec<(InstrumentId, InstrumentId)>,
}

/// A body has a new site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteOpened {
    /// Which.
    pub site: SiteId,
    /// What it is called.
    pub name: String,
    /// How many places it has.
    pub capacity: u32,
    /// Where exactly, as it was measured.
    pub position: Option<Position>,
    /// The first day.
    pub opened_on: CivilDate,
}

/// A site counts no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteClosed {
    /// Which.
    pub site: SiteId,
    /// The first day on which it counts no more.
    pub closed_on: CivilDate,
    /// Why.
    pub reason: String,
}
