use super::*;
use ed25519_dalek::{Signer as _, SigningKey};

/// Source of the vector: W3C Recommendation "Data Integrity EdDSA Cryptosuites v1.0", test vectors,
/// "Representation: eddsa-jcs-2022".
const SECRET: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
const PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const DOCUMENT_HASH: &str = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19";
const CONFIGURATION_HASH: &str = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db";
const SIGNATURE: &str = "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b803\
                         51da3f253d725c6f00b07c9e5448d50b3ef78012b9ab54255116d069c6dd2808";
const PROOF_VALUE: &str =
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX";

fn key() -> SigningKey {
    let bytes = multibase_decode(SECRET).unwrap();
    SigningKey::from_bytes(bytes[2..].try_into().unwrap())
}

pub(crate) fn public() -> PublicKey {
    PublicKey::from_multibase(PUBLIC).unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn alumni() -> Map<String, Value> {
    object(json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/ns/credentials/examples/v2"
        ],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
    }))
}

pub(crate) fn signed() -> Map<String, Value> {
    let options = ProofOptions {
        verification_method: public().did_key_method(),
        created: parse_timestamp("2023-02-24T23:36:38Z").unwrap(),
    };
    sign(&alumni(), &options, &|bytes| Ok(key().sign(bytes).to_bytes())).unwrap()
}

/// Reads and checks the proof of a signed document.
fn check(signed: &Map<String, Value>) -> Result<(), Reason> {
    let mut document = signed.clone();
    let proof = document.remove("proof").unwrap();
    Proof::read(&proof)?.check(&document, &public())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The signed document with one member of its proof replaced, or removed by null.
fn with_proof(field: &str, value: Value) -> Map<String, Value> {
    let mut document = signed();
    let proof = document["proof"].as_object_mut().unwrap();
    match value {
        Value::Null => proof.remove(field),
        value => proof.insert(field.to_owned(), value),
    };
    document
}

#[test]
fn the_vector_of_the_recommendation_comes_out_byte_for_byte() {
    let signed = signed();
    let proof = signed["proof"].as_object().unwrap();
    let mut configuration = proof.clone();
    let value = configuration.remove("proofValue").unwrap();
    let data = hash_data(&configuration, &alumni()).unwrap();
    assert_eq!(hex(&data[32..]), DOCUMENT_HASH);
    assert_eq!(hex(&data[..32]), CONFIGURATION_HASH);
    assert_eq!(value, PROOF_VALUE);
    assert_eq!(hex(&multibase_decode(PROOF_VALUE).unwrap()), SIGNATURE);
    assert_eq!(proof["@context"], signed["@context"]);
    assert_eq!(check(&signed), Ok(()));
}

#[test]
fn the_document_may_add_contexts_but_not_change_the_signed_ones() {
    let mut more = signed();
    more["@context"].as_array_mut().unwrap().push(json!("https://example.org/more"));
    assert_eq!(check(&more), Ok(()));

    for context in [
        json!(["https://www.w3.org/ns/credentials/v2"]),
        json!([
            "https://www.w3.org/ns/credentials/examples/v2",
            "https://www.w3.org/ns/credentials/v2"
        ]),
        json!("https://www.w3.org/ns/credentials/v2"),
    ] {
        let mut other = signed();
        other["@context"] = context;
        assert_eq!(check(&other), Err(Reason::ContextChanged));
    }
    let mut none = signed();
    none.remove("@context");
    assert_eq!(check(&none), Err(Reason::ContextChanged));
}

#[test]
fn a_context_given_alone_equals_a_list_of_one() {
    let mut document = alumni();
    document["@context"] = json!("https://www.w3.org/ns/credentials/v2");
    let options = ProofOptions {
        verification_method: public().did_key_method(),
        created: Instant::from_micros(0),
    };
    let signer = |bytes: &[u8]| Ok(key().sign(bytes).to_bytes());
    let mut signed = sign(&document, &options, &signer).unwrap();
    signed["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    assert_eq!(check(&signed), Ok(()));
}

#[test]
fn every_change_of_content_or_proof_is_seen() {
    let mut renamed = signed();
    renamed["credentialSubject"]["alumniOf"] = json!("Another School");
    let mut added = signed();
    added.insert("termsOfUse".to_owned(), json!([]));
    let mut removed = signed();
    removed.remove("description");
    let later = with_proof("created", json!("2023-02-24T23:36:39Z"));
    let method = with_proof("verificationMethod", json!(public().did_key()));
    let nonce = with_proof("nonce", json!("1"));
    let contextless = with_proof("@context", Value::Null);
    for changed in [renamed, added, removed, later, method, nonce, contextless] {
        assert_eq!(check(&changed), Err(Reason::Changed));
    }
}

#[test]
fn a_proof_that_cannot_be_checked_says_why() {
    let suite = |suite: &str| Reason::UnknownSuite { suite: suite.to_owned() };
    let malformed = |field| Reason::ProofMalformed { field };
    let purpose = "authentication".to_owned();
    let short = multibase_encode(&[1; 63]);
    let cases = [
        ("cryptosuite", json!("eddsa-rdfc-2022"), suite("eddsa-rdfc-2022")),
        ("type", json!("Ed25519Signature2020"), suite("Ed25519Signature2020")),
        ("proofPurpose", json!(purpose), Reason::PurposeWrong { purpose }),
        ("proofPurpose", Value::Null, malformed("proofPurpose")),
        ("type", Value::Null, malformed("type")),
        ("cryptosuite", json!(["eddsa-jcs-2022"]), malformed("cryptosuite")),
        ("verificationMethod", json!({"id": "a"}), malformed("verificationMethod")),
        ("created", json!("2023-02-24T23:36:38"), malformed("created")),
        ("created", json!(1), malformed("created")),
        ("expires", json!("never"), malformed("expires")),
        ("previousProof", json!("urn:uuid:1"), malformed("previousProof")),
        ("proofValue", Value::Null, malformed("proofValue")),
        ("proofValue", json!(short), Reason::SignatureWrong),
        ("proofValue", json!(format!("u{}", &PROOF_VALUE[1..])), Reason::SignatureWrong),
        ("proofValue", json!("z0OIl"), Reason::SignatureWrong),
    ];
    for (field, value, expected) in cases {
        assert_eq!(check(&with_proof(field, value.clone())), Err(expected), "{field} {value}");
    }
    assert_eq!(Proof::read(&json!("proof")).unwrap_err(), malformed("proof"));
}

#[test]
fn another_key_does_not_hold() {
    let other = SigningKey::from_bytes(&[9; 32]).verifying_key().to_bytes();
    let mut document = signed();
    let proof = document.remove("proof").unwrap();
    let read = Proof::read(&proof).unwrap();
    assert_eq!(
        read.check(&document, &PublicKey::from_bytes(&other).unwrap()),
        Err(Reason::Changed)
    );
    assert_eq!(read.check(&document, &public()), Ok(()));
}

#[test]
fn nothing_is_signed_twice_or_with_a_number_that_readers_refuse() {
    let options =
        ProofOptions { verification_method: "a:b".to_owned(), created: Instant::from_micros(0) };
    let signer = |bytes: &[u8]| Ok(key().sign(bytes).to_bytes());
    let twice = sign(&signed(), &options, &signer);
    assert_eq!(twice, Err(CredentialError::FieldInvalid { field: "proof" }));
    let mut numbers = alumni();
    numbers.insert("n".to_owned(), json!([{ "deep": 9_007_199_254_740_993_i64 }]));
    assert_eq!(sign(&numbers, &options, &signer), Err(CredentialError::NumberUnsafe));
    let failure = SignerFailed("the token is locked".to_owned());
    let locked = sign(&alumni(), &options, &|_| Err(failure.clone()));
    assert_eq!(locked, Err(CredentialError::SignerFailed(failure.clone())));
}
