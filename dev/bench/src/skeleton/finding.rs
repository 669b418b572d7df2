//! Finding a person by document number, as an official does, with the look recorded.

use super::bare;
use super::province::Province;
use super::samples::{Drawn, official};
use crate::Done;
use crate::percentile::Samples;
use crate::report::{Figure, Figures, Goal, say};
use platform::App;
use std::time::Instant;

/// Measures finding against a bare look into the index.
pub async fn measure(
    figures: &mut Figures,
    app: &App,
    province: &Province,
    drawn: &Drawn,
) -> Done<()> {
    say(&format!("finding {} people one after another …", drawn.people.len()));
    let mut samples = Vec::with_capacity(drawn.people.len());
    for (id, document) in &drawn.people {
        let ctx = official(app);
        let (document, purpose) = (document.clone(), "audit".to_owned());
        let begun = Instant::now();
        let found = app.people.find_by_document(&ctx, document, purpose).await?;
        samples.push(begun.elapsed());
        if found.is_none_or(|card| card.id != *id) {
            return Err("a document led to nobody or to somebody else".into());
        }
    }
    let samples = Samples::new(samples);
    let bare = bare::find(&province.database(), &drawn.keys).await?;
    let people = province.people;
    let find = Figure::new("find by number, p99", people, samples.milliseconds(990), "ms");
    figures.add(find.goal(Goal::Below(5.0)).peer(bare.milliseconds(990)));
    let middle = Figure::new("find by number, p50", people, samples.milliseconds(500), "ms");
    figures.add(middle.peer(bare.milliseconds(500)));
    Ok(())
}
