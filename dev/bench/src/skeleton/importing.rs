//! From a spreadsheet to people and results, and on to certificates.

use super::bare;
use super::place::{Place, spreadsheet};
use crate::report::{Figure, Figures, Goal, say};
use crate::{Done, server};
use crypto::{Profile, SigningKey};
use evaluation::{ImportState, NewImport, RunState};
use kernel::{PageRequest, Random};
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Measures import and issue on a fresh SQLite file. A `sheet` of so many rows is taken as it is.
pub async fn measure(figures: &mut Figures, rows: u32, sheet: Option<&Path>) -> Done<()> {
    let folder = tempfile::tempdir_in(".")?;
    let database = folder.path().join("kaogong.db");
    let place = Place::new(&database).await?;
    let own = folder.path().join("results.xlsx");
    if sheet.is_none() {
        say(&format!("writing a spreadsheet of {rows} rows …"));
        spreadsheet(&own, rows, place.exam_on)?;
    }
    let file = sheet.unwrap_or(&own);
    let before = bare::counts(&database).await?;
    say("importing it …");
    let seconds = import(&place, File::open(file)?, rows).await?;
    let memory = server::memory(&std::fs::read_to_string("/proc/self/status")?, "VmHWM:");
    let scale = u64::from(rows);
    let rate = f64::from(rows) / seconds;
    say("inserting the same rows without anything around …");
    let seconds = bare::insert(&database, &before, rows, &folder.path().join("bare.db")).await?;
    let import = Figure::new("import", scale, rate, "people/s").goal(Goal::AtLeast(10_000.0));
    let import = import.peer(f64::from(rows) / seconds);
    let ratio = import.ratio().unwrap_or(f64::NAN);
    figures.add(import);
    let ratio = Figure::new("import against bare inserts", scale, ratio, "times");
    figures.add(ratio.goal(Goal::AtMost(4.0)));
    let memory = memory.ok_or("no VmHWM in /proc")?;
    // 300 MB are the limit at a million rows; fewer rows may not need more.
    figures.add(Figure::new("import memory", scale, memory, "MB").goal(Goal::AtMost(300.0)));
    say("issuing their certificates …");
    let rate = issue(&place, rows).await?;
    let issue = Figure::new("issue", scale, rate, "certificates/s").goal(Goal::AtLeast(1500.0));
    figures.add(issue.peer(signatures()));
    place.store.close().await;
    Ok(())
}

/// Seconds from the uploaded file to its last result.
async fn import(place: &Place, file: File, rows: u32) -> Done<f64> {
    let command = NewImport {
        body: place.body,
        file_name: "示例成绩.xlsx".to_owned(),
        exam_on: None,
        keep_good: false,
    };
    let clerk = place.clerk(1);
    let id = place.area.start_import(&clerk, None, command, file).await?;
    let begun = Instant::now();
    place.work().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let import = place.area.import(&clerk, id).await?;
    let counts = import.rows;
    let expected = i64::from(rows);
    let all = counts.entered == expected && counts.people_new == expected && counts.bad == 0;
    if !all || !matches!(import.state, ImportState::Done { .. }) {
        return Err(format!("the import ended as {}: {counts:?}", import.state.word()).into());
    }
    Ok(seconds)
}

/// Certificates per second, from the release to the last commit.
async fn issue(place: &Place, rows: u32) -> Done<f64> {
    let issuer = place.clerk(2);
    let runs = place.area.runs(&issuer, place.body, &PageRequest::default()).await?;
    let run = runs.items.first().ok_or("no run")?.id;
    let begun = Instant::now();
    place.area.release_run(&issuer, None, run).await?;
    place.work().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let run = place.area.run(&issuer, run).await?;
    if run.issued != i64::from(rows) || !matches!(run.state, RunState::Released { .. }) {
        return Err(format!("{} certificates of {rows} were issued", run.issued).into());
    }
    Ok(run.issued as f64 / seconds)
}

/// Signatures per second on one core over a text as long as a credential.
fn signatures() -> f64 {
    let key = SigningKey::generate(Profile::Intl, &Random::system());
    let text = vec![7_u8; 2_000];
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(2) {
        for _ in 0..100 {
            black_box(key.sign(black_box(&text)));
        }
        count += 100;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}
