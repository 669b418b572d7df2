//! Routes come from one table of `web_kit::Route`, so that the list for the API's description and
//! the 'not allowed' tests cannot miss one. Nothing else may add a route to a router.

use super::{Finding, Report};
use crate::repo::Repo;
use crate::source::{Kind, tokens};

const RULE: &str = "routes";
const ADDING: [&str; 5] = ["route", "route_service", "nest", "nest_service", "fallback_service"];

/// Checks every crate but the one that turns the table into a router.
pub fn check(repo: &Repo, report: &mut Report) {
    for (path, text) in repo.ending(".rs").filter(|(path, _)| !path.starts_with("app/web-kit/")) {
        let code = tokens(text);
        for three in code.windows(3) {
            let [dot, name, open] = three else { continue };
            let adds = name.kind == Kind::Word && ADDING.contains(&name.text.as_str());
            if dot.is(".") && adds && open.is("(") {
                let message = format!(
                    ".{}( here: put the route into the table, as a web_kit::Route with its action",
                    name.text
                );
                report.errors.push(Finding::new(path, name.line, RULE, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_outside_the_table_is_caught() {
        let source = "fn f() {\n    Router::new().route(\"/x\", get(x));\n}\n";
        let repo =
            Repo::from([("app/pages/src/lib.rs", source), ("app/web-kit/src/lib.rs", source)]);
        let mut report = Report::default();
        check(&repo, &mut report);
        assert_eq!(report.errors.len(), 1);
        assert_eq!(
            (report.errors[0].path.as_str(), report.errors[0].line),
            ("app/pages/src/lib.rs", 2)
        );
    }
}
