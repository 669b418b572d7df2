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

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{CivilDate, DivisionCode, Home, Instant, Random};

    fn id(number: u64) -> AuthorityId {
        AuthorityId::new(Home::NODE, Instant::from_micros(0), &Random::seeded(number))
    }

    fn office(number: u64, parent: Option<u64>, code: u32) -> Authority {
        let division = DivisionCode::new(code).unwrap();
        Authority {
            id: id(number),
            version: 1,
            kind: AuthorityKind::HumanResources,
            name: number.to_string(),
            parent: parent.map(id),
            division,
            territory: vec![division],
            functions: [Function::Statistics].into_iter().collect(),
            state: AuthorityState::Active,
        }
    }

    fn names(offices: Vec<&Authority>) -> Vec<&str> {
        offices.into_iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn whoever_makes_no_returns_is_passed_over() {
        let silent = Authority { functions: Default::default(), ..office(2, Some(1), 770100) };
        let centre =
            Authority { kind: AuthorityKind::EvaluationCentre, ..office(4, Some(1), 770000) };
        let all = vec![office(1, None, 770000), silent, office(3, Some(2), 770102), centre];
        let network = Network::of(all);
        assert_eq!(names(network.below(id(1))), ["3"], "the county reports to the province itself");
        assert_eq!(network.reviewer(id(3)), id(1));
        assert_eq!(network.reviewer(id(1)), id(1));
        assert_eq!(network.line(id(3)), [id(3), id(1)]);
        let scope = network.scope(id(1));
        assert_eq!((scope.within[0].number(), scope.without[0].number()), (770000, 770102));
    }

    #[test]
    fn who_took_the_place_of_an_office_has_those_below_it() {
        let on: CivilDate = "2026-01-01".parse().unwrap();
        let state = AuthorityState::Merged { into: id(5), on };
        let former = Authority { state, ..office(2, Some(1), 770100) };
        let all = vec![
            office(1, None, 770000),
            former,
            office(5, Some(1), 770200),
            office(3, Some(2), 770102),
        ];
        let network = Network::of(all);
        assert!(!network.reports(id(2)));
        assert_eq!(names(network.below(id(5))), ["3"]);
        assert_eq!(names(network.below(id(1))), ["5"]);
    }

    #[test]
    fn a_circle_in_the_register_hangs_nobody() {
        let all = vec![office(1, Some(2), 770000), office(2, Some(1), 770100)];
        let network = Network::of(all);
        assert_eq!(network.line(id(1)), [id(1), id(2)]);
    }
}
