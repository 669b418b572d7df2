//! Rounds of adjustment and proposals, out of the demonstration.

use super::Scene;
use classification::{Content, NewProposal, Stage, Wanted};

impl Scene {
    /// The round under consultation with the body's proposal and a comment, the one whose call is open,
    /// and a proposal in it that was not handed in.
    pub(super) async fn rounds(&mut self) {
        let (office, fuze) = (self.ctx("jingban"), self.ctx("fuze"));
        let area = self.app.classification.clone();
        let (rounds, _) = area.own_rounds(&office).await.unwrap();
        let round = rounds.iter().find(|one| {
            matches!(one.stage, Stage::Consulting { .. })
                && one.takes_comments(office.today(), &office.world.calendar).is_ok()
        });
        let round = area.round(&office, round.unwrap().id).await.unwrap();
        let open = rounds.iter().find(|one| one.takes_in(office.today()).is_ok()).unwrap().id;
        let content = Content {
            wanted: Wanted::Rename {
                code: "6-18-01-02".parse().unwrap(),
                name: "示例铣削工".to_owned(),
            },
            definition: "x".to_owned(),
            tasks: "x".to_owned(),
            reason: "x".to_owned(),
            workers: 1,
            green: false,
            digital: false,
            attachments: vec!["x".to_owned()],
        };
        let new = NewProposal { adjustment: open, body: self.body.id, content };
        let draft = area.begin_proposal(&fuze, None, new).await.unwrap();
        let own = round.proposals.iter().find(|(one, _)| one.body == self.body.id).unwrap().0.id;
        self.named.insert("open-round", open.to_string());
        self.named.insert("comment", round.comments[0].0.id.to_string());
        self.ids.extend([
            ("adjustment", round.round.id.to_string()),
            ("proposal", own.to_string()),
            ("draft-proposal", draft.to_string()),
        ]);
    }
}
