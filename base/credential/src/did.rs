//! did:web identifiers and their documents as data. Nothing is fetched.

use crate::{CredentialError, IssuerKey, KeyStanding};
use serde_json::{Value, json};

/// The did:web of a host (`example.org` or `example.org:8443`) and a path below it. Its document is
/// served at `https://HOST/PATH/did.json`, or `/.well-known/did.json` when there is no path.
///
/// # Errors
/// [`CredentialError::FieldInvalid`] when the host or a part of the path has other characters than
/// ASCII letters, digits, `.`, `-` and `_`.
pub fn did_web(host: &str, path: &[&str]) -> Result<String, CredentialError> {
    let plain = |text: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        !text.is_empty() && text.chars().all(allowed)
    };
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    if !plain(name) || port.parse::<u16>().is_err() {
        return Err(CredentialError::FieldInvalid { field: "host" });
    }
    let mut did = format!("did:web:{}", host.to_ascii_lowercase().replace(':', "%3A"));
    for part in path {
        if !plain(part) {
            return Err(CredentialError::FieldInvalid { field: "path" });
        }
        did.push(':');
        did.push_str(part);
    }
    Ok(did)
}

/// The document of a did:web. A retired key stays in it, so that others can still check what it
/// signed; a revoked one stays named, with the time, but asserts nothing any more. There is no
/// `expires`: verifiers would refuse every certificate of the key from that day on
/// (Controlled Identifiers 1.0, 2.2).
pub fn did_web_document(controller: &str, keys: &[IssuerKey]) -> Value {
    let methods: Vec<Value> = keys.iter().map(|key| method(controller, key)).collect();
    let asserting = keys.iter().filter(|key| !matches!(key.standing, KeyStanding::Revoked { .. }));
    let asserting: Vec<&str> = asserting.map(|key| key.id.as_str()).collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": controller,
        "verificationMethod": methods,
        "assertionMethod": asserting,
    })
}

fn method(controller: &str, key: &IssuerKey) -> Value {
    let mut method = json!({
        "id": key.id,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": key.public_key.multibase(),
    });
    if let KeyStanding::Revoked { at } = key.standing {
        method["revoked"] = json!(at.rfc3339());
    }
    method
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PublicKey;
    use ed25519_dalek::SigningKey;
    use kernel::Instant;

    fn key(did: &str, seed: u8, standing: KeyStanding) -> IssuerKey {
        let bytes = SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes();
        let public_key = PublicKey::from_bytes(&bytes).unwrap();
        IssuerKey {
            id: public_key.method_of(did),
            public_key,
            from: Instant::from_micros(0),
            standing,
        }
    }

    #[test]
    fn a_host_with_port_and_path_makes_a_did() {
        assert_eq!(did_web("Example.org", &[]).unwrap(), "did:web:example.org");
        assert_eq!(
            did_web("example.org:8443", &["bodies", "S000077000001"]).unwrap(),
            "did:web:example.org%3A8443:bodies:S000077000001"
        );
        for (host, path) in
            [("", "a"), ("a/b", "a"), ("a:b", "a"), ("a:1:2", "a"), ("a", "b/c"), ("a", "")]
        {
            assert!(did_web(host, &[path]).is_err(), "{host} {path}");
        }
    }

    #[test]
    fn a_revoked_key_stays_named_but_asserts_nothing() {
        let did = did_web("example.org", &["b"]).unwrap();
        let at = Instant::from_micros(1_000_000);
        let keys = [
            key(&did, 1, KeyStanding::InForce),
            key(&did, 2, KeyStanding::Retired { at }),
            key(&did, 3, KeyStanding::Revoked { at }),
        ];
        let document = did_web_document(&did, &keys);
        assert_eq!(document["id"], did);
        assert_eq!(document["assertionMethod"], json!([keys[0].id, keys[1].id]));
        let methods = document["verificationMethod"].as_array().unwrap();
        assert_eq!(methods.len(), 3);
        assert_eq!(methods[2]["revoked"], "1970-01-01T00:00:01Z");
        for (method, key) in methods.iter().zip(&keys) {
            assert_eq!(method["id"], key.id);
            assert_eq!(method["controller"], did);
            assert_eq!(method["type"], "Multikey");
            assert_eq!(method["publicKeyMultibase"], key.public_key.multibase());
            assert_eq!(method.get("expires"), None);
        }
    }
}
