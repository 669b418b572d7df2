//! The desk of the office that answers for bodies, through the one table of routes.

use crate::body_tests::{Fixture, Who, account, of};
use axum::http::StatusCode;
use kernel::{DivisionCode, Office, Post, Role};
use organisations::Uscc;
use testkit::On;

testkit::both_engines! {
    an_official_registers_files_suspends_resumes_and_ends;
    a_wrong_registration_keeps_what_was_typed;
    a_scope_is_put_together_without_losing_anything;
    the_same_form_twice_registers_one_body;
    only_the_office_that_answers_for_a_body_gets_there;
    a_program_registers_files_and_suspends;
}

fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

/// An official of an authority of the demonstration with a territory.
async fn official(f: &Fixture, number: u64, role: Role, territory: u32) -> Who {
    let authorities = f.app.organisations.authorities().await.unwrap();
    let id =
        authorities.iter().find(|one| one.division == division(770000) && one.files()).unwrap().id;
    let office = Office::Authority { id, territory: vec![division(territory)] };
    Who(Some(account(number, vec![Post { role, office }])))
}

fn uscc(number: u32) -> String {
    let code = Uscc::compose("52", division(770101), &format!("78{number:06}")).unwrap();
    code.as_str().to_owned()
}

/// A right form of a new body, with one part replaced.
fn registration(f: &Fixture, number: u32, name: &str, value: &str) -> String {
    let place = f.app.world.divisions.children(division(770100), f.app.clock.now().civil_date());
    let (code, place) = (uscc(number), place[0].code.to_string());
    let parts = [
        ("name", "示例新评价中心"),
        ("uscc", &code),
        ("kind", "social_evaluation_body"),
        ("place", &place),
        ("address", "示例路9号"),
        ("contact", "0770-12009999"),
    ];
    let parts = parts.map(|(key, own)| (key, if key == name { value } else { own }));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parts).finish()
}

const FILING: &str = "code=S000077900001&valid_from=2026-11-01&valid_until=2029-10-31\
    &chosen=6-31-01-03&levels-6-31-01-03=level4&levels-6-31-01-03=level3";

/// The page of a body just registered.
async fn registered(f: &Fixture, who: &Who, number: u32) -> String {
    let made = f.post(who, "/oversight/bodies/new", &registration(f, number, "", "")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    made.location
}

fn filing_of(page: &str) -> String {
    let found = page.split("/oversight/filings/").nth(1).expect("a filing with a step");
    found.split('/').next().unwrap().to_owned()
}

async fn an_official_registers_files_suspends_resumes_and_ends(on: On) {
    let f = Fixture::on(on).await;
    let approver = official(&f, 911, Role::Approver, 770000).await;
    let page = registered(&f, &approver, 1).await;
    let fresh = f.get(&approver, &page).await.text;
    assert!(fresh.contains("这家机构还没有备案") && fresh.contains("登记机构"), "{fresh}");
    let filed = f.post(&approver, &format!("{page}/filings/new"), FILING).await;
    assert_eq!((filed.status, &filed.location), (StatusCode::SEE_OTHER, &page), "{}", filed.text);
    let shown = f.get(&approver, &page).await.text;
    assert!(shown.contains("S000077900001") && shown.contains("三级"), "{shown}");
    assert!(!shown.contains("五级"), "only what was ticked: {shown}");
    let filing = filing_of(&shown);
    for (step, told, offered) in [
        ("suspend", "暂停备案 S000077900001", "恢复"),
        ("resume", "恢复备案 S000077900001", "暂停"),
        ("end", "终止备案 S000077900001", "已终止"),
    ] {
        let href = format!("/oversight/filings/{filing}/{step}");
        assert_eq!(f.get(&approver, &href).await.status, StatusCode::OK);
        let empty = f.post(&approver, &href, "reason=+").await;
        assert!(empty.text.contains("请写明原因"), "{}", empty.text);
        let done = f.post(&approver, &href, &format!("reason=grounds-of-{step}")).await;
        assert_eq!((done.status, &done.location), (StatusCode::SEE_OTHER, &page), "{}", done.text);
        let shown = f.get(&approver, &page).await.text;
        assert!(shown.contains(told) && shown.contains(offered), "{step}: {shown}");
        assert!(shown.contains(&format!("grounds-of-{step}")), "{step}: {shown}");
        let again = f.get(&approver, &href).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{step} is done");
    }
    let list = f.get(&approver, "/oversight/bodies?q=S000077900001").await.text;
    assert!(list.contains("示例新评价中心") && list.contains("已终止"), "{list}");
}

async fn a_wrong_registration_keeps_what_was_typed(on: On) {
    let f = Fixture::on(on).await;
    let handler = official(&f, 912, Role::Handler, 770000).await;
    let mut slip = uscc(2);
    let last = if slip.ends_with('0') { "1" } else { "0" };
    slip.replace_range(17.., last);
    for (name, value, told) in [
        ("uscc", slip.as_str(), "校验位不对"),
        ("uscc", "12345", "应为18位"),
        ("name", "", "机构名称"),
        ("place", "没有这个地方", "没有找到这个地方"),
        ("place", "110101", "没有找到这个地方"),
        ("kind", "guild", "请选"),
    ] {
        let form = registration(&f, 2, name, value);
        let refused = f.post(&handler, "/oversight/bodies/new", &form).await;
        assert_eq!(refused.status, StatusCode::OK, "{name}={value}");
        assert!(refused.text.contains(told), "{name}={value}: {}", refused.text);
        assert!(refused.text.contains("value=\"0770-12009999\""), "{name}={value}");
    }
    let several =
        f.post(&handler, "/oversight/bodies/new", &registration(&f, 2, "place", "77")).await;
    assert!(several.text.contains("好几个地方"), "{}", several.text);
    let choice = several.text.split("name=\"division\" value=\"").nth(1).unwrap();
    let choice = choice.split('"').next().unwrap();
    let form = format!("{}&division={choice}", registration(&f, 2, "place", "77"));
    let made = f.post(&handler, "/oversight/bodies/new", &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let twice = f.post(&handler, "/oversight/bodies/new", &registration(&f, 2, "", "")).await;
    assert!(twice.text.contains("已经登记过") && twice.text.contains(&uscc(2)), "{}", twice.text);
}

async fn a_scope_is_put_together_without_losing_anything(on: On) {
    let f = Fixture::on(on).await;
    let approver = official(&f, 913, Role::Approver, 770000).await;
    let path = format!("{}/filings/new", registered(&f, &approver, 3).await);
    let several =
        f.post(&approver, &path, "code=S000077900002&step=find&occupation=%E5%B7%A5").await;
    assert!(several.text.contains("找到好几个职业"), "{}", several.text);
    assert!(several.text.contains("value=\"S000077900002\""), "{}", several.text);
    let one = f.post(&approver, &path, "code=S000077900002&occupation=6-31-01-03").await;
    assert!(one.text.contains("name=\"levels-6-31-01-03\""), "{}", one.text);
    let added = "code=S000077900002&chosen=6-31-01-03&levels-6-31-01-03=level3&add=6-18-02-04";
    let added = f.post(&approver, &path, added).await.text;
    assert!(added.contains("name=\"levels-6-18-02-04\""), "{added}");
    assert!(added.contains("value=\"level3\" checked"), "{added}");
    let none = f.post(&approver, &path, "code=S000077900002&occupation=%E6%B2%A1%E6%9C%89").await;
    assert!(none.text.contains("没有找到"), "{}", none.text);
    for (form, told) in [
        ("chosen=6-31-01-03", "请至少给一个职业勾选等级"),
        ("code=S00007790000&chosen=6-31-01-03", "应为13位"),
        ("code=X000077900002", "第一位应为"),
        ("code=S000077900002&valid_from=2026-13-01", "日期"),
    ] {
        let refused = f.post(&approver, &path, form).await;
        assert_eq!(refused.status, StatusCode::OK, "{form}");
        assert!(refused.text.contains(told), "{form}: {}", refused.text);
    }
    let backwards = FILING.replace("2029-10-31", "2025-10-31");
    let refused = f.post(&approver, &path, &backwards).await;
    assert!(refused.text.contains("终止日期不能早于开始日期"), "{}", refused.text);
    assert!(refused.text.contains("value=\"level4\" checked"), "nothing typed is lost");
    let taken = FILING.replace("S000077900001", "S000077000001");
    let refused = f.post(&approver, &path, &taken).await;
    assert!(refused.text.contains("这个备案编码已经用过"), "{}", refused.text);
}

async fn the_same_form_twice_registers_one_body(on: On) {
    let f = Fixture::on(on).await;
    let handler = official(&f, 914, Role::Handler, 770000).await;
    let form = format!("key=AAAAAAAAAAAAAAAAAAAAAB&{}", registration(&f, 4, "", ""));
    let kind = "application/x-www-form-urlencoded";
    let send = async || {
        f.ask(&handler, "POST", "/oversight/bodies/new", kind, form.clone().into_bytes()).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    assert_eq!(first.location, second.location);
}

async fn only_the_office_that_answers_for_a_body_gets_there(on: On) {
    let f = Fixture::on(on).await;
    let body = f.body;
    let approver = official(&f, 915, Role::Approver, 770000).await;
    let page = f.get(&approver, &format!("/oversight/bodies/{body}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let filing = filing_of(&page.text);
    let elsewhere = official(&f, 916, Role::Approver, 110000).await;
    let nobody = Who(Some(account(917, Vec::new())));
    let manager = of(918, Role::BodyManager, body);
    let handler = official(&f, 919, Role::Handler, 770000).await;
    let one = format!("/oversight/bodies/{body}");
    let routes = [
        ("GET", one.clone(), StatusCode::OK),
        ("GET", format!("{one}/filings/new"), StatusCode::FORBIDDEN),
        ("POST", format!("{one}/filings/new"), StatusCode::FORBIDDEN),
        ("GET", format!("/oversight/filings/{filing}/suspend"), StatusCode::FORBIDDEN),
        ("POST", format!("/oversight/filings/{filing}/suspend"), StatusCode::FORBIDDEN),
    ];
    for (method, path, of_handler) in routes {
        for (who, status) in [
            (&Who(None), StatusCode::UNAUTHORIZED),
            (&nobody, StatusCode::FORBIDDEN),
            (&manager, StatusCode::FORBIDDEN),
            (&elsewhere, StatusCode::NOT_FOUND),
            (&handler, of_handler),
        ] {
            let kind = "application/x-www-form-urlencoded";
            let form = format!("key=AAAAAAAAAAAAAAAAAAAAAA&reason=x&{FILING}");
            let answer = f.ask(who, method, &path, kind, form.into_bytes()).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        }
    }
    for path in ["/oversight/bodies", "/oversight/bodies/new"] {
        assert_eq!(f.get(&Who(None), path).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(f.get(&nobody, path).await.status, StatusCode::FORBIDDEN);
    }
    let there = registration(&f, 5, "", "");
    let refused = f.post(&elsewhere, "/oversight/bodies/new", &there).await;
    assert!(refused.text.contains("没有找到这个地方"), "{}", refused.text);
    assert_eq!(
        f.post(&nobody, "/oversight/bodies/new", &there).await.status,
        StatusCode::FORBIDDEN
    );
    let list = f.get(&elsewhere, "/oversight/bodies").await.text;
    assert!(!list.contains(&format!("/oversight/bodies/{body}")), "{list}");
    let checker = official(&f, 920, Role::Checker, 770000).await;
    let read = f.get(&checker, &one).await.text;
    assert!(!read.contains("/oversight/filings/") && read.contains("办理记录"), "{read}");
}

async fn a_program_registers_files_and_suspends(on: On) {
    let f = Fixture::on(on).await;
    let approver = official(&f, 921, Role::Approver, 770000).await;
    let authorities = f.app.organisations.authorities().await.unwrap();
    let own =
        authorities.iter().find(|one| one.division == division(770000) && one.files()).unwrap().id;
    let body = format!(
        r#"{{"kind":"employer","name":"示例新集团","uscc":"{}","division":"770101","address":"示例路9号","contact":"0770-12009999"}}"#,
        uscc(6)
    );
    let filing = format!(
        r#"{{"authority":"{own}","code":"Y000077900003","valid_from":"2026-11-01","valid_until":"2029-10-31","scope":[{{"occupation":"6-31-01-03","level":"level3"}}]}}"#
    );
    let step = r#"{"step":"suspend","reason":"没有监控"}"#.to_owned();
    let send = async |who: &Who, path: &str, json: &str| {
        f.ask(who, "POST", path, "application/json", json.as_bytes().to_vec()).await
    };
    let id =
        |text: &str| text.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let bodies = "/api/v1/oversight/bodies";
    let elsewhere = official(&f, 922, Role::Approver, 110000).await;
    let nobody = Who(Some(account(923, Vec::new())));
    let refused = async |path: &str, json: &str| {
        for (who, status) in [
            (&Who(None), StatusCode::UNAUTHORIZED),
            (&nobody, StatusCode::FORBIDDEN),
            (&elsewhere, StatusCode::NOT_FOUND),
        ] {
            let answer = send(who, path, json).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.text);
        }
    };
    refused(bodies, &body).await;
    let made = send(&approver, bodies, &body).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let filings = format!("{bodies}/{}/filings", id(&made.text));
    refused(&filings, &filing).await;
    let filed = send(&approver, &filings, &filing).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text);
    let change = format!("/api/v1/oversight/filings/{}", id(&filed.text));
    refused(&change, &step).await;
    assert_eq!(send(&approver, &change, &step).await.status, StatusCode::OK);
    assert_eq!(send(&approver, &change, &step).await.status, StatusCode::CONFLICT, "done already");
    let list = f.get(&approver, &format!("{bodies}?q=Y000077900003")).await;
    assert!(list.text.contains(&id(&made.text)), "{}", list.text);
    assert_eq!(f.get(&Who(None), bodies).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(f.get(&nobody, bodies).await.status, StatusCode::FORBIDDEN);
    let theirs = f.get(&elsewhere, bodies).await.text;
    assert!(theirs.contains("\"items\":[]"), "{theirs}");
}
