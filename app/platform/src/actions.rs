//! Every action of every area, for whoever shows or reviews permissions.

use authz::Action;
use kernel::Lang;

/// All actions, in the order of their areas.
pub fn all() -> Vec<&'static Action> {
    [
        approval::permissions::ALL,
        classification::permissions::ALL,
        organisations::permissions::ALL,
        policy::permissions::ALL,
        returns::permissions::ALL,
        people::permissions::ALL,
        certificates::permissions::ALL,
        evaluation::permissions::ALL,
        access::permissions::ALL,
        crate::operations::ALL,
    ]
    .concat()
}

/// What an action means, in words; the code itself when no area knows it any more.
pub fn sentence(code: &str, lang: Lang) -> String {
    let known = all().into_iter().find(|action| action.code == code);
    known.map_or(code, |action| lang.pick(action.sentence.0, action.sentence.1)).to_owned()
}
