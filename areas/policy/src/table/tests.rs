use super::*;
use crate::document::Precision;
use crate::plan::Hundredths;

/// Code and line of each finding.
fn told(problem: &Problem) -> Vec<(&'static str, String)> {
    let line = |finding: &FieldProblem| {
        let line = finding.args.iter().find(|(name, _)| *name == "line");
        (finding.code, line.map(|(_, line)| line.clone()).unwrap_or_default())
    };
    problem.field_problems().iter().map(line).collect()
}

const HEAD: &str =
    "row,number,zh,en,from_year,until_year,indicator,value,upper,unit,baseline,by_year\n";

#[test]
fn the_shipped_files_are_whole() {
    let documents = read_documents(crate::shipped::DOCUMENTS.as_bytes()).unwrap();
    assert_eq!(documents.len(), 5);
    assert_eq!(documents[0].number, "人社部发〔2021〕48号");
    assert_eq!(documents[2].issued.1, Precision::Month);
    let plans = read_plans(crate::shipped::PLANS.as_bytes()).unwrap();
    assert_eq!(plans.len(), 4);
    let first = &plans[0];
    let numbers: Vec<i64> = first.measures.iter().map(|one| one.number).collect();
    assert_eq!((first.actions.len(), numbers), (5, (1..=20).collect()));
    let of = |measure| first.targets.iter().filter(|one| one.measure == measure).count();
    assert_eq!((of(None), of(Some(4)), of(Some(6)), of(Some(8))), (4, 4, 3, 5));
    assert_eq!(first.targets[3].upper, Some(Hundredths(300)));
    let keys: Vec<&str> = documents.iter().map(|one| one.key.as_str()).collect();
    assert!(plans.iter().all(|plan| keys.contains(&plan.document.as_str())));
    let english = |words: &crate::plan::Words| !words.en.is_empty();
    assert!(plans.iter().all(|plan| english(&plan.title)
        && plan.measures.iter().all(|one| english(&one.title))
        && plan.targets.iter().all(|one| english(&one.title))));
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let file = format!(
        "{HEAD}measure,1,早了,,,,,,,,,\nplan,示1,示例计划,,2025,2024,,,,,,\naction,1,一,,,,,,,,,\n\
         target,,没有举措,,,,x,5,,piece,,2025\nmeasure,1,二,,,,,,,,,\nmeasure,1,又是一,,,,,,,,,\n\
         target,,数不对,,,,x,很多,,piece,,2025\ntarget,,范围反了,,,,x,5,3,piece,,2025\nstep,1,别的,,,,,,,,,\n"
    );
    let problem = read_plans(file.as_bytes()).unwrap_err();
    let expected = [
        ("policy-line-before-plan", "2"),
        ("policy-line-years", "3"),
        ("policy-line-before-measure", "5"),
        ("policy-line-twice", "7"),
        ("policy-line-value", "8"),
        ("policy-line-range", "9"),
        ("policy-line-row", "10"),
    ];
    assert_eq!(told(&problem), expected.map(|(code, line)| (code, line.to_owned())));
}

#[test]
fn an_empty_file_and_a_missing_column_are_told() {
    assert_eq!(told(&read_plans(HEAD.as_bytes()).unwrap_err())[0].0, "policy-line-no-plan");
    let problem = read_plans("row,number,zh\nplan,1,x\n".as_bytes()).unwrap_err();
    let codes: Vec<&str> = told(&problem).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes[..2], ["policy-line-column", "policy-line-column"]);
    assert!(read_plans(b"").unwrap_err().field_problems()[0].field == "file");
}
