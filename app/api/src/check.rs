//! Checking certificates.

use crate::json::{Sent, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
use certificates::{CheckedOn, Claimed, PublicReason, Standing};
use kernel::CivilDate;
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::security::limited_by;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// What a check needs: the number and a second fact.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CheckByNumber {
    /// 证书编号
    number: String,
    /// The holder's name, or the last six characters of the document number.
    second: String,
}

/// What a check finds. Every way of not matching looks the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckResult {
    /// Whether a certificate matches.
    found: bool,
    /// The little that a check shows of it; absent when nothing matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CheckedCertificate>,
}

/// The little that a check shows of a certificate.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckedCertificate {
    /// 证书编号
    number: String,
    /// The holder's name with a part hidden.
    holder: String,
    /// The code of the occupation.
    occupation: String,
    /// Its name on the exam day.
    occupation_name: String,
    /// 工种 / 职业方向
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// The stored word of the level.
    level: String,
    /// The body that issued it.
    body: String,
    /// Its name.
    body_name: String,
    /// The day of issue.
    #[schema(value_type = String, format = Date)]
    issued_on: CivilDate,
    /// `valid`, `suspended` or `revoked`.
    status: &'static str,
    /// Since when it has not held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    status_since: Option<CivilDate>,
    /// The word of what anybody is told about why.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'static str>,
    /// Whether the signature belongs to the content and the issuer's key vouches for it.
    signature_good: bool,
}

pub(crate) fn operations() -> Vec<Operation> {
    let public = Access::Public;
    let number = Route::post("/api/v1/check", public, Serves::EVERYWHERE, by_number);
    let token = Route::get("/api/v1/check/{token}", public, Serves::EVERYWHERE, by_token);
    vec![
        Operation::new::<CheckResult>(
            number,
            "checkByNumber",
            "check",
            "Check a certificate by its number and a second fact.",
        )
        .takes::<CheckByNumber>(),
        Operation::new::<CheckResult>(
            token,
            "checkByToken",
            "check",
            "Check a certificate by the token of its QR code.",
        )
        .path("token", "The last part of the address in the QR code."),
    ]
}

async fn by_number(v: Visit, State(app): State<App>, Sent(asked): Sent<CheckByNumber>) -> Answer {
    check(&v, &app, Claimed::Number { number: asked.number, second: asked.second }).await
}

async fn by_token(v: Visit, State(app): State<App>, Path(token): Path<String>) -> Answer {
    check(&v, &app, Claimed::Token(token)).await
}

async fn check(v: &Visit, app: &App, claimed: Claimed) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let address = v.address.map(|address| limited_by(address).to_string()).unwrap_or_default();
    let found = app.certificates.check(&ctx, claimed, CheckedOn::Api, address).await?;
    let certificate = found.map(|checked| shown(app, checked));
    give(&CheckResult { found: certificate.is_some(), certificate })
}

fn shown(app: &App, checked: certificates::Checked) -> CheckedCertificate {
    let (status, status_since, status_reason) = told(&checked.standing);
    CheckedCertificate {
        occupation_name: app.occupation_name(checked.occupation, checked.exam_on),
        occupation: checked.occupation.to_string(),
        number: checked.number,
        holder: checked.name,
        variant: checked.variant,
        level: checked.level.word().to_owned(),
        body: checked.body.to_string(),
        body_name: checked.body_name,
        issued_on: checked.issued_on,
        status,
        status_since,
        status_reason,
        signature_good: checked.signature_good,
    }
}

/// Status, since when, and what anybody is told about why, as the API writes them.
pub(crate) fn told(standing: &Standing) -> (&'static str, Option<CivilDate>, Option<&'static str>) {
    let reason = |why: &PublicReason| Some(why.word());
    match standing {
        Standing::Valid => ("valid", None, None),
        Standing::Suspended { on, why } => ("suspended", Some(*on), reason(why)),
        Standing::Revoked { on, why } => ("revoked", Some(*on), reason(why)),
    }
}
