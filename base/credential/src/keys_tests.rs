use super::*;
use ed25519_dalek::SigningKey;
use serde_json::json;

fn public(seed: u8) -> PublicKey {
    PublicKey::from_bytes(&SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes()).unwrap()
}

fn at(seconds: i64) -> Instant {
    Instant::from_micros(seconds * 1_000_000)
}

fn key(id: &str, seed: u8, standing: KeyStanding) -> IssuerKey {
    IssuerKey { id: id.to_owned(), public_key: public(seed), from: at(100), standing }
}

fn issuer(id: &str, keys: Vec<IssuerKey>) -> IssuerEntry {
    IssuerEntry {
        id: id.to_owned(),
        name: format!("示例机构 {id}"),
        filing_code: Some("S000077000001".to_owned()),
        keys,
    }
}

fn list() -> IssuerKeys {
    let first = vec![
        key("a:1#old", 1, KeyStanding::Retired { at: at(200) }),
        key("a:1#new", 2, KeyStanding::InForce),
        key("a:1#lost", 3, KeyStanding::Revoked { at: at(300) }),
    ];
    let second = IssuerEntry {
        filing_code: None,
        ..issuer("a:2", vec![key("a:2#k", 4, KeyStanding::InForce)])
    };
    IssuerKeys { published_at: at(1_000), issuers: vec![issuer("a:1", first), second] }
}

#[test]
fn a_published_list_is_read_back_as_it_was() {
    let text = list().to_json().to_string();
    assert_eq!(IssuerKeys::from_json(text.as_bytes(), &Limits::default()), Ok(list()));
}

#[test]
fn members_that_a_later_version_adds_are_passed_over() {
    let mut json = list().to_json();
    json["note"] = json!("…");
    json["issuers"][0]["filings"] = json!([]);
    json["issuers"][0]["keys"][0]["certificates"] = json!([]);
    assert_eq!(IssuerKeys::from_json(json.to_string().as_bytes(), &Limits::default()), Ok(list()));
}

#[test]
fn a_list_in_another_form_is_refused() {
    let changes: [(&str, Value); 7] = [
        ("/format", json!("kaogong-issuer-keys/2")),
        ("/publishedAt", json!("yesterday")),
        ("/issuers/0/keys/0/type", json!("JsonWebKey")),
        ("/issuers/0/keys/0/from", json!("2026-01-01")),
        ("/issuers/0/keys/0/retiredAt", json!("x")),
        ("/issuers/1/id", json!("a:1")),
        ("/issuers/1/keys/0/id", json!("a:1#old")),
    ];
    for (place, value) in changes {
        let mut json = list().to_json();
        *json.pointer_mut(place).unwrap() = value;
        let refused = IssuerKeys::from_json(json.to_string().as_bytes(), &Limits::default());
        assert!(
            matches!(refused, Err(CredentialError::IssuerKeysMalformed { .. })),
            "{place}: {refused:?}"
        );
    }
    let mut json = list().to_json();
    json["issuers"][0]["keys"][0]["publicKeyMultibase"] = json!("z6Mk");
    let refused = IssuerKeys::from_json(json.to_string().as_bytes(), &Limits::default());
    assert_eq!(refused, Err(CredentialError::KeyMalformed));
    assert!(IssuerKeys::from_json(b"[]", &Limits::default()).is_err());
}

#[test]
fn a_key_vouches_from_its_first_instant_to_before_its_last() {
    let [old, new, lost] = <[IssuerKey; 3]>::try_from(list().issuers[0].keys.clone()).unwrap();
    for (key, second, holds) in [
        (&old, 99, false),
        (&old, 100, true),
        (&old, 199, true),
        (&old, 200, false),
        (&new, 99, false),
        (&new, 1_000_000, true),
    ] {
        let expected = Reason::KeyNotInForce { method: key.id.clone(), signed_at: at(second) };
        assert_eq!(key.vouches(at(second)), if holds { Ok(()) } else { Err(expected) });
    }
    // A lost key can date its forgeries back, so no date helps.
    let revoked = Reason::KeyRevoked { method: "a:1#lost".to_owned(), revoked_at: at(300) };
    assert_eq!(lost.vouches(at(150)), Err(revoked));
}

#[test]
fn a_key_is_found_only_for_its_own_issuer() {
    let source = KeySource::new(list(), UnknownIssuers::Refuse).unwrap();
    assert!(
        matches!(source.find("a:1", "a:1#new"), Ok(Found::Listed { key, .. }) if key.id == "a:1#new")
    );
    let method = |method: &str| method.to_owned();
    assert_eq!(
        source.find("a:2", "a:1#new"),
        Err(Reason::KeyOfAnotherIssuer { method: method("a:1#new") })
    );
    assert_eq!(
        source.find("a:1", "a:1#none"),
        Err(Reason::UnknownKey { method: method("a:1#none") })
    );
    assert_eq!(source.find("a:3", "a:3#k"), Err(Reason::UnknownIssuer { issuer: method("a:3") }));
}

#[test]
fn a_did_key_speaks_for_itself_only_where_that_is_allowed() {
    let (did, method) = (public(5).did_key(), public(5).did_key_method());
    let strict = KeySource::new(list(), UnknownIssuers::Refuse).unwrap();
    assert_eq!(strict.find(&did, &method), Err(Reason::UnknownIssuer { issuer: did.clone() }));
    let open = KeySource::new(list(), UnknownIssuers::AcceptDidKey).unwrap();
    assert_eq!(open.find(&did, &method), Ok(Found::DidKey { key: public(5) }));
    let other = public(6).did_key_method();
    assert_eq!(open.find(&did, &other), Err(Reason::KeyOfAnotherIssuer { method: other.clone() }));
    // A listed issuer does not become somebody else's by a key of one's own.
    assert_eq!(open.find("a:1", &method), Err(Reason::UnknownKey { method: method.clone() }));
    assert_eq!(open.find("a:3", &method), Err(Reason::UnknownIssuer { issuer: "a:3".to_owned() }));
}
