//! The shape of a certificate: VC Data Model 2.0 with the terms of Open Badges 3.0 and no others.
//!
//! | on the face | in the credential |
//! | --- | --- |
//! | 证书名称 | `name` |
//! | 评价机构, 机构备案编码 | `issuer.name`, `issuer.otherIdentifier` of type `ext:filingCode` |
//! | 发证日期 | `validFrom`, midnight in China |
//! | 姓名 | `credentialSubject.identifier` of type `name` |
//! | 证件号码 | only as a salted hash, see [`HolderIdentity`] |
//! | 证书编号 | `credentialSubject.licenseNumber` |
//! | 职业, 工种, 技能等级, 评价类别, 标准 | `achievement.alignment`, one each, see [`Node`] |
//! | 成绩, when included | `credentialSubject.result` |
//!
//! The document number and the photo never stand in it.

use crate::time::start_of_day;
use crate::{CredentialError, HolderIdentity};
use kernel::CivilDate;
use serde_json::{Map, Value, json};

pub(crate) const VC_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// Pinned: copies of later contexts differ in terms that are not used here.
const OB_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// `targetType` of the alignment that names the occupation (职业).
pub(crate) const OCCUPATION: &str = "ext:Occupation";
/// `targetType` of the alignment that names the skill level (职业技能等级).
pub(crate) const SKILL_LEVEL: &str = "ext:SkillLevel";
/// `targetType` of the alignment that names the kind of evaluation (评价类别).
pub(crate) const EVALUATION_KIND: &str = "ext:EvaluationKind";
/// `targetType` of the alignment that names the standard (职业标准).
pub(crate) const STANDARD: &str = "ext:Standard";
/// `identifierType` of the issuer's filing code (机构备案编码).
pub(crate) const FILING_CODE: &str = "ext:filingCode";

/// The evaluation body (评价机构) that issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// Its identifier: the did:web or https URL under which its keys are published.
    pub id: String,
    /// The name exactly as filed.
    pub name: String,
    /// The filing code (机构备案编码) of 13 characters.
    pub filing_code: String,
    /// Its public page, if it has one.
    pub url: Option<String>,
}

/// A code of a published framework: an occupation, a level, a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The code, such as `6-31-01-03` or `3`.
    pub code: String,
    /// The name, such as 电工 or 三级/高级工.
    pub name: String,
    /// The framework in which the code stands, such as 中华人民共和国职业分类大典（2022年版）.
    pub framework: String,
    /// An address that explains it.
    pub url: String,
}

/// One part of the evaluation (理论知识, 操作技能, 综合评审).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A short word of ASCII letters, digits, `-` and `_`, unique in the achievement.
    pub key: String,
    /// The name of the part.
    pub name: String,
    /// The highest score, as printed.
    pub highest: String,
    /// The lowest score that passes, as printed.
    pub pass: String,
}

/// What is certified, the same for everybody who achieves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement {
    /// Its identifier, an absolute URI without fragment.
    pub id: String,
    /// The title of the certificate (证书名称).
    pub title: String,
    /// The occupation (职业).
    pub occupation: Node,
    /// The occupation variant or direction (工种/职业方向), if any.
    pub variant: Option<String>,
    /// The skill level; none for certificates without levels.
    pub level: Option<Node>,
    /// The kind of evaluation.
    pub evaluation_kind: Node,
    /// The standard it was measured by.
    pub standard: Option<Node>,
    /// One sentence about the certificate.
    pub description: String,
    /// How it is earned: the rule set and the standard in words.
    pub criteria: String,
    /// The parts of the evaluation.
    pub parts: Vec<Part>,
}

/// One score of the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The key of the [`Part`].
    pub part: String,
    /// The score as printed, such as `86.5`.
    pub value: String,
}

/// One certificate for one holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Its identifier: `urn:uuid:…` or an https URL. It must not contain the certificate number,
    /// which can be counted through.
    pub id: String,
    /// The certificate number (证书编号).
    pub number: String,
    /// The holder's name as on the face.
    pub holder_name: String,
    /// The holder's document number, hashed.
    pub identity: HolderIdentity,
    /// The day of issue (发证日期).
    pub issued_on: CivilDate,
    /// The scores, when the holder's copy is to show them; otherwise none.
    pub scores: Vec<Score>,
    /// The entry under which the status can be looked up (`credentialStatus`), as it is.
    pub status: Option<Value>,
}

/// A certificate before it is signed.
#[derive(Clone, Copy, Debug)]
pub struct SkillCertificate<'a> {
    /// Who issues.
    pub issuer: &'a Issuer,
    /// What is certified.
    pub achievement: &'a Achievement,
    /// To whom.
    pub award: &'a Award,
}

impl SkillCertificate<'_> {
    /// The credential without a proof.
    ///
    /// # Errors
    /// [`CredentialError::FieldInvalid`] names what is empty, no absolute URI, or a score of a part
    /// that the achievement does not have.
    pub fn document(&self) -> Result<Map<String, Value>, CredentialError> {
        self.issuer.check()?;
        self.achievement.check()?;
        self.award.check(self.achievement)?;
        let award = self.award;
        let mut subject = Map::new();
        subject.insert("type".to_owned(), json!(["AchievementSubject"]));
        subject.insert("licenseNumber".to_owned(), json!(award.number));
        subject.insert("identifier".to_owned(), award.identifiers());
        subject.insert("achievement".to_owned(), self.achievement.to_json());
        if let Some(results) = award.results(self.achievement) {
            subject.insert("result".to_owned(), results);
        }
        let mut document = Map::new();
        document.insert("@context".to_owned(), contexts());
        document.insert("id".to_owned(), json!(award.id));
        document.insert("type".to_owned(), types());
        document.insert("name".to_owned(), json!(self.achievement.title));
        document.insert("issuer".to_owned(), self.issuer.to_json());
        document.insert("validFrom".to_owned(), json!(start_of_day(award.issued_on)));
        document.insert("credentialSubject".to_owned(), Value::Object(subject));
        if let Some(status) = &award.status {
            document.insert("credentialStatus".to_owned(), status.clone());
        }
        Ok(document)
    }
}

pub(crate) fn contexts() -> Value {
    json!([VC_CONTEXT, OB_CONTEXT])
}

pub(crate) fn types() -> Value {
    json!(["VerifiableCredential", "OpenBadgeCredential"])
}

impl Issuer {
    pub(crate) fn check(&self) -> Result<(), CredentialError> {
        uri("issuer.id", &self.id)?;
        text("issuer.name", &self.name)?;
        text("issuer.filing_code", &self.filing_code)?;
        self.url.iter().try_for_each(|url| uri("issuer.url", url))
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut profile = json!({
            "id": self.id,
            "type": ["Profile"],
            "name": self.name,
            "otherIdentifier": [{
                "type": "IdentifierEntry",
                "identifier": self.filing_code,
                "identifierType": FILING_CODE,
            }],
        });
        if let Some(url) = &self.url {
            profile["url"] = json!(url);
        }
        profile
    }
}

impl Node {
    fn check(&self, field: &'static str) -> Result<(), CredentialError> {
        text(field, &self.code)?;
        text(field, &self.name)?;
        text(field, &self.framework)?;
        uri(field, &self.url)
    }

    fn to_json(&self, target_type: &str) -> Value {
        json!({
            "type": ["Alignment"],
            "targetType": target_type,
            "targetCode": self.code,
            "targetName": self.name,
            "targetFramework": self.framework,
            "targetUrl": self.url,
        })
    }
}

impl Achievement {
    pub(crate) fn check(&self) -> Result<(), CredentialError> {
        uri("achievement.id", &self.id)?;
        if self.id.contains('#') {
            return Err(CredentialError::FieldInvalid { field: "achievement.id" });
        }
        text("achievement.title", &self.title)?;
        text("achievement.description", &self.description)?;
        text("achievement.criteria", &self.criteria)?;
        self.variant.iter().try_for_each(|variant| text("achievement.variant", variant))?;
        self.occupation.check("achievement.occupation")?;
        self.level.iter().try_for_each(|level| level.check("achievement.level"))?;
        self.evaluation_kind.check("achievement.evaluation_kind")?;
        self.standard.iter().try_for_each(|standard| standard.check("achievement.standard"))?;
        for (i, part) in self.parts.iter().enumerate() {
            let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            let again = self.parts[..i].iter().any(|earlier| earlier.key == part.key);
            if part.key.is_empty() || !part.key.chars().all(word) || again {
                return Err(CredentialError::FieldInvalid { field: "achievement.parts" });
            }
            for content in [&part.name, &part.highest, &part.pass] {
                text("achievement.parts", content)?;
            }
        }
        Ok(())
    }

    /// Occupation and level: 电工（维修电工） 三级/高级工.
    fn name(&self) -> String {
        let mut name = self.occupation.name.clone();
        if let Some(variant) = &self.variant {
            name.push_str(&format!("（{variant}）"));
        }
        if let Some(level) = &self.level {
            name.push(' ');
            name.push_str(&level.name);
        }
        name
    }

    fn part_id(&self, part: &str) -> String {
        format!("{}#{part}", self.id)
    }

    pub(crate) fn to_json(&self) -> Value {
        let nodes = [
            (OCCUPATION, Some(&self.occupation)),
            (SKILL_LEVEL, self.level.as_ref()),
            (EVALUATION_KIND, Some(&self.evaluation_kind)),
            (STANDARD, self.standard.as_ref()),
        ];
        let alignment: Vec<Value> =
            nodes.iter().filter_map(|(kind, node)| node.map(|node| node.to_json(kind))).collect();
        let mut achievement = json!({
            "id": self.id,
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": self.name(),
            "description": self.description,
            "criteria": { "narrative": self.criteria },
            "humanCode": self.occupation.code,
            "fieldOfStudy": self.occupation.name,
            "inLanguage": "zh-CN",
            "alignment": alignment,
        });
        if let Some(variant) = &self.variant {
            achievement["specialization"] = json!(variant);
        }
        if !self.parts.is_empty() {
            achievement["resultDescription"] =
                self.parts.iter().map(|part| self.result_description(part)).collect();
        }
        achievement
    }

    fn result_description(&self, part: &Part) -> Value {
        json!({
            "id": self.part_id(&part.key),
            "type": ["ResultDescription"],
            "name": part.name,
            "resultType": "RawScore",
            "valueMin": "0",
            "valueMax": part.highest,
            "requiredValue": part.pass,
        })
    }
}

impl Award {
    pub(crate) fn check(&self, achievement: &Achievement) -> Result<(), CredentialError> {
        uri("award.id", &self.id)?;
        text("award.number", &self.number)?;
        text("award.holder_name", &self.holder_name)?;
        if self.id.contains(&self.number) {
            return Err(CredentialError::FieldInvalid { field: "award.id" });
        }
        for score in &self.scores {
            text("award.scores", &score.value)?;
            if !achievement.parts.iter().any(|part| part.key == score.part) {
                return Err(CredentialError::FieldInvalid { field: "award.scores" });
            }
        }
        Ok(())
    }

    pub(crate) fn identifiers(&self) -> Value {
        let name = json!({
            "type": "IdentityObject",
            "hashed": false,
            "identityHash": self.holder_name,
            "identityType": "name",
        });
        json!([name, self.identity.to_json()])
    }

    pub(crate) fn results(&self, achievement: &Achievement) -> Option<Value> {
        if self.scores.is_empty() {
            return None;
        }
        let result = |score: &Score| {
            json!({
                "type": ["Result"],
                "resultDescription": achievement.part_id(&score.part),
                "value": score.value,
            })
        };
        Some(self.scores.iter().map(result).collect())
    }
}

/// A text that is shown: not empty, no control characters.
fn text(field: &'static str, content: &str) -> Result<(), CredentialError> {
    if content.trim().is_empty() || content.chars().any(char::is_control) {
        return Err(CredentialError::FieldInvalid { field });
    }
    Ok(())
}

/// An absolute URI. JSON-LD readers drop a relative one or resolve it against an address of their own.
fn uri(field: &'static str, content: &str) -> Result<(), CredentialError> {
    let scheme = content.split_once(':').filter(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !rest.is_empty()
    });
    let plain = |c: char| c.is_ascii_graphic() && !r#"<>"{}|\^`"#.contains(c);
    if scheme.is_none() || !content.chars().all(plain) {
        return Err(CredentialError::FieldInvalid { field });
    }
    Ok(())
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
pub(crate) mod tests;
