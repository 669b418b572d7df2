//! How many connections each address has open, so that none takes the room of all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use web_kit::security::limited_by;

/// The connections that are open, by address.
#[derive(Debug)]
pub(super) struct Crowd {
    most: usize,
    /// Proxies, behind which many visitors stand.
    uncounted: Vec<IpAddr>,
    open: Mutex<HashMap<IpAddr, usize>>,
}

impl Crowd {
    pub(super) fn new(most: usize, uncounted: Vec<IpAddr>) -> Arc<Crowd> {
        Arc::new(Crowd { most, uncounted, open: Mutex::default() })
    }

    /// One that counts nobody out.
    #[cfg(test)]
    pub(super) fn anybody() -> Arc<Crowd> {
        Crowd::new(usize::MAX, Vec::new())
    }

    /// Lets a connection in until the place is dropped; nothing when its address has enough.
    pub(super) fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        if self.uncounted.contains(&peer) {
            return Some(Place(None));
        }
        let address = limited_by(peer);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place(Some((Arc::clone(self), address))))
    }

    fn leave(&self, address: IpAddr) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&address);
            }
        }
    }
}

/// A connection among those of its address.
#[derive(Debug)]
pub(super) struct Place(Option<(Arc<Crowd>, IpAddr)>);

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((crowd, address)) = self.0.take() {
            crowd.leave(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_gets_its_places_and_no_more() {
        let crowd = Crowd::new(2, vec![ip("10.0.0.5")]);
        let (first, second) = (crowd.enter(ip("192.0.2.1")), crowd.enter(ip("192.0.2.1")));
        assert!(first.is_some() && second.is_some());
        assert!(crowd.enter(ip("192.0.2.1")).is_none());
        assert!(crowd.enter(ip("::ffff:192.0.2.1")).is_none(), "the same address in other words");
        let other = crowd.enter(ip("192.0.2.2"));
        assert!(other.is_some(), "others are let in");
        drop(first);
        assert!(crowd.enter(ip("192.0.2.1")).is_some(), "a place that was left is free");
        drop((second, other));
        assert!(crowd.open.lock().unwrap().is_empty(), "nobody is remembered");
        let proxied: Vec<_> = (0..10).map(|_| crowd.enter(ip("10.0.0.5"))).collect();
        assert!(proxied.iter().all(Option::is_some), "a proxy stands for many");
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let crowd = Crowd::new(1, Vec::new());
        let _first = crowd.enter(ip("2001:db8:0:1::1"));
        assert!(crowd.enter(ip("2001:db8:0:1:ffff::9")).is_none());
        assert!(crowd.enter(ip("2001:db8:0:2::1")).is_some());
    }
}
