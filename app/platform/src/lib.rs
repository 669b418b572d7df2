//! The installation: configuration, keys, store and areas put together once, for every face.

pub mod actions;
pub mod backup;
pub mod cases;
pub mod changes;
pub mod config;
pub mod demo;
pub mod facts;
pub mod jobs;
pub mod live_world;
pub mod matrix;
pub mod may;
pub mod meters;
pub mod operations;
pub mod paper;
pub mod returns;
pub mod rotation;
pub mod runner;

pub use config::Config;
pub use jobs::handlers;
pub use live_world::LiveWorld;
pub use meters::Meters;
pub use runner::{Handlers, Runner};

use ::returns::Returns;
use access::Access;
use archive::Archive;
use certificates::{Certificates, CheckLimits, Site};
use classification::{Classification, Pack, shipped_world};
use crypto::{KeyRing, Profile};
use evaluation::Evaluation;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{
    Actor, AuthorityId, BodyId, CivilDate, Clock, Ctx, DivisionCode, Lang, OccupationCode, Problem,
    Random, Result, SystemActor,
};
use organisations::Organisations;
use people::People;
use policy::Policy;
use ports::identity::DemoIdentityProvider;
use ports::notify::DemoNotifier;
use rules::RuleBook;
use statistics::Statistics;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Idem, Store};

/// Everything a face needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// How the installation is set up.
    pub config: Arc<Config>,
    /// What this process has done since it started.
    pub meters: Arc<Meters>,
    /// The database.
    pub store: Store,
    /// The keys.
    pub ring: Arc<KeyRing>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub random: Random,
    /// Divisions, occupations, levels and the calendar.
    pub world: LiveWorld,
    /// Rule sets with their dates.
    pub rules: Arc<RuleBook>,
    /// How the classification of occupations changes.
    pub classification: Classification,
    /// Bodies and what they may certify.
    pub organisations: Organisations,
    /// People and their dossiers.
    pub people: People,
    /// The policy library, plans and tasks.
    pub policy: Policy,
    /// Monthly statistical returns.
    pub returns: Returns,
    /// Figures folded from the journal.
    pub statistics: Statistics,
    /// Certificates and their checking.
    pub certificates: Certificates,
    /// Imports of results, and runs.
    pub evaluation: Evaluation,
    /// Accounts, posts and who is signed in.
    pub access: Access,
    /// What the journal says about a person.
    pub archive: Archive,
}

impl App {
    /// Opens the installation of a configuration.
    ///
    /// # Errors
    /// `keys-demo-outside-demo` for keys that everybody knows; as [`Store::open`].
    pub async fn open(config: &Config, clock: Clock, random: Random) -> Result<App> {
        let ring = config.keys()?;
        if ring.is_demo() && !config.demo {
            return Err(Problem::conflict("keys-demo-outside-demo"));
        }
        let packs: &[Pack] = if config.demo { &[Pack::Demo] } else { &[] };
        let world = LiveWorld::new(shipped_world(packs)?);
        let store = Store::open(&config.store_options()?, &clock, &random).await?;
        let ring = Arc::new(ring);
        let site = Site::new(&config.public_url);
        let limits = CheckLimits::default();
        let rules = RuleBook::shipped();
        let rules = if config.demo { rules.and_then(RuleBook::with_demo) } else { rules };
        let rules = Arc::new(rules.map_err(Problem::internal)?);
        let forms = returns::forms().map_err(Problem::internal)?;
        let evaluation = Evaluation::new(
            store.clone(),
            Arc::clone(&ring),
            site.clone(),
            Arc::clone(&rules),
            explain,
        );
        let app = App {
            classification: Classification::new(
                store.clone(),
                Arc::clone(&ring),
                body_known,
                office_now,
            ),
            access: access(config, &store, &ring),
            evaluation: match config.spill_folder() {
                Some(folder) => evaluation.with_spill_dir(folder),
                None => evaluation,
            },
            archive: Archive::new(store.clone(), Arc::clone(&ring)),
            config: Arc::new(config.clone()),
            meters: Arc::default(),
            organisations: Organisations::new(store.clone(), Arc::clone(&ring)),
            people: People::new(store.clone(), Arc::clone(&ring)),
            policy: Policy::new(store.clone(), offices),
            returns: Returns::new(store.clone(), forms, returns::figures),
            statistics: Statistics::new(store.clone()),
            certificates: Certificates::new(store.clone(), Arc::clone(&ring), site, limits),
            rules,
            store,
            ring,
            clock,
            random,
            world,
        };
        app.renew_world().await?;
        // A clone sees what was put.
        Ok(app.clone())
    }

    /// Takes in the releases of the classification that this process has not seen yet.
    ///
    /// # Errors
    /// As [`Classification::world`].
    pub async fn renew_world(&self) -> Result<()> {
        let newest = self.world.newest();
        if let Some(world) = self.classification.world(newest.demo, newest.version).await? {
            self.world.put(world);
        }
        Ok(())
    }

    /// What an occupation was called on the exam day, which is what a certificate says for good; the
    /// code itself where the classification does not know it.
    pub fn occupation_name(&self, code: OccupationCode, exam_on: CivilDate) -> String {
        let spell = self.world.occupations.on(code, exam_on);
        spell.map_or_else(|| code.to_string(), |spell| spell.name.to_string())
    }

    /// The context of something a part of the system does on its own.
    pub fn system(&self, part: SystemActor) -> Ctx {
        self.ctx(Actor::System(part))
    }

    /// The digest of the installation's profile, for the journal's seals.
    pub fn digest(&self) -> store::seal::Digest {
        digest_of(self.ring.profile())
    }

    /// The context of an actor at the present moment.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx {
            actor,
            now: self.clock.now(),
            world: self.world.newest(),
            random: self.random.clone(),
            request: "local".into(),
            lang: Lang::Zh,
        }
    }
}

/// The names of those authorities among the ids that there are.
pub fn offices<'a>(
    conn: &'a mut store::Conn,
    ids: &'a [AuthorityId],
) -> BoxFuture<'a, Result<HashMap<AuthorityId, String>>> {
    async move {
        let found = organisations::public::authorities_in(conn, ids).await?;
        Ok(found.into_iter().map(|(id, authority)| (id, authority.name)).collect())
    }
    .boxed()
}

/// The name of a body and where it lies.
pub fn body_known(
    conn: &mut store::Conn,
    id: BodyId,
) -> BoxFuture<'_, Result<Option<(String, DivisionCode)>>> {
    async move {
        let found = organisations::public::bodies_in(conn, &[id]).await?;
        Ok(found.get(&id).map(|body| (body.name.clone(), body.division)))
    }
    .boxed()
}

/// The authority that an id stands for today, with its name: another may have taken its place.
pub fn office_now(
    conn: &mut store::Conn,
    id: AuthorityId,
) -> BoxFuture<'_, Result<Option<(AuthorityId, String)>>> {
    async move {
        let mut found = organisations::public::working_in(conn, &[id]).await?;
        Ok(found.remove(&id).map(|(office, _)| (office.id, office.name)))
    }
    .boxed()
}

/// What is wrong with a cell and what to do, for reports.
fn explain(lang: Lang, finding: &kernel::FieldProblem) -> String {
    web_kit::T::new(lang).field(finding)
}

/// The digest of a profile, as the journal's seals take it.
pub fn digest_of(profile: Profile) -> store::seal::Digest {
    match profile {
        Profile::Intl => |bytes| crypto::digest(Profile::Intl, bytes),
        Profile::Gm => |bytes| crypto::digest(Profile::Gm, bytes),
    }
}

/// Marks a command so that repeating it changes nothing. The input is kept as a keyed tag only, since
/// it may hold personal data.
///
/// # Errors
/// An internal problem when the command cannot be written as JSON.
pub fn idem(ring: &KeyRing, key: String, command: &impl serde::Serialize) -> Result<Idem> {
    let input = serde_json::to_vec(command).map_err(Problem::internal)?;
    Ok(Idem { key, input: ring.tag("idem", &input) })
}

/// Accounts, with the identity provider and the carrier of the demonstration where everything is
/// made up. Elsewhere a province plugs in its own.
fn access(config: &Config, store: &Store, ring: &Arc<KeyRing>) -> Access {
    let (store, ring) = (store.clone(), Arc::clone(ring));
    let settings = config.access(ring.profile());
    let access = Access::new(store, ring, settings);
    if !config.demo {
        return access;
    }
    access
        .with_identity_provider(Arc::new(DemoIdentityProvider::default()))
        .with_notifier(Arc::new(DemoNotifier::default()))
}
