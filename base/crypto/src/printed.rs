//! Codes printed on a slip and typed once: activation of an account, recovery of a lost device.

use crate::{KeyRing, Redacted};
use kernel::{Random, check};
use zeroize::{Zeroize, Zeroizing};

/// Random characters of a printed code; 31 possibilities each make 54 bits. The number of tries is
/// limited where the code is asked for.
const RANDOM_CHARACTERS: usize = 11;

/// A new printed code: eleven random characters and a check character.
pub struct PrintedCode(Zeroizing<String>);

/// What came of comparing a typed code with the stored tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    /// It is the code.
    Right,
    /// Its check character does not fit: it was mistyped, and needs not count as a try.
    Mistyped,
    /// It is another code.
    Wrong,
}

impl PrintedCode {
    /// A new code.
    pub fn generate(random: &Random) -> Self {
        let mut bytes = Zeroizing::new([0u8; RANDOM_CHARACTERS]);
        for byte in bytes.iter_mut() {
            *byte = random.below(31) as u8;
        }
        PrintedCode(Zeroizing::new(check::reference(bytes.as_slice())))
    }

    /// The code as it is printed: `XXXX-XXXX-XXXX`.
    pub fn printed(&self) -> Redacted<String> {
        let [a, b, c] = [0, 4, 8].map(|from| &self.0[from..from + 4]);
        Redacted::new(format!("{a}-{b}-{c}"))
    }

    /// What is stored in its place. `purpose` is what the code does, `owner` the account it is for:
    /// for another account or purpose it is wrong.
    pub fn tag(&self, ring: &KeyRing, purpose: &str, owner: &[u8; 16]) -> [u8; 32] {
        ring.tag(purpose, &place(owner, &self.0))
    }
}

impl std::fmt::Debug for PrintedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrintedCode([redacted])")
    }
}

impl KeyRing {
    /// Compares what a person typed with the stored tag; in constant time, under every token key.
    pub fn check_printed_code(
        &self,
        purpose: &str,
        owner: &[u8; 16],
        typed: &str,
        stored: &[u8],
    ) -> CodeCheck {
        let Some(mut code) = check::read_reference(typed) else {
            return CodeCheck::Mistyped;
        };
        if code.len() != RANDOM_CHARACTERS + 1 {
            return CodeCheck::Mistyped;
        }
        let right = self.check_tag(purpose, &place(owner, &code), stored);
        code.zeroize();
        if right { CodeCheck::Right } else { CodeCheck::Wrong }
    }
}

fn place(owner: &[u8; 16], code: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([owner.as_slice(), code.as_bytes()].concat())
}
