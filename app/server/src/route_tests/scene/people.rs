//! What the scene has of people, out of the demonstration.

use super::Scene;
use kernel::PageRequest;

impl Scene {
    /// Two records that may be of one person, and a request for correction, out of the demonstration.
    pub(super) async fn pair(&mut self) {
        let (ctx, page) = (self.ctx("jingban"), PageRequest::default());
        let queue = ::people::duplicate::PairQueue::Suspected;
        let pairs = self.app.people.duplicates(&ctx, queue, &page).await.unwrap();
        self.ids.insert("pair", pairs.items[0].id.to_string());
        self.named.insert("person", self.person.to_string());
        let asked = self.app.people.own_corrections(&self.ctx("gongren")).await.unwrap();
        self.ids.insert("correction", asked[0].id.to_string());
        let shares = self.app.people.own_shares(&self.ctx("gongren")).await.unwrap();
        self.ids.insert("share", shares[0].id.to_string());
    }
}
