//! `bench skeleton`: from a spreadsheet to certificates that anybody checks, in numbers.

mod bare;
mod finding;
mod importing;
mod place;
mod province;
mod samples;
mod serving;
mod weight;

use crate::report::{Figure, Figures, say};
use crate::{Done, Options, server};
use province::Province;

/// How much of everything.
struct Scale {
    /// Rows of the one import.
    import: u32,
    /// People in the province.
    people: u32,
    /// Seconds of each load.
    seconds: u32,
    /// People who are looked for.
    finds: usize,
    /// Certificates that are checked.
    checks: usize,
}

impl Scale {
    fn of(options: &Options) -> Scale {
        let scale = match options.full {
            true => Scale {
                import: 1_000_000,
                people: 5_000_000,
                seconds: 60,
                finds: 20_000,
                checks: 10_000,
            },
            false => {
                Scale { import: 100_000, people: 200_000, seconds: 20, finds: 5_000, checks: 3_000 }
            }
        };
        Scale {
            import: options.import.unwrap_or(scale.import),
            people: options.people.unwrap_or(scale.people),
            ..scale
        }
    }
}

/// Measures everything and gives the figures.
pub async fn run(options: &Options) -> Done<Vec<Figure>> {
    let scale = Scale::of(options);
    let mut figures = Figures::of("skeleton");
    say("building the server …");
    let program = server::build().await?;
    importing::measure(&mut figures, scale.import, options.sheet.as_deref()).await?;
    let province = Province::open(options.data.as_deref(), scale.people).await?;
    let samples = {
        let app = province.app().await?;
        let samples = samples::draw(&app, scale.finds, scale.checks).await?;
        finding::measure(&mut figures, &app, &province, &samples).await?;
        app.store.close().await;
        samples
    };
    serving::measure(&mut figures, &program, &province, &samples, scale.seconds).await?;
    Ok(figures.all)
}
