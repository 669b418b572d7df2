//! Who reports to whom: offices of the line with the function 统计, each to the nearest one above it.

use crate::figures::Scope;
use kernel::{AuthorityId, Result};
use organisations::authority::{Authority, AuthorityKind, AuthorityState, Function};
use store::Conn;

/// The authorities of the installation, as far as returns go through them.
#[derive(Clone, Debug)]
pub struct Network {
    all: Vec<Authority>,
}

impl Network {
    /// The network as it is now.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Network> {
        Ok(Network { all: organisations::public::all_authorities_in(conn).await? })
    }

    /// The network of some authorities.
    pub fn of(all: Vec<Authority>) -> Network {
        Network { all }
    }

    /// An authority.
    pub fn find(&self, id: AuthorityId) -> Option<&Authority> {
        self.all.iter().find(|one| one.id == id)
    }

    /// Whether an authority makes returns: it works, keeps statistics, and is an office of the line. A
    /// centre beside it reports through the office.
    pub fn reports(&self, id: AuthorityId) -> bool {
        self.find(id).is_some_and(|one| {
            let line = matches!(
                one.kind,
                AuthorityKind::HumanResources
                    | AuthorityKind::DevelopmentZone
                    | AuthorityKind::ProductionCorps
            );
            line && one.state == AuthorityState::Active
                && one.functions.contains(&Function::Statistics)
        })
    }

    /// Every office that makes returns, in the order of their divisions.
    pub fn reporting(&self) -> impl Iterator<Item = &Authority> {
        self.all.iter().filter(|one| self.reports(one.id))
    }

    /// The nearest office above that makes returns; whoever took the place of one that is no more
    /// counts for it.
    pub fn above(&self, id: AuthorityId) -> Option<&Authority> {
        let mut at = self.find(id)?;
        // A circle in the register must not hang a page.
        for _ in 0..self.all.len() {
            let next = at.state.successor().or(at.parent)?;
            at = self.find(next)?;
            if at.id != id && self.reports(at.id) {
                return Some(at);
            }
        }
        None
    }

    /// The offices that report to this one, in the order of their divisions.
    pub fn below(&self, id: AuthorityId) -> Vec<&Authority> {
        let reports = |one: &&Authority| {
            self.reports(one.id) && self.above(one.id).is_some_and(|above| above.id == id)
        };
        self.all.iter().filter(reports).collect()
    }

    /// Who accepts the returns of an office: the one above it, and its own people for the highest.
    pub fn reviewer(&self, id: AuthorityId) -> AuthorityId {
        self.above(id).map_or(id, |above| above.id)
    }

    /// The office itself and all above it.
    pub fn line(&self, id: AuthorityId) -> Vec<AuthorityId> {
        let mut line = vec![id];
        while let Some(above) = line.last().and_then(|last| self.above(*last)) {
            if line.contains(&above.id) {
                break;
            }
            line.push(above.id);
        }
        line
    }

    /// What an office counts itself: its territory without those of the offices below.
    pub fn scope(&self, id: AuthorityId) -> Scope {
        let below = self.below(id);
        Scope {
            within: self.find(id).map(|one| one.territory.clone()).unwrap_or_default(),
            without: below.iter().flat_map(|one| one.territory.clone()).collect(),
        }
    }
}
