//! What holds whatever happens in whatever order: counters that many take from, and documents that
//! lead to people.

use crate::people::{id, name, register};
use crate::world::{demo_world, official, person, profile};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{Home, PersonId, Problem, Role, SystemActor};
use people::public::{NewPerson, Registered};
use people::{Document, DocumentKind, People, check};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{On, TestDb};

const BOTH: [On; 2] = [On::Sqlite, On::Postgres];

/// Numbers taken by one write: from which series, how many, and whether the write is refused then.
#[derive(Clone, Debug)]
struct Take {
    series: u8,
    count: i64,
    refused: bool,
}

fn take() -> impl Strategy<Value = Take> {
    (0u8..3, 1i64..5, prop::bool::weighted(0.3)).prop_map(|(series, count, refused)| Take {
        series,
        count,
        refused,
    })
}

/// The numbers that each writer got, by series.
async fn taken(on: On, writers: Vec<Vec<Take>>) -> BTreeMap<u8, Vec<i64>> {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let at_work = writers.into_iter().map(|takes| {
        let (store, ctx) = (store.clone(), db.ctx(SystemActor::Setup));
        tokio::spawn(async move {
            let mut got = Vec::new();
            for Take { series, count, refused } in takes {
                let write = store.write(&ctx, None, move |tx| {
                    async move {
                        let name = format!("series {series}");
                        let first = tx.next_numbers(Home(3), &name, count).await?;
                        if refused { Err(Problem::invalid("problem-fields")) } else { Ok(first) }
                    }
                    .boxed()
                });
                match write.await {
                    Ok(first) => got.extend((first..first + count).map(|n| (series, n))),
                    Err(problem) => assert_eq!((refused, problem.code()), (true, "problem-fields")),
                }
            }
            got
        })
    });
    let mut all: BTreeMap<u8, Vec<i64>> = BTreeMap::new();
    for writer in at_work.collect::<Vec<_>>() {
        for (series, number) in writer.await.unwrap() {
            all.entry(series).or_default().push(number);
        }
    }
    store.close().await;
    all
}

/// Something that happens to the register of people. Documents and people are named by number.
#[derive(Clone, Debug)]
enum Step {
    Register { documents: Vec<usize>, other_name: bool },
    Add { person: usize, document: usize },
}

const DOCUMENTS: usize = 6;

fn step() -> impl Strategy<Value = Step> {
    let documents = prop::sample::subsequence((0..DOCUMENTS).collect::<Vec<_>>(), 1..=3);
    let register = (documents.prop_shuffle(), any::<bool>())
        .prop_map(|(documents, other_name)| Step::Register { documents, other_name });
    let add =
        (0usize..4, 0..DOCUMENTS).prop_map(|(person, document)| Step::Add { person, document });
    prop_oneof![2 => register, 1 => add]
}

/// Identity cards and passports by turns.
fn document(number: usize) -> Document {
    if number.is_multiple_of(2) {
        return person(number as u32 + 1, "示例甲").documents[0].clone();
    }
    let ctx = demo_world(kernel::Ctx::system(
        SystemActor::Setup,
        &kernel::Clock::manual(testkit::START),
        Arc::default(),
        kernel::Random::seeded(1),
    ));
    let text = format!("E1234567{number}");
    let passport = check(DocumentKind::Passport, &text, &ctx.world, ctx.today()).unwrap();
    Document { number: passport, country: Some("CHN".to_owned()) }
}

/// Who holds each document, and under which name, as it should be.
#[derive(Default)]
struct Model {
    holders: BTreeMap<usize, PersonId>,
    names: BTreeMap<PersonId, bool>,
}

impl Model {
    /// What registering must give, before anything is known of a new id.
    fn register(&mut self, documents: &[usize], other_name: bool, got: Registered) {
        let known = documents.iter().find_map(|document| self.holders.get(document)).copied();
        match known {
            Some(holder) if self.names[&holder] == other_name => {
                assert_eq!(got, Registered::Known(holder));
            }
            Some(holder) => assert_eq!(got, Registered::OtherName(holder)),
            None => {
                let new = id(got);
                assert!(matches!(got, Registered::New(_)) && !self.names.contains_key(&new));
                self.names.insert(new, other_name);
                self.holders.extend(documents.iter().map(|document| (*document, new)));
            }
        }
    }
}

async fn linked(on: On, steps: Vec<Step>) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ring = Arc::new(KeyRing::demo(profile()));
    let people = People::new(store.clone(), Arc::clone(&ring));
    let (setup, here) =
        (demo_world(db.ctx(SystemActor::Setup)), official(&db, Role::Handler, &[770000]));
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Register { documents, other_name } => {
                let new = NewPerson {
                    name: name(if other_name { "示例乙" } else { "示例甲" }),
                    documents: documents.iter().map(|number| document(*number)).collect(),
                    ..person(1, "示例甲")
                };
                let got = register(&store, &setup, &ring, vec![new]).await[0];
                model.register(&documents, other_name, got);
            }
            Step::Add { person, document: number } => {
                let Some(who) = model.names.keys().nth(person).copied() else { continue };
                let added = people.add_document(&here, None, who, document(number)).await;
                match model.holders.get(&number) {
                    Some(_) => assert_eq!(added.unwrap_err().code(), "people-document-taken"),
                    None => {
                        added.unwrap();
                        model.holders.insert(number, who);
                    }
                }
            }
        }
    }
    // Each document leads to its holder and to nobody else, and each record shows what leads to it.
    for number in 0..DOCUMENTS {
        let found = people.find_by_document(&here, document(number), "核对".into()).await.unwrap();
        assert_eq!(found.map(|card| card.id), model.holders.get(&number).copied(), "{number}");
    }
    for who in model.names.keys() {
        let record = people.open(&here, *who, "核对".into(), true).await.unwrap();
        let shown = record.personal.unwrap().documents.len();
        assert_eq!(shown, model.holders.values().filter(|holder| *holder == who).count());
    }
    store.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 30, ..ProptestConfig::default() })]

    /// Whatever is taken by whom and refused again, each series is 1, 2, 3 … without gap or double.
    #[test]
    fn counters_are_whole(writers in prop::collection::vec(prop::collection::vec(take(), 1..12), 2..6)) {
        for on in BOTH {
            let kept = writers.iter().flatten().filter(|take| !take.refused);
            let mut expected: BTreeMap<u8, i64> = BTreeMap::new();
            kept.for_each(|take| *expected.entry(take.series).or_default() += take.count);
            let mut taken = testkit::run(taken(on, writers.clone()));
            prop_assert_eq!(taken.len(), expected.len());
            for (series, numbers) in &mut taken {
                numbers.sort_unstable();
                let whole: Vec<i64> = (1..=expected[series]).collect();
                prop_assert_eq!(&*numbers, &whole, "series {} on {:?}", series, on);
            }
        }
    }

    /// However documents are shown together and added, each leads to one person.
    #[test]
    fn documents_lead_to_one_person(steps in prop::collection::vec(step(), 1..14)) {
        for on in BOTH {
            testkit::run(linked(on, steps.clone()));
        }
    }
}
