//! What the scene has of selection rounds.

use super::Scene;

impl Scene {
    /// Out of the demonstration: a round that is open, the body's entry to it, and what it holds.
    pub(super) async fn round(&mut self) {
        let ctx = self.ctx("fuze");
        let desk = self.app.designations.of_body(&ctx, self.body.id).await.unwrap();
        let open = |state: &designations::RoundState| state.takes_entries(ctx.today()).is_ok();
        let entry = desk.entries.iter().find(|(_, round)| open(&round.state));
        let (entry, round) = entry.expect("the body is about to enter an open round");
        self.named.insert("round", round.id.to_string());
        self.named.insert("indicator", entry.evidence[0].key.clone());
        self.ids.extend([
            ("round", round.id.to_string()),
            ("entry", entry.id.to_string()),
            ("designation", desk.held[0].id.to_string()),
        ]);
    }
}
