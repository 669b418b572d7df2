//! The world of codes of a running process. A release makes a new one; whoever works with an older one
//! finishes with it, so that one request sees one world.

use kernel::World;
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

/// The world as it was when this value was made. A clone is made for each request and each context,
/// and sees the newest.
pub struct LiveWorld {
    seen: Arc<World>,
    newest: Arc<RwLock<Arc<World>>>,
}

impl LiveWorld {
    /// The world with which a process begins.
    pub fn new(world: World) -> Self {
        let seen = Arc::new(world);
        LiveWorld { newest: Arc::new(RwLock::new(Arc::clone(&seen))), seen }
    }

    /// The newest world.
    pub fn newest(&self) -> Arc<World> {
        // A lock is poisoned only by a panic between two moves of a pointer.
        Arc::clone(&self.newest.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newer world in its place. An older one, which came late, changes nothing.
    pub fn put(&self, world: World) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if newest.version < world.version {
            *newest = Arc::new(world);
        }
    }
}

impl Clone for LiveWorld {
    fn clone(&self) -> Self {
        LiveWorld { seen: self.newest(), newest: Arc::clone(&self.newest) }
    }
}

impl Deref for LiveWorld {
    type Target = World;

    fn deref(&self) -> &World {
        &self.seen
    }
}

impl From<LiveWorld> for Arc<World> {
    fn from(world: LiveWorld) -> Arc<World> {
        world.newest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(version: u64) -> World {
        World { version, ..World::default() }
    }

    #[test]
    fn a_value_keeps_its_world_and_a_clone_sees_the_newest() {
        let first = LiveWorld::new(world(1));
        first.put(world(3));
        first.put(world(2));
        assert_eq!((first.version, first.clone().version), (1, 3));
        assert_eq!(Arc::<World>::from(first).version, 3);
    }
}
