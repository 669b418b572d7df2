//! K9 and K10: from a spreadsheet of results to certificates that anybody can check.

use crate::evaluation_world::{Fixture, TITLES, csv, number, passing, row, work, xlsx};
use crate::world::{clerk, official};
use certificates::{CheckedOn, Claimed};
use evaluation::{ImportState, NewImport, RunState, TemplateKind};
use kernel::{Lang, PageRequest, Role};
use people::{Document, DocumentKind, People, check};
use sheets::{OpenOptions, SheetReader};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::On;
use tokio::sync::Notify;

testkit::both_engines! {
    a_short_sheet_becomes_certificates_that_check_as_valid;
    every_kind_of_file_is_read;
    the_same_file_again_changes_nothing;
    a_repeated_request_starts_one_import;
    a_mended_report_completes_what_was_missing;
    one_mistake_keeps_the_file_out_unless_good_rows_are_wanted;
    two_imports_at_once_enter_everybody_once;
    an_import_goes_on_with_another_worker;
    nobody_releases_what_they_prepared;
    a_withdrawn_result_becomes_no_certificate_and_stays_out;
    what_is_not_yours_looks_as_if_it_did_not_exist;
    an_import_is_stopped_before_it_enters_anything;
    a_run_without_filing_or_key_is_not_released;
    an_erased_person_gets_no_certificate;
}

async fn a_short_sheet_becomes_certificates_that_check_as_valid(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 3);
    rows.push(row(4, "80", "59.99"));
    rows.push(row(5, "缺考", "90"));
    let import = f.import(&xlsx(&TITLES, &rows), false).await;
    assert!(matches!(import.state, ImportState::Done { .. }), "{import:?}");
    assert_eq!((import.rows.entered, import.rows.passed, import.rows.people_new), (5, 3, 5));
    assert_eq!(import.template, Some(TemplateKind::Short));
    let page = PageRequest::default();
    let runs = f.area.runs(&f.issuer(), f.body, &page).await.unwrap().items;
    assert_eq!((runs.len(), runs[0].candidates, runs[0].passed), (1, 5, 3));
    let opened = f.area.open_run(&f.issuer(), runs[0].id, &page, "签发前核对".into()).await;
    let names: Vec<String> = opened.unwrap().1.items.into_iter().filter_map(|c| c.name).collect();
    assert_eq!(names, ["示*乙", "示*丙", "示*丁", "示*戊", "示*己"]);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM looked").await, 5, "each of them can see it");
    f.release().await;
    let run = f.area.run(&f.issuer(), runs[0].id).await.unwrap();
    assert!(matches!(run.state, RunState::Released { .. }), "{run:?}");
    assert_eq!(run.issued, 3);
    let prefix = "S00007700000126400000";
    assert_eq!(f.numbers().await, [1, 2, 3].map(|n| format!("{prefix}{n}")));
    // Numbers follow the order of the file: the second is the second person's.
    let second = number(2)[12..].to_owned();
    let claimed = Claimed::Number { number: format!("{prefix}2"), second };
    let checked =
        f.certificates.check(&f.issuer(), claimed, CheckedOn::Api, "192.0.2.1".into()).await;
    let checked = checked.unwrap().unwrap();
    assert_eq!(checked.standing, certificates::Standing::Valid);
    assert!(checked.signature_good);
    assert_eq!(checked.name, "示*丙");
}

/// The full template with these results in it.
fn full(f: &Fixture, results: &[(u32, &str)]) -> Vec<u8> {
    let template = f.area.template_file(&f.clerk(), TemplateKind::Full, Lang::Zh).unwrap();
    let reader = SheetReader::open(std::io::Cursor::new(template), &OpenOptions::default());
    let titles = reader.unwrap().header().labels.clone();
    let rows = results.iter().map(|(n, skill)| {
        let value = |title: &String| match title.as_str() {
            "序号" => n.to_string(),
            "职业工种名称" => "6-18-01-01 车工".to_owned(),
            "认定等级" => "二级/技师".to_owned(),
            "证件类型" => "居民身份证".to_owned(),
            "证件号码" => number(*n),
            "姓名" => row(*n, "", "")[0].clone(),
            "手机号码" => "12000000001".to_owned(),
            "民族" => "汉族".to_owned(),
            "考试日期" => "2026年5月1日".to_owned(),
            "理论知识成绩" => "60".to_owned(),
            "操作技能成绩" => (*skill).to_owned(),
            "综合评审成绩" => "88.25".to_owned(),
            _ => String::new(),
        };
        titles.iter().map(value).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    assert_eq!(titles.len(), 37);
    xlsx(&titles, &rows)
}

async fn every_kind_of_file_is_read(on: On) {
    let f = Fixture::new(on).await;
    let import = f.import(&full(&f, &[(1, "60"), (2, "59")]), false).await;
    assert_eq!((import.rows.entered, import.rows.passed), (2, 1), "{import:?}");
    assert_eq!(import.template, Some(TemplateKind::Full));
    let import = f.import(include_bytes!("../data/results.xls"), false).await;
    assert_eq!((import.rows.entered, import.rows.passed), (2, 1), "{import:?}");
    let text = csv(&TITLES, &passing(11, 2));
    let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let import = f.import(&gb18030, false).await;
    assert_eq!((import.rows.entered, import.rows.passed), (2, 2), "{import:?}");
    let import = f.import(csv(&TITLES, &passing(12, 2)).as_bytes(), false).await;
    assert_eq!((import.rows.entered, import.rows.known), (1, 1), "{import:?}");
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM run").await, 2, "levels 4 and 2");
    // Everything that was uploaded is deleted once it has been read.
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM blob_file").await, 0);
}

async fn the_same_file_again_changes_nothing(on: On) {
    let f = Fixture::new(on).await;
    let file = xlsx(&TITLES, &passing(1, 30));
    f.import(&file, false).await;
    let facts = f.count("SELECT COUNT(*) AS n FROM fact").await;
    let again = f.import(&file, false).await;
    assert_eq!((again.rows.entered, again.rows.known, again.rows.bad), (0, 30, 0));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM candidate").await, 30);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 30);
    let more = f.count("SELECT COUNT(*) AS n FROM fact").await - facts;
    assert_eq!(more, 1, "only that an import has ended");
    f.release().await;
    let after = f.import(&file, false).await;
    assert_eq!((after.rows.entered, after.rows.known), (0, 30), "released results stay as well");
    let mut other = passing(1, 1);
    other[0][6] = "90".to_owned();
    let other = f.import(&xlsx(&TITLES, &other), true).await;
    assert_eq!(f.findings(other.id).await, [(2, "evaluation-result-differs")]);
}

async fn a_repeated_request_starts_one_import(on: On) {
    let f = Fixture::new(on).await;
    let file = xlsx(&TITLES, &passing(1, 2));
    let command = NewImport {
        body: f.body,
        file_name: "示例.xlsx".to_owned(),
        exam_on: None,
        keep_good: true,
    };
    let idem = store::Idem { key: "form-1".to_owned(), input: [7; 32] };
    let tomorrow = f.clerk().today().succ_opt();
    let future = NewImport { exam_on: tomorrow, ..command.clone() };
    let future = f.area.start_import(&f.clerk(), None, future, &file[..]).await.unwrap_err();
    assert_eq!(future.field_problems()[0].field, "exam_on");
    let mut ids = Vec::new();
    for _ in 0..2 {
        let (idem, command) = (Some(idem.clone()), command.clone());
        let id = f.area.start_import(&f.clerk(), idem, command, &file[..]).await;
        ids.push(id.unwrap());
    }
    assert_eq!(ids[0], ids[1]);
    f.work().await;
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM import").await, 1);
    assert_eq!(f.count("SELECT rows_entered AS n FROM import").await, 2);
    // The second upload belongs to nothing and is swept up.
    let ring = Arc::new(crypto::KeyRing::demo(crate::world::profile()));
    let blobs = blobs::Blobs::new(f.store.clone(), ring);
    let ctx = f.db.ctx(kernel::SystemActor::Jobs);
    assert!(blobs.sweep(&ctx, testkit::START.plus_seconds(1)).await.unwrap() > 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM blob_chunk").await, 0);
}

async fn a_mended_report_completes_what_was_missing(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 6);
    rows[2][6] = "101".to_owned();
    rows[4][3] = "=1+1".to_owned();
    let import = f.import(&xlsx(&TITLES, &rows), true).await;
    assert_eq!((import.rows.entered, import.rows.bad), (4, 2), "{import:?}");
    let mut report = Vec::new();
    f.area.report(&f.clerk(), import.id, &mut report).await.unwrap();
    let mut reader =
        SheetReader::open(std::io::Cursor::new(report), &OpenOptions::default()).unwrap();
    let width = reader.header().labels.len();
    assert_eq!((width, reader.header().labels[7].as_str()), (8, "错在哪里、怎么改"));
    let mut mended = Vec::new();
    let mut reasons = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        let texts = row.cells.iter().map(|cell| cell.shown().into_owned());
        let mut texts: Vec<String> = texts.collect();
        reasons.push(texts.pop().unwrap());
        (texts[3], texts[6]) = ("四级".to_owned(), "75.5".to_owned());
        mended.push(texts);
    }
    assert_eq!(
        reasons,
        ["第4行“操作技能成绩”：evaluation-score-range most=100", "第6行“认定等级”：level-unknown",]
    );
    let second = f.import(&xlsx(&TITLES, &mended), true).await;
    assert_eq!((second.rows.entered, second.rows.bad), (2, 0));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM candidate").await, 6);
}

async fn one_mistake_keeps_the_file_out_unless_good_rows_are_wanted(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 5);
    rows[1][0] = "示例1".to_owned();
    let file = xlsx(&TITLES, &rows);
    let refused = f.import(&file, false).await;
    assert!(matches!(refused.state, ImportState::Refused { .. }), "{refused:?}");
    assert_eq!((refused.rows.total, refused.rows.bad, refused.rows.entered), (5, 1, 0));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 0);
    assert!(refused.report.is_some() && refused.waits_for_somebody());
    let official = official(&f.db, Role::Handler, &[770000]);
    let stranger = f.area.settle_import(&official, None, refused.id).await;
    assert_eq!(stranger.unwrap_err().code(), "problem-no-post");
    f.area.settle_import(&f.clerk(), None, refused.id).await.unwrap();
    assert!(!f.area.import(&f.clerk(), refused.id).await.unwrap().waits_for_somebody());
    let kept = f.import(&file, true).await;
    assert!(kept.waits_for_somebody(), "one row was left out");
    assert_eq!((kept.rows.bad, kept.rows.entered), (1, 4));
}

async fn two_imports_at_once_enter_everybody_once(on: On) {
    let f = Fixture::new(on).await;
    for first in [1, 301] {
        f.start(&xlsx(&TITLES, &passing(first, 900)), true).await;
    }
    let f = Arc::new(f);
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let f = Arc::clone(&f);
            tokio::spawn(async move { work(&f.db, &f.area).await })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM candidate").await, 1200);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 1200);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM run").await, 1);
    assert_eq!(f.count("SELECT candidates AS n FROM run").await, 1200);
    let entered = "SELECT CAST(SUM(rows_entered) AS BIGINT) AS n FROM import";
    assert_eq!(f.count(entered).await, 1200);
}

async fn an_import_goes_on_with_another_worker(on: On) {
    let f = Fixture::new(on).await;
    f.start(&xlsx(&TITLES, &passing(1, 2600)), true).await;
    let base = crate::world::demo_world(f.db.ctx(kernel::SystemActor::Jobs));
    let mut sleeper = None;
    // Each worker stops after some steps, and the next takes over when the lease has run out.
    for (round, steps) in [2, 3, 4, 6].into_iter().enumerate() {
        let later = round as i64 * (store::jobs::LEASE_SECONDS + 1);
        f.db.clock.set(testkit::START.plus_seconds(later));
        let ctx = kernel::Ctx { now: f.db.clock.now(), ..base.clone() };
        let job = store::jobs::claim_of(&f.store, &ctx, &[evaluation::jobs::READ_IMPORT]);
        let job = job.await.unwrap().unwrap();
        let (asked, enough) = (AtomicUsize::new(0), Arc::new(Notify::new()));
        let told = Arc::clone(&enough);
        let fresh = move || {
            if asked.fetch_add(1, Ordering::SeqCst) + 1 == steps {
                told.notify_one();
            }
            ctx.clone()
        };
        tokio::select! {
            biased;
            () = enough.notified() => {}
            done = f.area.run_job(&fresh, &job) => panic!("too fast: {done:?}"),
        }
        sleeper.get_or_insert(job);
    }
    let late = f.area.run_job(&move || base.clone(), &sleeper.unwrap()).await;
    assert_eq!(late.unwrap_err().code(), "problem-lease-lost", "the first one wakes up");
    f.db.clock.set(testkit::START.plus_seconds(600));
    f.work().await;
    for (column, expected) in [
        ("SELECT COUNT(*) AS n FROM candidate", 2600),
        ("SELECT rows_entered AS n FROM import", 2600),
        ("SELECT rows_total AS n FROM import", 2600),
        ("SELECT rows_known AS n FROM import", 0),
        ("SELECT attempts AS n FROM job WHERE kind = 'evaluation.read-import'", 5),
    ] {
        assert_eq!(f.count(column).await, expected, "{column}");
    }
}

async fn nobody_releases_what_they_prepared(on: On) {
    let f = Fixture::new(on).await;
    f.import(&xlsx(&TITLES, &passing(1, 2)), false).await;
    let runs = f.area.runs(&f.issuer(), f.body, &PageRequest::default()).await.unwrap();
    let run = runs.items[0].id;
    // The same account, with the role that may release.
    let same = clerk(&f.db, 1, Role::BodyManager, f.body);
    let refused = f.area.release_run(&same, None, run).await.unwrap_err();
    assert_eq!(refused.code(), "evaluation-two-persons");
    let clerks = f.area.release_run(&f.clerk(), None, run).await.unwrap_err();
    assert_eq!(clerks.code(), "problem-no-post");
    f.area.release_run(&f.issuer(), None, run).await.unwrap();
    let again = f.area.release_run(&f.issuer(), None, run).await.unwrap_err();
    assert_eq!(again.code(), "evaluation-run-step");
    f.work().await;
    assert_eq!(f.numbers().await.len(), 2);
}

async fn a_withdrawn_result_becomes_no_certificate_and_stays_out(on: On) {
    let f = Fixture::new(on).await;
    let file = xlsx(&TITLES, &passing(1, 3));
    f.import(&file, false).await;
    let page = PageRequest::default();
    let run = f.area.runs(&f.issuer(), f.body, &page).await.unwrap().items[0].id;
    let opened = f.area.open_run(&f.issuer(), run, &page, "核对".into()).await.unwrap();
    let second = opened.1.items[1].candidate.id;
    let empty = f.area.withdraw(&f.clerk(), None, second, " ".into()).await.unwrap_err();
    assert_eq!(empty.field_problems()[0].code, "evaluation-reason");
    f.area.withdraw(&f.clerk(), None, second, "录入有误".into()).await.unwrap();
    let twice = f.area.withdraw(&f.clerk(), None, second, "录入有误".into()).await.unwrap_err();
    assert_eq!(twice.code(), "evaluation-withdrawn");
    let again = f.import(&file, false).await;
    assert_eq!((again.rows.entered, again.rows.known), (0, 3), "the same file brings nobody back");
    let mut corrected = passing(2, 1);
    corrected[0][6] = "61".to_owned();
    let corrected = f.import(&xlsx(&TITLES, &corrected), false).await;
    assert_eq!(corrected.rows.entered, 1);
    f.release().await;
    assert_eq!(f.numbers().await.len(), 3);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM candidate WHERE certificate IS NULL").await, 1);
}

async fn what_is_not_yours_looks_as_if_it_did_not_exist(on: On) {
    let f = Fixture::new(on).await;
    let import = f.import(&xlsx(&TITLES, &passing(1, 1)), false).await;
    let page = PageRequest::default();
    let run = f.area.runs(&f.issuer(), f.body, &page).await.unwrap().items[0].id;
    let ctx = crate::world::demo_world(f.db.ctx(kernel::SystemActor::Setup));
    let other = f.organisations.register_body(&ctx, None, crate::world::body_command(2)).await;
    let stranger = clerk(&f.db, 9, Role::BodyManager, other.unwrap());
    let missing = "problem-not-found";
    assert_eq!(f.area.import(&stranger, import.id).await.unwrap_err().code(), missing);
    assert_eq!(f.area.findings(&stranger, import.id, &page).await.unwrap_err().code(), missing);
    let report = f.area.report(&stranger, import.id, &mut Vec::new()).await;
    assert_eq!(report.unwrap_err().code(), missing);
    assert_eq!(f.area.imports(&stranger, f.body, &page).await.unwrap_err().code(), missing);
    assert_eq!(f.area.runs(&stranger, f.body, &page).await.unwrap_err().code(), missing);
    assert_eq!(f.area.release_run(&stranger, None, run).await.unwrap_err().code(), missing);
    let opened = f.area.open_run(&stranger, run, &page, "好奇".into()).await;
    assert_eq!(opened.unwrap_err().code(), missing);
    let command =
        NewImport { body: f.body, file_name: "x.csv".to_owned(), exam_on: None, keep_good: true };
    let start = f.area.start_import(&stranger, None, command.clone(), &b"x"[..]).await;
    assert_eq!(start.unwrap_err().code(), missing);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM blob_chunk").await, 0, "nothing was stored");
    let handler = official(&f.db, Role::Handler, &[770000]);
    let start = f.area.start_import(&handler, None, command, &b"x"[..]).await;
    assert_eq!(start.unwrap_err().code(), "problem-no-post");
    assert_eq!(f.area.runs(&handler, f.body, &page).await.unwrap().items.len(), 1);
    let elsewhere = official(&f.db, Role::Handler, &[110000]);
    assert_eq!(f.area.runs(&elsewhere, f.body, &page).await.unwrap_err().code(), missing);
}

async fn an_import_is_stopped_before_it_enters_anything(on: On) {
    let f = Fixture::new(on).await;
    let id = f.start(&xlsx(&TITLES, &passing(1, 3)), true).await;
    f.area.cancel_import(&f.clerk(), None, id).await.unwrap();
    f.work().await;
    let import = f.area.import(&f.clerk(), id).await.unwrap();
    assert!(matches!(import.state, ImportState::Cancelled { .. }), "{import:?}");
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM blob_chunk").await, 0);
    let late = f.import(&xlsx(&TITLES, &passing(1, 3)), true).await;
    let refused = f.area.cancel_import(&f.clerk(), None, late.id).await.unwrap_err();
    assert_eq!(refused.code(), "evaluation-import-step");
}

async fn a_run_without_filing_or_key_is_not_released(on: On) {
    let f = Fixture::new(on).await;
    f.import(&xlsx(&TITLES, &passing(1, 2)), false).await;
    let page = PageRequest::default();
    let run = f.area.runs(&f.issuer(), f.body, &page).await.unwrap().items[0].id;
    let key = f.organisations.keys(&f.issuer(), f.body).await.unwrap()[0].id;
    f.area.release_run(&f.issuer(), None, run).await.unwrap();
    // Between release and issue the key goes out of use: the run halts, and nothing is issued.
    let manager = clerk(&f.db, 1, Role::BodyManager, f.body);
    f.organisations.end_key(&manager, None, key, false).await.unwrap();
    f.work().await;
    let halted = f.area.run(&f.issuer(), run).await.unwrap();
    let RunState::Halted { why, .. } = halted.state else { panic!("{:?}", halted.state) };
    assert_eq!(why.problem("run").code, "certificates-no-key");
    let refused = f.area.release_run(&f.issuer(), None, run).await.unwrap_err();
    assert_eq!(refused.code(), "certificates-no-key");
    let key = f.organisations.propose_key(&manager, None, f.body).await.unwrap();
    f.organisations.decide_key(&f.issuer(), None, key, true).await.unwrap();
    f.release().await;
    assert_eq!(f.numbers().await.len(), 2);
}

async fn an_erased_person_gets_no_certificate(on: On) {
    let f = Fixture::new(on).await;
    f.import(&xlsx(&TITLES, &passing(1, 3)), false).await;
    let ring = Arc::new(crypto::KeyRing::demo(crate::world::profile()));
    let people = People::new(f.store.clone(), ring);
    let approver = official(&f.db, Role::Approver, &[770000]);
    let document = check(DocumentKind::CitizenCard, &number(2), &approver.world, approver.today());
    let document = Document::new(document.unwrap());
    let found = people.find_by_document(&approver, document, "本人申请".into()).await.unwrap();
    people.erase(&approver, None, found.unwrap().id, "本人申请".into()).await.unwrap();
    f.release().await;
    assert_eq!(f.numbers().await.len(), 2);
    let run = f.area.runs(&f.issuer(), f.body, &PageRequest::default()).await.unwrap();
    assert!(matches!(run.items[0].state, RunState::Released { .. }));
    assert_eq!((run.items[0].passed, run.items[0].issued), (2, 2));
}
