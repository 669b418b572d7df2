//! Issuing: numbers without gaps, signed credentials, rows and facts, in one transaction.

use crate::certificate::{self, Certificate, Sealed, Status};
use crate::facts::CertificateIssued;
use crate::number::NumberSeries;
use credential::{
    Achievement, Award, CertificateTemplate, HolderIdentity, IdentityKind, Issuer, Node, SaltPlace,
    Score,
};
use crypto::{KeyRing, PersonKey, SigningKey};
use kernel::{
    BodyId, BodyKeyId, CandidateId, CertificateId, CivilDate, OccupationCode, PersonId, Problem,
    ProblemKind, Result, RunId, SkillLevel,
};
use organisations::filing::{MayCertify, may_certify};
use people::DocumentKind;
use people::evidence::{Evidence, NewEvidence};
use people::vault::Personal;
use rules::{Part, PartResult, PartResults, PassRule};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::directory::Claim;
use store::{About, Tx};

/// The directory entry that leads from a number to a certificate.
pub(crate) const NUMBER: &str = "certificate-number";
/// The directory entry that leads from the code on the paper to a certificate.
pub(crate) const TOKEN: &str = "certificate-token";

/// The addresses that certificates carry.
#[derive(Clone, Debug)]
pub struct Site {
    /// The public address of the installation, without a slash at the end.
    pub url: String,
    /// Its host, with the port when it is not the usual one.
    pub host: String,
}

impl Site {
    /// The site at a public address, `https://skills.example.org`.
    pub fn new(url: &str) -> Site {
        let url = url.trim_end_matches('/').to_owned();
        let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or_default().to_owned();
        Site { url, host }
    }

    /// What the QR code of a certificate says.
    pub fn check_url(&self, token: &str) -> String {
        format!("{}/c/{token}", self.url)
    }

    /// The identifier under which a body signs.
    pub(crate) fn issuer_id(&self, body: BodyId) -> Result<String> {
        Ok(credential::did::did_web(&self.host, &["bodies", &body.to_string()])?)
    }

    /// The identifier of a body's key.
    pub(crate) fn method(&self, body: BodyId, key: BodyKeyId) -> Result<String> {
        Ok(format!("{}#{key}", self.issuer_id(body)?))
    }
}

/// Results of one run that are to become certificates.
#[derive(Clone, Debug)]
pub struct IssueBatch {
    /// Who issues.
    pub body: BodyId,
    /// The run.
    pub run: RunId,
    /// 职业
    pub occupation: OccupationCode,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// The rule under which they passed.
    pub rule: PassRule,
    /// Who passed.
    pub items: Vec<IssueItem>,
}

/// One result that is to become a certificate.
#[derive(Clone, Debug)]
pub struct IssueItem {
    /// The result.
    pub candidate: CandidateId,
    /// Whose.
    pub person: PersonId,
    /// 工种 / 职业方向
    pub variant: Option<String>,
    /// What each part gave.
    pub parts: PartResults,
}

/// Everything the certificates of a batch have in common.
struct Press<'a> {
    ring: &'a KeyRing,
    site: &'a Site,
    batch: &'a IssueBatch,
    issuer: Issuer,
    filing: kernel::FilingId,
    series: NumberSeries,
    key_id: BodyKeyId,
    key: SigningKey,
    classification: String,
    occupation_name: String,
}

/// Issues a certificate for each item, in their order. The body must be filed for what it certifies
/// on the exam day and have a key in force.
///
/// # Errors
/// The conflicts `certificates-not-filed`, `certificates-no-key`, `certificates-person-erased`,
/// `certificates-numbers-used-up`; as [`store::Conn::fetch_all`].
pub async fn issue_many_in(
    tx: &mut Tx,
    ring: &KeyRing,
    site: &Site,
    batch: &IssueBatch,
) -> Result<Vec<CertificateId>> {
    let press = Press::prepare(tx, ring, site, batch).await?;
    let ids: Vec<PersonId> = batch.items.iter().map(|item| item.person).collect();
    let people = people::public::opened_in(tx, ring, &ids).await?;
    let count = batch.items.len() as i64;
    let counter = press.counter();
    let first = tx.next_numbers(batch.body.home(), &counter, count).await?;
    let mut templates: HashMap<Option<&str>, CertificateTemplate> = HashMap::new();
    let (mut rows, mut claims, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
    for (item, serial) in batch.items.iter().zip(first..) {
        let (person_key, personal) = people
            .get(&item.person)
            .ok_or_else(|| Problem::conflict("certificates-person-erased"))?;
        let variant = item.variant.as_deref();
        let template = match templates.entry(variant) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(press.template(variant)?),
        };
        let (certificate, sealed) = press.make(tx, item, serial, template, personal)?;
        claims.extend(press.claims(&certificate, &sealed));
        rows.push((certificate.clone(), seal(tx, person_key, certificate.id, &sealed)?));
        evidence.push(press.tell(tx, &certificate)?);
    }
    let issued = rows.iter().map(|(certificate, _)| certificate.id).collect();
    certificate::store::insert(tx, rows).await?;
    tx.claim(claims).await?;
    people::public::add_evidence_in(tx, evidence).await?;
    Ok(issued)
}

fn seal(tx: &Tx, key: &PersonKey, id: CertificateId, sealed: &Sealed) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(sealed).map_err(Problem::internal)?;
    Ok(key.seal(&Sealed::field(id), &plain, &tx.random()))
}

impl<'a> Press<'a> {
    async fn prepare(
        tx: &mut Tx,
        ring: &'a KeyRing,
        site: &'a Site,
        batch: &'a IssueBatch,
    ) -> Result<Press<'a>> {
        let body = organisations::public::body_in(tx, batch.body).await?;
        let body = body.ok_or_else(Problem::not_found)?;
        let filings = organisations::public::filings_in(tx, batch.body).await?;
        let answer = may_certify(&filings, batch.occupation, batch.level, batch.exam_on);
        let (filing, code) = match answer {
            MayCertify::Yes { filing, code } => (filing, code),
            MayCertify::No(why) => {
                return Err(Problem::conflict("certificates-not-filed").arg("reason", why.code()));
            }
        };
        let key = organisations::public::signing_key_in(tx, ring, batch.body).await?;
        let (key_id, key) = key.ok_or_else(|| Problem::conflict("certificates-no-key"))?;
        let today = tx.ctx().today();
        let year = chrono_year(today)?;
        let series = NumberSeries::new(code, year, batch.level)
            .ok_or_else(|| Problem::conflict("certificates-no-number"))?;
        let occupations = &tx.ctx().world.occupations;
        let missing = || Problem::conflict("certificates-occupation-unknown");
        let spell = occupations.on(batch.occupation, batch.exam_on).ok_or_else(missing)?;
        let release = occupations.release_on(batch.exam_on).ok_or_else(missing)?;
        let issuer = Issuer {
            id: site.issuer_id(batch.body)?,
            name: body.name,
            filing_code: code.to_string(),
            url: Some(format!("{}/bodies/{}", site.url, batch.body)),
        };
        Ok(Press {
            ring,
            site,
            batch,
            issuer,
            filing,
            series,
            key_id,
            key,
            classification: release.id.to_string(),
            occupation_name: spell.name.to_string(),
        })
    }

    /// One counter per body, year and level: so numbers have no gaps.
    fn counter(&self) -> String {
        let (filing, year) = (self.series.filing(), self.series.year());
        format!("certificate/{filing}/{year}/{}", self.series.level().word())
    }

    fn template(&self, variant: Option<&str>) -> Result<CertificateTemplate> {
        let method = self.site.method(self.batch.body, self.key_id)?;
        let achievement = self.achievement(variant);
        Ok(CertificateTemplate::compile(&self.issuer, &achievement, &method)?)
    }

    fn achievement(&self, variant: Option<&str>) -> Achievement {
        let (site, code, level) = (&self.site.url, self.batch.occupation, self.batch.level);
        let level_name = level.printed(kernel::Lang::Zh);
        let rule = &self.batch.rule;
        let parts = rule.parts(level).iter().map(|part| credential::Part {
            key: part.word().to_owned(),
            name: part_name(*part).to_owned(),
            highest: marks(rule.full_marks()),
            pass: marks(rule.pass_mark()),
        });
        let variant_id = variant.map(|v| format!("?variant={}", percent(v))).unwrap_or_default();
        Achievement {
            id: format!("{site}/occupations/{code}/levels/{}{variant_id}", level.word()),
            title: "职业技能等级证书".to_owned(),
            occupation: Node {
                code: code.to_string(),
                name: self.occupation_name.clone(),
                framework: format!("职业分类大典（{}）", self.classification),
                url: format!("{site}/occupations/{code}"),
            },
            variant: variant.map(str::to_owned),
            level: Some(Node {
                code: level.word().to_owned(),
                name: level_name.to_owned(),
                framework: "职业技能等级".to_owned(),
                url: format!("{site}/levels#{}", level.word()),
            }),
            evaluation_kind: Node {
                code: "skill_level".to_owned(),
                name: "职业技能等级认定".to_owned(),
                framework: "技能人才评价".to_owned(),
                url: format!("{site}/levels"),
            },
            standard: None,
            description: format!("{} {level_name}", self.occupation_name),
            criteria: format!(
                "{}：每一科目均须达到合格线（{}）。",
                rule.name(),
                marks(rule.pass_mark())
            ),
            parts: parts.collect(),
        }
    }

    fn make(
        &self,
        tx: &Tx,
        item: &IssueItem,
        serial: i64,
        template: &CertificateTemplate,
        personal: &Personal,
    ) -> Result<(Certificate, Sealed)> {
        let random = tx.random();
        let id = CertificateId::new(item.person.home(), tx.now(), &random);
        let number = u32::try_from(serial).ok().and_then(|serial| self.series.number(serial));
        let number = number.ok_or_else(|| Problem::conflict("certificates-numbers-used-up"))?;
        let number = number.print(tx.ctx().world.level_symbols);
        let salt: [u8; 16] = random.bytes();
        let award = Award {
            id: format!("urn:uuid:{}", uuid(id)),
            number: number.clone(),
            holder_name: personal.name.reveal().to_owned(),
            identity: identity(personal, &salt)?,
            issued_on: tx.ctx().today(),
            scores: scores(&item.parts),
            status: None,
        };
        let sign = |message: &[u8]| Ok(self.key.sign(message));
        let credential = template.issue(&award, tx.now(), &sign)?;
        let certificate = Certificate {
            id,
            version: 1,
            number,
            person: item.person,
            body: self.batch.body,
            filing: self.filing,
            key: self.key_id,
            run: self.batch.run,
            candidate: item.candidate,
            occupation: self.batch.occupation,
            classification: self.classification.clone(),
            variant: item.variant.clone(),
            level: self.batch.level,
            exam_on: self.batch.exam_on,
            issued_on: award.issued_on,
            status: Status::Valid,
        };
        let credential = String::from_utf8(credential).map_err(Problem::internal)?;
        let sealed = Sealed {
            credential,
            token: token(random.bytes()),
            salt: HolderIdentity::salt_text(&salt),
        };
        Ok((certificate, sealed))
    }

    fn claims(&self, certificate: &Certificate, sealed: &Sealed) -> Vec<Claim> {
        let subject = certificate.id.cast();
        let numbers = self.ring.blind_all(NUMBER, certificate.number.as_bytes());
        let numbers = numbers.into_iter().map(|(_, hash)| Claim { kind: NUMBER, hash, subject });
        let hash = crypto::digest(self.ring.profile(), sealed.token.as_bytes());
        numbers.chain([Claim { kind: TOKEN, hash, subject }]).collect()
    }

    /// History, fact and evidence of a certificate.
    fn tell(&self, tx: &mut Tx, certificate: &Certificate) -> Result<NewEvidence> {
        let fact = CertificateIssued {
            certificate: certificate.id,
            occupation: certificate.occupation,
            classification: certificate.classification.clone(),
            level: certificate.level,
            exam_on: certificate.exam_on,
            issued_on: certificate.issued_on,
        };
        tx.history("certificate", certificate.id.cast(), 1, "issue", &fact)?;
        let about = About::person(certificate.person)
            .at(certificate.body)
            .subject(certificate.id.cast())
            .rule(self.batch.rule.name());
        tx.fact(about, &fact)?;
        Ok(NewEvidence {
            person: certificate.person,
            subject: certificate.id.cast(),
            source: "certificates",
            dated_on: certificate.issued_on,
            evidence: Evidence::SkillCertificate {
                occupation: certificate.occupation,
                level: certificate.level,
            },
        })
    }
}

fn chrono_year(day: CivilDate) -> Result<u16> {
    let text = day.to_string();
    text.get(..4)
        .and_then(|year| year.parse().ok())
        .ok_or_else(|| Problem::new(ProblemKind::Internal, "problem-internal"))
}

/// The id in the usual form of a UUID.
fn uuid(id: CertificateId) -> String {
    let hex: String = id.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// 128 random bits as the end of an address.
fn token(bits: [u8; 16]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bits)
}

fn identity(personal: &Personal, salt: &[u8; 16]) -> Result<HolderIdentity> {
    let missing = || Problem::internal("a registered person has no document");
    let number = &personal.documents.first().ok_or_else(missing)?.number;
    let kind = match number.kind() {
        DocumentKind::CitizenCard => IdentityKind::NationalIdentityNumber,
        other => IdentityKind::Other(other.word().to_owned()),
    };
    Ok(HolderIdentity::hashed(kind, number.reveal(), salt, SaltPlace::Beside)?)
}

fn scores(parts: &PartResults) -> Vec<Score> {
    let score = |(part, result): (&Part, &PartResult)| match result {
        PartResult::Marks(hundredths) => {
            Some(Score { part: part.word().to_owned(), value: marks(*hundredths) })
        }
        PartResult::Absent | PartResult::Misconduct | PartResult::Exempt => None,
    };
    parts.iter().filter_map(score).collect()
}

/// Marks as printed: `86`, `86.5`, `86.25`.
pub(crate) fn marks(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Theory => "理论知识",
        Part::Skill => "操作技能",
        Part::Review => "综合评审",
    }
}

/// Text in the query of an address.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_printed_as_people_write_them() {
        let printed: Vec<String> = [10_000, 8650, 8625, 6005, 0].map(marks).into();
        assert_eq!(printed, ["100", "86.5", "86.25", "60.05", "0"]);
    }

    #[test]
    fn a_site_knows_its_host() {
        let site = Site::new("https://skills.example.org:8443/");
        assert_eq!(site.host, "skills.example.org:8443");
        assert_eq!(site.check_url("x"), "https://skills.example.org:8443/c/x");
    }
}
