//! The reviewed matrix of permissions: for each action, who may do it to what. It is asked of the
//! same `decide()` that every use case asks, and the committed page is compared with it.

use crate::actions;
use authz::{Action, Decision, Object, decide};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, AuthorityId, BodyId, DivisionCode, Home, Instant,
    Office, PersonId, Post, Random, Role, SystemActor,
};
use std::fmt::Write as _;
use std::sync::Arc;

/// The head of the page.
const HEAD: &str = "\
# Permissions

Who may do what: every action of every area against every role. This page is made by asking \
`authz::decide()`, the one function that decides, and a test fails when it says something else than \
this page. Read the difference, then renew it:

```
KAOGONG_UPDATE=1 cargo test -p platform matrix
```

| sign | means |
|---|---|
| ● | may do it everywhere |
| ◐ | may do it where it is theirs: an official in the territory of the authority, a body's people \
in their body, a person with their own record |
| | may not |

What is theirs elsewhere looks to them as if it did not exist. Whoever acts by a post has signed in \
with two factors. *anyone*: not signed in. *person*: signed in, without a post. The last three columns \
are parts of the system: the making of an installation, background jobs, the machine's own command \
line.
";

/// A column: its name and whoever stands for it.
struct Column {
    name: String,
    actor: Actor,
}

struct Scene {
    columns: Vec<Column>,
    theirs: Object,
    others: Object,
}

fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).expect("six digits")
}

/// One actor for each column, an object that is theirs and one that is not.
fn scene() -> Scene {
    let (random, now) = (Random::seeded(1), Instant::from_micros(0));
    let person = PersonId::new(Home::NODE, now, &random);
    let authority = AuthorityId::new(Home::NODE, now, &random);
    let body = BodyId::new(Home::NODE, now, &random);
    let theirs = Object {
        person: Some(person),
        bodies: vec![body],
        authorities: vec![authority],
        divisions: vec![division(770101)],
    };
    let others = Object {
        person: Some(PersonId::new(Home::NODE, now, &random)),
        bodies: vec![BodyId::new(Home::NODE, now, &random)],
        authorities: vec![AuthorityId::new(Home::NODE, now, &random)],
        divisions: vec![division(110101)],
    };
    let signed_in = |person, posts| {
        let account = AccountId::new(Home::NODE, now, &random);
        Actor::Account(Arc::new(AccountActor {
            account,
            person,
            posts,
            deputies: Vec::new(),
            assurance: Assurance::Two,
        }))
    };
    let mut columns = vec![
        Column { name: "anyone".to_owned(), actor: Actor::Anonymous },
        Column { name: "person".to_owned(), actor: signed_in(Some(person), Vec::new()) },
    ];
    for role in Role::ALL {
        let office = match role {
            Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => Office::Node,
            Role::Handler | Role::Checker | Role::Approver => {
                Office::Authority { id: authority, territory: vec![division(770000)] }
            }
            Role::BodyClerk | Role::BodyIssuer | Role::BodyManager => Office::Body(body),
        };
        let actor = signed_in(None, vec![Post { role, office }]);
        columns.push(Column { name: role.word().replace('_', " "), actor });
    }
    for (name, part) in [
        ("setup", SystemActor::Setup),
        ("jobs", SystemActor::Jobs),
        ("console", SystemActor::Console),
    ] {
        columns.push(Column { name: name.to_owned(), actor: Actor::System(part) });
    }
    Scene { columns, theirs, others }
}

fn sign(scene: &Scene, actor: &Actor, action: &Action) -> &'static str {
    let may = |object| decide(actor, action, object) == Decision::Allowed;
    match (may(&scene.theirs), may(&scene.others)) {
        (_, true) => "●",
        (true, false) => "◐",
        (false, false) => "",
    }
}

/// The page, as `docs/permissions.md` holds it.
pub fn page() -> String {
    let scene = scene();
    let mut page = HEAD.to_owned();
    let mut area = "";
    for action in actions::all() {
        let this = action.code.split('.').next().unwrap_or_default();
        if this != area {
            area = this;
            let names: Vec<&str> = scene.columns.iter().map(|c| c.name.as_str()).collect();
            // Writing to a String cannot fail.
            let _ = write!(page, "\n## {area}\n\n| action | {} |\n|---", names.join(" | "));
            let _ = writeln!(page, "{}|", "|:-:".repeat(scene.columns.len()));
        }
        let (chinese, english) = action.sentence;
        let _ = write!(page, "| {english} · {chinese}<br>`{}`", action.code);
        for column in &scene.columns {
            let _ = write!(page, " | {}", sign(&scene, &column.actor, action));
        }
        page.push_str(" |\n");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reviewed_page_says_what_decide_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.md");
        let made = page();
        if std::env::var_os("KAOGONG_UPDATE").is_some() {
            std::fs::write(path, &made).expect("docs/permissions.md can be written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        let differs = made.lines().zip(committed.lines().chain(std::iter::repeat("")));
        let first = differs.into_iter().find(|(made, committed)| made != committed);
        assert_eq!(
            first, None,
            "the first line that differs (made, committed); see the page's head"
        );
        assert_eq!(made, committed);
    }

    #[test]
    fn no_action_of_the_source_is_left_out() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let known: std::collections::BTreeSet<&str> =
            actions::all().iter().map(|action| action.code).collect();
        let mut found = 0;
        for layer in ["areas", "read"] {
            for area in std::fs::read_dir(root.join(layer)).expect("the layer's folder") {
                let file = area.expect("an area").path().join("src/permissions.rs");
                for line in std::fs::read_to_string(file).unwrap_or_default().lines() {
                    let code = line.trim().strip_prefix("code: \"");
                    if let Some(code) = code.and_then(|rest| rest.strip_suffix("\",")) {
                        assert!(known.contains(code), "{code} is missing in actions::all()");
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 30, "{found} actions found");
    }

    #[test]
    fn every_action_has_a_code_of_its_own_and_somebody_who_may() {
        let scene = scene();
        let mut codes = std::collections::BTreeSet::new();
        for action in actions::all() {
            assert!(codes.insert(action.code), "{} twice", action.code);
            let somebody = scene.columns.iter().any(|c| !sign(&scene, &c.actor, action).is_empty());
            assert!(somebody, "nobody may {}", action.code);
        }
    }
}
