use super::*;
use crate::{CertificateFacts, IdentityKind, SaltPlace};

pub(crate) const SITE: &str = "https://example.org";
pub(crate) const DOCUMENT_NUMBER: &str = "770000199001010018";

pub(crate) fn issuer() -> Issuer {
    Issuer {
        id: "did:web:example.org:bodies:S000077000001".to_owned(),
        name: "示例职业技能评价中心".to_owned(),
        filing_code: "S000077000001".to_owned(),
        url: Some(format!("{SITE}/bodies/S000077000001")),
    }
}

fn node(code: &str, name: &str, framework: &str, path: &str) -> Node {
    let url = format!("{SITE}/{path}/{code}");
    Node { code: code.to_owned(), name: name.to_owned(), framework: framework.to_owned(), url }
}

pub(crate) fn achievement() -> Achievement {
    let part = |key: &str, name: &str| Part {
        key: key.to_owned(),
        name: name.to_owned(),
        highest: "100".to_owned(),
        pass: "60".to_owned(),
    };
    Achievement {
        id: format!("{SITE}/achievements/6-31-01-03/3"),
        title: "职业技能等级证书".to_owned(),
        occupation: node(
            "6-31-01-03",
            "电工",
            "中华人民共和国职业分类大典（2022年版）",
            "occupations",
        ),
        variant: Some("维修电工".to_owned()),
        level: Some(node("3", "三级/高级工", "职业技能等级", "levels")),
        evaluation_kind: node("skill-level", "职业技能等级认定", "技能人才评价", "kinds"),
        standard: Some(node("6-31-01-03-2025", "电工", "国家职业标准", "standards")),
        description: "持证人已达到电工三级/高级工的职业技能等级。".to_owned(),
        criteria: "按国家职业标准评价，理论知识与操作技能均不低于60分。".to_owned(),
        parts: vec![part("theory", "理论知识"), part("skill", "操作技能")],
    }
}

pub(crate) fn award() -> Award {
    let kind = IdentityKind::NationalIdentityNumber;
    Award {
        id: "urn:uuid:0b6a4f5e-0000-8000-8000-000000000001".to_owned(),
        number: "S000077000001263000001".to_owned(),
        holder_name: "示例·𠮷田".to_owned(),
        identity: HolderIdentity::hashed(kind, DOCUMENT_NUMBER, &[7; 16], SaltPlace::Inside)
            .unwrap(),
        issued_on: CivilDate::from_ymd_opt(2026, 11, 24).unwrap(),
        scores: vec![
            Score { part: "theory".to_owned(), value: "86.5".to_owned() },
            Score { part: "skill".to_owned(), value: "91".to_owned() },
        ],
        status: None,
    }
}

fn document(award: &Award) -> Map<String, Value> {
    SkillCertificate { issuer: &issuer(), achievement: &achievement(), award }.document().unwrap()
}

fn pair(code: &str, name: &str) -> Option<(String, String)> {
    Some((code.to_owned(), name.to_owned()))
}

#[test]
fn everything_on_the_face_is_read_back() {
    let facts = CertificateFacts::read(&document(&award()));
    assert_eq!(facts.title.as_deref(), Some("职业技能等级证书"));
    assert_eq!(facts.number.as_deref(), Some("S000077000001263000001"));
    assert_eq!(facts.holder_name.as_deref(), Some("示例·𠮷田"));
    assert_eq!(facts.occupation, pair("6-31-01-03", "电工"));
    assert_eq!(facts.variant.as_deref(), Some("维修电工"));
    assert_eq!(facts.level, pair("3", "三级/高级工"));
    assert_eq!(facts.evaluation_kind, pair("skill-level", "职业技能等级认定"));
    assert_eq!(facts.standard, pair("6-31-01-03-2025", "电工"));
    assert_eq!(facts.issuer_id, Some(issuer().id));
    assert_eq!(facts.issuer_name, Some(issuer().name));
    assert_eq!(facts.filing_code, Some(issuer().filing_code));
    assert_eq!(facts.valid_from.unwrap().civil_date(), award().issued_on);
    assert_eq!(facts.valid_until, None);
    assert_eq!(facts.status, None);
    assert_eq!(
        facts.scores,
        [pair("理论知识", "86.5"), pair("操作技能", "91")].map(Option::unwrap)
    );
    let (hash, salt) = (facts.identity_hash.unwrap(), facts.identity_salt.unwrap());
    assert!(crate::identity_matches(&hash, DOCUMENT_NUMBER, &salt));
}

#[test]
fn the_shape_is_that_of_open_badges() {
    let document = document(&award());
    assert_eq!(document["@context"][0], "https://www.w3.org/ns/credentials/v2");
    assert_eq!(
        document["@context"][1],
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    );
    assert_eq!(document["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
    assert_eq!(document["validFrom"], "2026-11-24T00:00:00+08:00");
    let subject = &document["credentialSubject"];
    assert_eq!(subject.get("id"), None);
    assert_eq!(subject["identifier"][0]["identityType"], "name");
    assert_eq!(subject["identifier"][1]["hashed"], true);
    let achievement = &subject["achievement"];
    assert_eq!(achievement["name"], "电工（维修电工） 三级/高级工");
    assert_eq!(achievement["humanCode"], "6-31-01-03");
    let described: Vec<&Value> = achievement["resultDescription"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| &part["id"])
        .collect();
    let results: Vec<&Value> = subject["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["resultDescription"])
        .collect();
    assert_eq!(described, results);
}

#[test]
fn neither_document_number_nor_hidden_scores_stand_in_it() {
    let hidden = Award { scores: Vec::new(), ..award() };
    let document = document(&hidden);
    assert_eq!(document["credentialSubject"].get("result"), None);
    let text = Value::Object(document).to_string();
    assert!(!text.contains(DOCUMENT_NUMBER));
    assert!(!text.contains(&DOCUMENT_NUMBER[6..14]), "the birth date neither");
    assert!(!text.contains("86.5"));
    assert!(!text.contains("image"));
}

#[test]
fn a_certificate_without_level_variant_and_standard_says_nothing_of_them() {
    let achievement = Achievement {
        level: None,
        variant: None,
        standard: None,
        parts: Vec::new(),
        ..achievement()
    };
    let award = Award { scores: Vec::new(), ..award() };
    let certificate =
        SkillCertificate { issuer: &issuer(), achievement: &achievement, award: &award };
    let document = certificate.document().unwrap();
    let facts = CertificateFacts::read(&document);
    assert_eq!((facts.level, facts.variant, facts.standard), (None, None, None));
    assert_eq!(document["credentialSubject"]["achievement"]["name"], "电工");
    assert_eq!(document["credentialSubject"]["achievement"].get("resultDescription"), None);
}

#[test]
fn the_status_entry_is_passed_on() {
    let status =
        json!({ "id": "https://example.org/status/1#7", "type": "BitstringStatusListEntry" });
    let document = document(&Award { status: Some(status.clone()), ..award() });
    assert_eq!(document["credentialStatus"], status);
    assert_eq!(CertificateFacts::read(&document).status, Some(status));
}

#[test]
fn what_cannot_stand_in_a_certificate_is_named() {
    let score = |part: &str, value: &str| Score { part: part.to_owned(), value: value.to_owned() };
    let cases = [
        ("award.id", Award { id: "certificates/1".to_owned(), ..award() }),
        ("award.id", Award { id: "urn:a b".to_owned(), ..award() }),
        ("award.id", Award { id: format!("https://example.org/c/{}", award().number), ..award() }),
        ("award.number", Award { number: String::new(), ..award() }),
        ("award.holder_name", Award { holder_name: " ".to_owned(), ..award() }),
        ("award.holder_name", Award { holder_name: "示例\u{0}".to_owned(), ..award() }),
        ("award.scores", Award { scores: vec![score("review", "80")], ..award() }),
        ("award.scores", Award { scores: vec![score("theory", "")], ..award() }),
    ];
    for (field, award) in cases {
        let certificate =
            SkillCertificate { issuer: &issuer(), achievement: &achievement(), award: &award };
        assert_eq!(certificate.document(), Err(CredentialError::FieldInvalid { field }));
    }
    let twice =
        Achievement { parts: [achievement().parts, achievement().parts].concat(), ..achievement() };
    let fragment = Achievement { id: format!("{SITE}/a#b"), ..achievement() };
    let no_url = Achievement {
        occupation: Node { url: "电工".to_owned(), ..achievement().occupation },
        ..achievement()
    };
    for (field, achievement) in [
        ("achievement.parts", twice),
        ("achievement.id", fragment),
        ("achievement.occupation", no_url),
    ] {
        assert_eq!(achievement.check(), Err(CredentialError::FieldInvalid { field }));
    }
    let nameless = Issuer { name: String::new(), ..issuer() };
    assert_eq!(nameless.check(), Err(CredentialError::FieldInvalid { field: "issuer.name" }));
}
