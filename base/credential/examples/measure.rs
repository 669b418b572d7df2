//! Measures signing and checking on one core, or writes a sample certificate, or the list of keys that
//! vouches for it: `cargo run --release -p credential --example measure [-- sample | -- keys]`.
#![expect(clippy::print_stdout, reason = "an example speaks to the person who runs it")]

use credential::{
    Achievement, Award, CertificateTemplate, HolderIdentity, IdentityKind, Issuer, IssuerEntry,
    IssuerKey, IssuerKeys, KeySource, KeyStanding, Limits, Node, Part, ProofOptions, PublicKey,
    SaltPlace, Score, SignerFailed, SkillCertificate, UnknownIssuers, Verdict, canonical_object,
    proof, verify,
};
use ed25519_dalek::{Signer, SigningKey};
use kernel::{CivilDate, Instant};

const ROUNDS: usize = 7;
const PER_ROUND: usize = 2_000;

fn node(code: &str, name: &str, framework: &str, path: &str) -> Node {
    Node {
        code: code.to_owned(),
        name: name.to_owned(),
        framework: framework.to_owned(),
        url: format!("https://example.org/{path}/{code}"),
    }
}

fn achievement() -> Achievement {
    let part = |key: &str, name: &str| Part {
        key: key.to_owned(),
        name: name.to_owned(),
        highest: "100".to_owned(),
        pass: "60".to_owned(),
    };
    Achievement {
        id: "https://example.org/achievements/6-31-01-03/3".to_owned(),
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

fn award(number: usize) -> Award {
    let score = |part: &str, value: &str| Score { part: part.to_owned(), value: value.to_owned() };
    let salt = (number as u128 + 1).to_be_bytes();
    let identity = HolderIdentity::hashed(
        IdentityKind::NationalIdentityNumber,
        "770000199001010018",
        &salt,
        SaltPlace::Inside,
    );
    Award {
        id: format!("urn:uuid:0b6a4f5e-0000-8000-8000-{number:012x}"),
        number: format!("S000077000001263{number:06}"),
        holder_name: "示例·𠮷田".to_owned(),
        identity: identity.expect("a number is given"),
        issued_on: CivilDate::from_ymd_opt(2026, 11, 24).expect("the day exists"),
        scores: vec![score("theory", "86.5"), score("skill", "91")],
        status: None,
    }
}

/// Seconds of processor time that this thread has used, so that other work on the machine does not
/// count; wall time where the kernel does not tell.
fn processor_seconds(begin: std::time::Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(|| begin.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Median operations per second of processor time over the rounds.
fn rate(name: &str, mut operation: impl FnMut(usize)) {
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let start = std::time::Instant::now();
            let begin = processor_seconds(start);
            (0..PER_ROUND).for_each(|i| operation(round * PER_ROUND + i));
            PER_ROUND as f64 / (processor_seconds(start) - begin)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let (least, median, most) = (rates[0], rates[ROUNDS / 2], rates[ROUNDS - 1]);
    println!("{name:<34} {median:>8.0} /cpu-s  [{least:.0}..{most:.0}]");
}

fn main() {
    let secret = SigningKey::from_bytes(&[1; 32]);
    let public_key = PublicKey::from_bytes(&secret.verifying_key().to_bytes()).expect("a real key");
    let issuer = Issuer {
        id: public_key.did_key(),
        name: "示例职业技能评价中心".to_owned(),
        filing_code: "S000077000001".to_owned(),
        url: Some("https://example.org/bodies/S000077000001".to_owned()),
    };
    let method = public_key.did_key_method();
    let now = Instant::from_micros(1_795_500_000_000_000);
    let signer = |bytes: &[u8]| Ok::<_, SignerFailed>(secret.sign(bytes).to_bytes());
    let achievement = achievement();
    let template =
        CertificateTemplate::compile(&issuer, &achievement, &method).expect("a full template");
    let issue = |number| template.issue(&award(number), now, &signer).expect("a full award");
    let sample = issue(1);
    let asked = std::env::args().nth(1);
    if asked.as_deref() == Some("sample") {
        println!("{}", String::from_utf8_lossy(&sample));
        return;
    }
    let key = IssuerKey {
        id: method.clone(),
        public_key,
        from: Instant::from_micros(0),
        standing: KeyStanding::InForce,
    };
    let entry = IssuerEntry {
        id: issuer.id.clone(),
        name: issuer.name.clone(),
        filing_code: None,
        keys: vec![key],
    };
    let list = IssuerKeys { published_at: now, issuers: vec![entry] };
    if asked.as_deref() == Some("keys") {
        println!("{}", list.to_json());
        return;
    }
    let source = KeySource::new(list, UnknownIssuers::Refuse).expect("one issuer, one key");
    println!("certificate of {} bytes", sample.len());
    rate("raw Ed25519 over 64 bytes", |i| {
        std::hint::black_box(secret.sign(&[i as u8; 64]));
    });
    rate("issue by template", |i| {
        std::hint::black_box(issue(i));
    });
    rate("issue by general canonicaliser", |i| {
        let award = award(i);
        let certificate =
            SkillCertificate { issuer: &issuer, achievement: &achievement, award: &award };
        let options = ProofOptions { verification_method: method.clone(), created: now };
        let signed = proof::sign(&certificate.document().expect("full"), &options, &signer);
        std::hint::black_box(canonical_object(&signed.expect("signed")).expect("written"));
    });
    rate("check a whole certificate", |_| {
        let verdict = verify(&sample, &source, now, &Limits::default());
        assert!(matches!(verdict, Verdict::Valid(_)));
    });
}
