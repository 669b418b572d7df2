//! R5: versions and re-coding against scenarios that a clerk can read
//! (`scenarios/classification.json`).

use crate::scenario::Scenario;
use classification::{OccupationChange, StoryEntry, occupation_card, recode};
use kernel::world::{OccupationData, SourceText, WorldData};
use kernel::{CivilDate, OccupationCode, World};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenarios {
    versions: Vec<Scenario<Given, When, Then>>,
}

/// What each later release changes, in the columns of `data/occupations`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    releases: BTreeMap<CivilDate, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    code: OccupationCode,
    on: CivilDate,
    until: CivilDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    outcome: String,
    codes: Vec<String>,
    #[serde(default)]
    partly_ended: bool,
    name_then: Option<String>,
    name_now: Option<String>,
    story: Option<Vec<String>>,
}

const BASE: &str = "code,level,name,green,digital\n6-01-01-00,3,切削人员,0,0\n\
    6-01-01-01,4,车工,0,0\n6-01-01-02,4,铣工,0,0\n";

fn world(given: &Given) -> World {
    let mut list = "release,from,source\n2022,2022-01-01,x\n".to_owned();
    let mut tables = vec![("2022".to_owned(), BASE.to_owned())];
    for (from, lines) in &given.releases {
        list.push_str(&format!("{from},{from},x\n"));
        let header = "change,code,level,name,green,digital,replaces";
        tables.push((from.to_string(), format!("{header}\n{}\n", lines.join("\n"))));
    }
    let text = |text| SourceText { name: "scenario", text };
    let data = OccupationData {
        releases: text(&list),
        tables: tables.iter().map(|(id, table)| (id.as_str(), text(table))).collect(),
        variants: Some(text("code,name\n6-01-01-01,数控车工\n")),
        definitions: Vec::new(),
    };
    World::load(WorldData { occupations: Some(data), ..WorldData::default() }).unwrap()
}

fn word(entry: &StoryEntry<'_>) -> String {
    match &entry.change {
        OccupationChange::Added(_) => "added".to_owned(),
        OccupationChange::Renamed { .. } => "renamed".to_owned(),
        OccupationChange::Marked { .. } => "marked".to_owned(),
        OccupationChange::Ranked { .. } => "ranked".to_owned(),
        OccupationChange::Replaced(_, how) => format!("from {}", how.word()),
        OccupationChange::ReplacedBy(_, how) => format!("to {}", how.word()),
        OccupationChange::VariantAdded(_) => "variant_added".to_owned(),
        OccupationChange::VariantEnded(_) => "variant_ended".to_owned(),
        OccupationChange::Cancelled => "cancelled".to_owned(),
    }
}

#[test]
fn codes_become_what_the_scenarios_say() {
    let text = include_str!("../../scenarios/classification.json");
    let scenarios: Scenarios = serde_json::from_str(text).unwrap();
    assert!(scenarios.versions.len() >= 12);
    for Scenario { title, given, when, then } in &scenarios.versions {
        assert!(!title.zh.is_empty());
        let world = world(given);
        let found = recode(&world, when.code, when.on, when.until);
        assert_eq!(found.outcome.word(), then.outcome, "{}", title.en);
        let codes: Vec<String> = found.codes().iter().map(ToString::to_string).collect();
        assert_eq!(codes, then.codes, "{}", title.en);
        assert_eq!(found.partly_ended, then.partly_ended, "{}", title.en);
        let name = |code: OccupationCode, day| {
            world.occupations.on(code, day).map(|spell| spell.name.to_string())
        };
        if then.name_then.is_some() {
            assert_eq!(name(when.code, when.on), then.name_then, "{}", title.en);
        }
        if then.name_now.is_some() {
            assert_eq!(name(found.codes()[0], when.until), then.name_now, "{}", title.en);
        }
        if let Some(story) = &then.story {
            let card = occupation_card(&world, when.code, when.until).unwrap();
            assert_eq!(&card.story.iter().map(word).collect::<Vec<_>>(), story, "{}", title.en);
        }
    }
}
