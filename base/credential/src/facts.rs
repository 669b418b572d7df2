//! What a certificate says, taken out of its document for showing. Saying is not proving: see [`crate::verify()`].

use crate::certificate::{EVALUATION_KIND, FILING_CODE, OCCUPATION, SKILL_LEVEL, STANDARD};
use crate::time::parse_timestamp;
use kernel::Instant;
use serde_json::{Map, Value, json};

/// What a credential says, as far as it says it in the shape of [`crate::SkillCertificate`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateFacts {
    /// The credential's identifier.
    pub id: Option<String>,
    /// The title (证书名称).
    pub title: Option<String>,
    /// The certificate number (证书编号).
    pub number: Option<String>,
    /// The holder's name.
    pub holder_name: Option<String>,
    /// The identity hash of the holder's document number, for [`crate::identity_matches`].
    pub identity_hash: Option<String>,
    /// The salt of the hash, when it is in the credential.
    pub identity_salt: Option<String>,
    /// Code and name of the occupation.
    pub occupation: Option<(String, String)>,
    /// The occupation variant or direction.
    pub variant: Option<String>,
    /// Code and name of the skill level.
    pub level: Option<(String, String)>,
    /// Code and name of the kind of evaluation.
    pub evaluation_kind: Option<(String, String)>,
    /// Code and name of the standard.
    pub standard: Option<(String, String)>,
    /// The identifier of the issuer.
    pub issuer_id: Option<String>,
    /// The name that the issuer gives itself.
    pub issuer_name: Option<String>,
    /// The filing code that the issuer gives itself.
    pub filing_code: Option<String>,
    /// From when the credential holds; its civil day is the day of issue.
    pub valid_from: Option<Instant>,
    /// Until when it holds.
    pub valid_until: Option<Instant>,
    /// Name of the part and score, for each score shown.
    pub scores: Vec<(String, String)>,
    /// The entry under which the status can be looked up, as it is.
    pub status: Option<Value>,
}

impl CertificateFacts {
    /// Takes out what is there; never fails.
    pub fn read(document: &Map<String, Value>) -> Self {
        let subject = document.get("credentialSubject").and_then(first).unwrap_or(&Value::Null);
        let achievement = &subject["achievement"];
        let identity = |wanted: fn(&str) -> bool| {
            list(&subject["identifier"])
                .find(|entry| entry["identityType"].as_str().is_some_and(wanted))
        };
        let hashed = identity(|kind| kind != "name").filter(|entry| entry["hashed"] == true);
        let issuer = document.get("issuer").unwrap_or(&Value::Null);
        let filing = list(&issuer["otherIdentifier"]).find(|e| e["identifierType"] == FILING_CODE);
        CertificateFacts {
            id: text(document.get("id")),
            title: text(document.get("name")),
            number: text(subject.get("licenseNumber")),
            holder_name: identity(|kind| kind == "name").and_then(|e| text(e.get("identityHash"))),
            identity_hash: hashed.and_then(|e| text(e.get("identityHash"))),
            identity_salt: hashed.and_then(|e| text(e.get("salt"))),
            occupation: node(achievement, OCCUPATION),
            variant: text(achievement.get("specialization")),
            level: node(achievement, SKILL_LEVEL),
            evaluation_kind: node(achievement, EVALUATION_KIND),
            standard: node(achievement, STANDARD),
            issuer_id: issuer_id(issuer).map(str::to_owned),
            issuer_name: text(issuer.get("name")),
            filing_code: filing.and_then(|e| text(e.get("identifier"))),
            valid_from: time(document.get("validFrom")),
            valid_until: time(document.get("validUntil")),
            scores: scores(subject),
            status: document.get("credentialStatus").cloned(),
        }
    }

    /// The facts as JSON; what is not said is left out.
    pub fn to_json(&self) -> Value {
        let pair = |pair: &Option<(String, String)>| {
            pair.as_ref().map(|(code, name)| json!({ "code": code, "name": name }))
        };
        let scores =
            || self.scores.iter().map(|(part, value)| json!({ "part": part, "value": value }));
        let members = [
            ("id", self.id.as_ref().map(|v| json!(v))),
            ("title", self.title.as_ref().map(|v| json!(v))),
            ("number", self.number.as_ref().map(|v| json!(v))),
            ("holderName", self.holder_name.as_ref().map(|v| json!(v))),
            ("occupation", pair(&self.occupation)),
            ("variant", self.variant.as_ref().map(|v| json!(v))),
            ("level", pair(&self.level)),
            ("evaluationKind", pair(&self.evaluation_kind)),
            ("standard", pair(&self.standard)),
            ("issuerId", self.issuer_id.as_ref().map(|v| json!(v))),
            ("issuerName", self.issuer_name.as_ref().map(|v| json!(v))),
            ("filingCode", self.filing_code.as_ref().map(|v| json!(v))),
            ("issuedOn", self.valid_from.map(|v| json!(v.civil_date().to_string()))),
            ("validFrom", self.valid_from.map(|v| json!(v.rfc3339()))),
            ("validUntil", self.valid_until.map(|v| json!(v.rfc3339()))),
            ("scores", (!self.scores.is_empty()).then(|| scores().collect())),
            ("status", self.status.clone()),
        ];
        let present =
            members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(present.collect())
    }
}

/// The issuer's identifier, whether it stands alone or in a profile.
pub(crate) fn issuer_id(issuer: &Value) -> Option<&str> {
    issuer.as_str().or_else(|| issuer["id"].as_str())
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn time(value: Option<&Value>) -> Option<Instant> {
    value.and_then(Value::as_str).and_then(parse_timestamp)
}

fn first(value: &Value) -> Option<&Value> {
    list(value).next()
}

/// The items of a list; a value given alone means the same as a list of one.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(items) => items.iter(),
        Value::Null => [].iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

fn node(achievement: &Value, target_type: &str) -> Option<(String, String)> {
    let node = list(&achievement["alignment"]).find(|node| node["targetType"] == target_type)?;
    Some((text(node.get("targetCode"))?, text(node.get("targetName"))?))
}

fn scores(subject: &Value) -> Vec<(String, String)> {
    let part = |result: &Value| {
        let description = result.get("resultDescription")?;
        let mut parts = list(&subject["achievement"]["resultDescription"]);
        text(parts.find(|part| part.get("id") == Some(description))?.get("name"))
    };
    let score = |result: &Value| Some((part(result)?, text(result.get("value"))?));
    list(&subject["result"]).filter_map(score).collect()
}
