//! The draw of a panel (专家抽取): a published list, a seed that nobody could know when the list was
//! frozen, and a rule that anybody can repeat with `sha256sum`. Pure. See ADR 0012.

use crypto::{Profile, digest};
use kernel::{Problem, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The name of the rule, which is part of what is hashed.
pub const FORMAT: &str = "kaogong-draw-1";
/// The most experts in a list.
pub const MOST_EXPERTS: usize = 2000;

/// Which digest orders the experts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// SHA-256
    #[serde(rename = "sha-256")]
    Sha256,
    /// SM3
    #[serde(rename = "sm3")]
    Sm3,
}

impl Algorithm {
    /// The installation's.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Intl => Algorithm::Sha256,
            Profile::Gm => Algorithm::Sm3,
        }
    }

    fn hex(self, text: &str) -> String {
        let profile = match self {
            Algorithm::Sha256 => Profile::Intl,
            Algorithm::Sm3 => Profile::Gm,
        };
        digest(profile, text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// An expert of the pool, under the number of the office's register of experts: a published list names
/// nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expert {
    /// The number in the register of experts.
    pub code: String,
    /// The credit code of the employer; empty for somebody retired.
    #[serde(default)]
    pub employer: String,
}

/// Why an expert is not on the panel (回避).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecusalReason {
    /// The employer is among the candidates.
    Employer,
    /// A tie to a candidate was declared before the seed was known.
    Declared,
    /// A tie came to light, or the expert could not come, after the draw; the next in order sits.
    Later,
}

impl RecusalReason {
    /// The stored word, which is also the end of the key of its text in both languages.
    pub fn word(self) -> &'static str {
        match self {
            RecusalReason::Employer => "employer",
            RecusalReason::Declared => "declared",
            RecusalReason::Later => "later",
        }
    }
}

/// An expert who is passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Whose.
    pub code: String,
    /// Why.
    pub reason: RecusalReason,
}

/// The frozen list, published before the seed is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// The digest that orders the draw.
    pub algorithm: Algorithm,
    /// How many seats the panel has.
    pub seats: usize,
    /// The experts in the order of the list.
    pub list: Vec<Expert>,
    /// Who is passed over.
    pub recusals: Vec<Recusal>,
    /// The public event whose outcome will be the seed, such as a lottery draw of a named day.
    pub source: String,
    /// Who froze the list; somebody else enters the seed.
    pub frozen_by: String,
}

/// A draw with everything that is needed to repeat it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// [`FORMAT`].
    pub format: String,
    /// The digest that orders the experts.
    pub algorithm: Algorithm,
    /// Where the seed comes from.
    pub source: String,
    /// The outcome of that event.
    pub seed: String,
    /// The digest of the frozen list.
    pub list_digest: String,
    /// How many seats the panel has.
    pub seats: usize,
    /// The frozen list.
    pub list: Vec<Expert>,
    /// Who is passed over.
    pub recusals: Vec<Recusal>,
    /// The panel in the order of the draw.
    pub panel: Vec<String>,
}

/// The digest of a list: of the format's name and one line for each expert.
pub fn list_digest(algorithm: Algorithm, list: &[Expert]) -> String {
    let mut text = format!("{FORMAT}\n");
    for expert in list {
        text.push_str(&format!("{}\t{}\n", expert.code, expert.employer));
    }
    algorithm.hex(&text)
}

/// All experts in the order of the draw.
pub fn order(algorithm: Algorithm, digest: &str, seed: &str, list: &[Expert]) -> Vec<String> {
    let key = |expert: &Expert| {
        let text = format!("{digest}\n{seed}\n{}\n", expert.code);
        (algorithm.hex(&text), expert.code.clone())
    };
    let mut keyed: Vec<(String, String)> = list.iter().map(key).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, code)| code).collect()
}

/// A lot for each of a set of names: what decides between equals when nothing else does.
pub fn lot(algorithm: Algorithm, seed: &str, name: &str) -> String {
    algorithm.hex(&format!("{FORMAT}\nlot\n{seed}\n{name}\n"))
}

/// Checks a list: codes of letters, digits and hyphens, each once.
///
/// # Errors
/// `designations-pool-code` and `designations-pool-twice`, with the code.
pub fn check_list(list: &[Expert], recusals: &[Recusal]) -> Result<()> {
    let plain = |text: &str, most: usize| {
        text.len() <= most && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let mut seen = BTreeSet::new();
    for expert in list {
        if expert.code.is_empty() || !plain(&expert.code, 40) || !plain(&expert.employer, 18) {
            return Err(Problem::invalid("designations-pool-code").arg("code", &expert.code));
        }
        if !seen.insert(expert.code.as_str()) {
            return Err(Problem::invalid("designations-pool-twice").arg("code", &expert.code));
        }
    }
    match recusals.iter().find(|recusal| !seen.contains(recusal.code.as_str())) {
        Some(unknown) => {
            Err(Problem::invalid("designations-pool-unknown").arg("code", &unknown.code))
        }
        None if list.len() > MOST_EXPERTS => Err(Problem::invalid("designations-pool-large")),
        None => Ok(()),
    }
}

impl Pool {
    /// Draws with a seed.
    ///
    /// # Errors
    /// `designations-pool-short` when recusals leave fewer experts than seats.
    pub fn draw(&self, seed: &str) -> Result<Draw> {
        let digest = list_digest(self.algorithm, &self.list);
        let mut draw = Draw {
            format: FORMAT.to_owned(),
            algorithm: self.algorithm,
            source: self.source.clone(),
            seed: seed.trim().to_owned(),
            list_digest: digest,
            seats: self.seats,
            list: self.list.clone(),
            recusals: self.recusals.clone(),
            panel: Vec::new(),
        };
        draw.panel = draw.again()?;
        Ok(draw)
    }
}

impl Draw {
    /// The panel as the published list, seed and recusals give it.
    ///
    /// # Errors
    /// `designations-pool-short`; as [`check_list`].
    pub fn again(&self) -> Result<Vec<String>> {
        check_list(&self.list, &self.recusals)?;
        let digest = list_digest(self.algorithm, &self.list);
        let order = order(self.algorithm, &digest, &self.seed, &self.list);
        let passed: BTreeSet<&str> = self.recusals.iter().map(|one| one.code.as_str()).collect();
        let seats = order.into_iter().filter(|code| !passed.contains(code.as_str()));
        let panel: Vec<String> = seats.take(self.seats).collect();
        if panel.len() < self.seats || self.seats == 0 {
            return Err(Problem::conflict("designations-pool-short")
                .arg("seats", self.seats)
                .arg("left", panel.len()));
        }
        Ok(panel)
    }

    /// Whether the draw says what its own data give: what anybody may check off-line.
    ///
    /// # Errors
    /// `designations-draw-format` for another rule; `designations-draw-list` when the list is not the
    /// one that was frozen; `designations-draw-panel` when the panel is another; as [`Draw::again`].
    pub fn verify(&self) -> Result<()> {
        if self.format != FORMAT {
            return Err(Problem::invalid("designations-draw-format").arg("format", &self.format));
        }
        if list_digest(self.algorithm, &self.list) != self.list_digest {
            return Err(Problem::conflict("designations-draw-list"));
        }
        if self.again()? != self.panel {
            return Err(Problem::conflict("designations-draw-panel"));
        }
        Ok(())
    }

    /// The same draw without an expert, in whose place the next in order sits.
    ///
    /// # Errors
    /// `problem-not-found` for somebody who is not on the panel; `designations-pool-short`.
    pub fn without(&self, code: &str) -> Result<Draw> {
        if !self.panel.iter().any(|seat| seat == code) {
            return Err(Problem::not_found());
        }
        let mut next = self.clone();
        next.recusals.push(Recusal { code: code.to_owned(), reason: RecusalReason::Later });
        next.panel = next.again()?;
        Ok(next)
    }
}
