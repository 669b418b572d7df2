//! `bench registers`: questions to the registers, decisions by rules, and an office's desk with many
//! cases, in numbers.

mod decisions;
mod desk;

use crate::report::{Figure, Figures};
use crate::{Done, Options, server};

/// How much of everything.
struct Scale {
    /// Decisions of each kind.
    decisions: u64,
    /// People of the what-if.
    people: u64,
    /// Cases of the offices.
    cases: u32,
    /// Bodies of the register.
    bodies: u32,
    /// Seconds of each load.
    seconds: u32,
}

impl Scale {
    fn of(options: &Options) -> Scale {
        match options.full {
            true => Scale {
                decisions: 10_000_000,
                people: 1_000_000,
                cases: 1_000_000,
                bodies: 100_000,
                seconds: 60,
            },
            false => Scale {
                decisions: 2_000_000,
                people: 1_000_000,
                cases: 100_000,
                bodies: 20_000,
                seconds: 10,
            },
        }
    }
}

/// Measures everything and gives the figures.
pub async fn run(options: &Options) -> Done<Vec<Figure>> {
    let scale = Scale::of(options);
    let mut figures = Figures::of("registers");
    decisions::measure(&mut figures, scale.decisions, scale.people)?;
    let program = server::build().await?;
    desk::measure(&mut figures, &program, scale.cases, scale.bodies, scale.seconds).await?;
    Ok(figures.all)
}
