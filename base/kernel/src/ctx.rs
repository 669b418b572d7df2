//! The context of one request or job: the first argument of every use case.

use crate::{Actor, Clock, Instant, Random, World};
use std::sync::Arc;

/// The language in which the person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 简体中文, the first language of every page.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The tag for HTML and HTTP.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// One of two texts.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        self.pick_of(zh, en)
    }

    /// One of two things that say the same.
    pub fn pick_of<'a, T: ?Sized>(self, zh: &'a T, en: &'a T) -> &'a T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// Who asks, when, in which language, against which world of codes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// When the request began; one request sees one time.
    pub now: Instant,
    /// Divisions, occupations, levels and the working calendar.
    pub world: Arc<World>,
    /// Where new ids, tokens and keys get their randomness.
    pub random: Random,
    /// Identifies the request in the log and in the history.
    pub request: Arc<str>,
    /// The language of texts made on the way (letters, reports).
    pub lang: Lang,
}

impl Ctx {
    /// A context for something the system does on its own.
    pub fn system(
        actor: crate::SystemActor,
        clock: &Clock,
        world: Arc<World>,
        random: Random,
    ) -> Self {
        Ctx {
            actor: Actor::System(actor),
            now: clock.now(),
            world,
            random,
            request: "system".into(),
            lang: Lang::Zh,
        }
    }

    /// The civil day of the request.
    pub fn today(&self) -> crate::CivilDate {
        self.now.civil_date()
    }
}
