//! Every kind of record that has a history, with what can be done to it, for whoever reads the history.

/// Kinds of records with the actions of their histories.
pub const ALL: &[(&str, &[&str])] = &[
    (
        "account",
        &[
            "invite",
            "activate",
            "sign-in",
            "lock",
            "tell-locked",
            "change-password",
            "add-codes",
            "print-code",
            "end-sessions",
            "grant-post",
            "end-post",
            "close",
        ],
    ),
    ("post", &["grant", "end"]),
    ("api_key", &["make", "revoke"]),
    ("body", &["register", "add_kind", "industry", "rename", "close", "merge"]),
    ("instrument", &["enter", "check", "renew", "suspend", "resume", "exit"]),
    ("site", &["open", "close"]),
    ("authority", &["register", "change", "take_over", "merge", "abolish", "move"]),
    ("filing", &["file", "change"]),
    ("filing_application", &["begin", "change", "attach", "hand_in"]),
    (
        "case",
        &[
            "open",
            "accept",
            "ask_supplement",
            "not_accept",
            "supplement",
            "propose",
            "propose_against",
            "return",
            "stop",
            "assessed",
            "extend",
            "approve",
            "reject",
            "conclude",
            "uphold",
            "recall",
            "propose_end",
            "confirm_end",
            "drop_end",
        ],
    ),
    ("objection", &["object", "answer"]),
    (
        "classification_adjustment",
        &["begin", "confirm", "drop", "consult", "prepare", "send_back", "release"],
    ),
    ("classification_proposal", &["begin", "change", "hand_in"]),
    ("classification_comment", &["comment", "answer"]),
    ("body_key", &["proposed", "active", "refused", "retired", "compromised"]),
    ("policy_document", &["enter", "confirm", "refuse", "supersede", "repeal"]),
    ("policy_plan", &["add"]),
    ("policy_task", &["assign"]),
    ("policy_report", &["report", "accept", "return"]),
    ("return", &["draft", "refill", "enter", "submit", "accept", "return", "reopen"]),
    ("person", &["register", "add-document", "correct-name", "correct", "erase"]),
    ("correction", &["request", "accept", "refuse", "withdraw"]),
    ("person_share", &["make", "end", "open"]),
    (
        "person_pair",
        &[
            "find",
            "propose_same",
            "propose_distinct",
            "propose_parting",
            "confirm",
            "send_back",
            "assign",
        ],
    ),
    (
        "import",
        &["start", "checked", "settle", "cancel", "cancelled", "done", "refused", "unreadable"],
    ),
    ("candidate", &["record", "withdraw", "certify"]),
    ("run", &["open", "add", "withdraw", "release", "issue", "halt", "finish"]),
    ("certificate", &["issue", "status"]),
    ("job", &["revive"]),
];

/// The key of the text that names a kind of record.
pub fn kind_key(kind: &str) -> String {
    format!("audit-kind-{}", kind.replace('_', "-"))
}

/// The key of the text that says what was done.
pub fn text_key(kind: &str, action: &str) -> String {
    format!("did-{}-{action}", kind.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;
    use std::collections::BTreeSet;
    use std::path::Path;
    use web_kit::texts::exists;

    #[test]
    fn every_change_has_a_text_in_both_languages() {
        for (kind, actions) in ALL {
            let key = kind_key(kind);
            assert!(Lang::ALL.into_iter().all(|lang| exists(lang, &key)), "{key}");
            for action in *actions {
                let key = text_key(kind, action);
                assert!(Lang::ALL.into_iter().all(|lang| exists(lang, &key)), "{key}");
            }
        }
    }

    /// The texts within quotation marks of one call.
    fn words(call: &str) -> Vec<&str> {
        call.split('"').skip(1).step_by(2).collect()
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(std::fs::read_to_string(&path).expect("a source file"));
            }
        }
    }

    #[test]
    fn no_change_that_the_source_writes_is_left_out() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        for layer in ["areas", "base/store/src", "base/approval/src"] {
            sources(&root.join(layer), &mut files);
        }
        let known = |kind: &str| ALL.iter().find(|(name, _)| *name == kind).map(|(_, all)| *all);
        let mut kinds = BTreeSet::new();
        for file in &files {
            for call in file.split("tx.history(").skip(1) {
                let call = call.split(';').next().unwrap_or_default();
                let words = words(call);
                let Some((kind, rest)) = words.split_first() else { continue };
                let actions = known(kind).unwrap_or_else(|| panic!("{kind} is not in the list"));
                kinds.insert(*kind);
                // An action that is a literal stands right behind the version.
                let literal =
                    rest.first().filter(|_| call.matches("json!").count() == 0 || rest.len() > 1);
                if let Some(action) = literal {
                    assert!(actions.contains(action), "{kind} {action} is not in the list");
                }
            }
            for (way, kind) in [
                ("save(tx, &account, ", "account"),
                ("set_state(tx, &run, state, ", "run"),
                ("set_state(tx, run, state, ", "run"),
            ] {
                for call in file.split(way).skip(1) {
                    if let Some(action) = call.strip_prefix('"').and_then(|c| c.split('"').next()) {
                        assert!(known(kind).is_some_and(|all| all.contains(&action)), "{action}");
                    }
                }
            }
        }
        let listed: BTreeSet<&str> = ALL.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, listed, "what the source writes, and what the list has");
    }
}
