//! A monthly return, out of the demonstration.

use super::Scene;

impl Scene {
    /// The return that the officials' office is filling.
    pub(super) async fn returns(&mut self) {
        let due = self.app.returns.due(&self.ctx("jingban")).await.unwrap();
        let sheet = due.iter().filter_map(|due| due.sheet.as_ref());
        let draft = sheet.clone().find(|sheet| sheet.state.word() == "draft").unwrap();
        self.ids.insert("return", draft.id.to_string());
        self.ids.insert("office", self.office.unwrap().to_string());
        self.named.insert("form", "bodies".to_owned());
        self.named.insert("month", draft.month.to_string());
    }
}
