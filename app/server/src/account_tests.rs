//! The service window, and the three administrators who are kept apart, through the table of routes.

use crate::body_tests::{Fixture, Who, account, of};
use axum::http::StatusCode;
use kernel::{DivisionCode, Office, PersonId, Post, Role};
use people::{Document, check, guess_kind};
use testkit::On;

testkit::both_engines! {
    a_window_opens_an_account_and_recovers_it;
    only_the_window_of_their_territory_looks_after_a_person;
    each_of_the_three_administrators_is_offered_their_own_part;
    a_manager_is_offered_clerks_of_their_own_body_alone;
}

const KIND: &str = "application/x-www-form-urlencoded";

fn on_node(number: u64, role: Role) -> Who {
    Who(Some(account(number, vec![Post { role, office: Office::Node }])))
}

async fn official(f: &Fixture, number: u64, role: Role, territory: u32) -> Who {
    let id = f.app.organisations.authorities().await.unwrap()[0].id;
    let territory = vec![DivisionCode::new(territory).unwrap()];
    Who(Some(account(number, vec![Post { role, office: Office::Authority { id, territory } }])))
}

/// A person in the vault, out of an import.
async fn person(f: &Fixture, clerk: &Who) -> PersonId {
    f.run().await;
    let ctx = f.app.system(kernel::SystemActor::Jobs);
    let (body, _) = f.app.organisations.body(&ctx, f.body).await.unwrap();
    let birth = "1990-03-05".parse().unwrap();
    let number = people::citizen_number(body.division, birth, 700).unwrap();
    let today = f.app.clock.now().civil_date();
    let kind = guess_kind(&number).unwrap().kind;
    let number = check(kind, &number, &f.app.world, today).unwrap();
    let ctx = f.ctx(clerk);
    let found = f.app.people.find_by_document(&ctx, Document::new(number), "x".to_owned());
    found.await.unwrap().expect("the first row of the sheet").id
}

fn code_of(slip: &str) -> Vec<&str> {
    let codes = slip.split("class=\"slip-code\">").skip(1);
    codes.map(|rest| rest.split('<').next().unwrap()).collect()
}

async fn a_window_opens_an_account_and_recovers_it(on: On) {
    let f = Fixture::on(on).await;
    let clerk = official(&f, 931, Role::Handler, 770000).await;
    let person = person(&f, &clerk).await;
    let record = f.get(&clerk, &format!("/people/{person}?purpose=account")).await;
    let path = format!("/people/{person}/account");
    assert!(record.text.contains(&format!("href=\"{path}\"")), "{}", record.text);
    let form = f.get(&clerk, &path).await;
    assert!(form.text.contains("还没有账号") && form.text.contains("示例甲"), "{}", form.text);
    let wrong = f.post(&clerk, &path, "login=a").await;
    assert!(wrong.text.contains("登录名要 3 到 40 个字符"), "{}", wrong.text);
    assert!(wrong.text.contains("value=\"a\""), "nothing typed is lost");
    let slip = f.post(&clerk, &path, "login=12012340001").await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text);
    let first = code_of(&slip.text);
    assert_eq!((first.len(), first[0]), (2, "12012340001"), "{}", slip.text);
    assert!(slip.text.contains("怎么用") && slip.text.contains("How to use it"), "both languages");
    let again = f.post(&clerk, &path, "login=12012340002").await;
    assert!(again.text.contains("12012340001"), "the account there is: {}", again.text);
    let renewed = f.post(&clerk, &format!("{path}/code"), "").await;
    let second = code_of(&renewed.text);
    assert_eq!(second[0], "12012340001");
    assert_ne!(first[1], second[1]);
    let ctx = f.app.ctx(kernel::Actor::Anonymous);
    let activate = async |code: &str| {
        let wished = "three brown lathes";
        f.app.access.activate(&ctx, "12012340001", code, wished, "a").await
    };
    assert_eq!(activate(first[1]).await.err().unwrap().code(), "access-code-invalid");
    assert!(!activate(second[1]).await.unwrap().compulsory);
    let closed = f.post(&clerk, &format!("{path}/close"), "").await;
    assert_eq!((closed.status, &closed.location), (StatusCode::SEE_OTHER, &path));
    let shown = f.get(&clerk, &path).await.text;
    assert!(shown.contains("这个账号已经停用") && !shown.contains("/code\""), "{shown}");
}

async fn only_the_window_of_their_territory_looks_after_a_person(on: On) {
    let f = Fixture::on(on).await;
    let clerk = official(&f, 932, Role::Handler, 770000).await;
    let person = person(&f, &clerk).await;
    let path = format!("/people/{person}/account");
    let opened = f.post(&clerk, &path, "login=12012340003").await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text);
    let elsewhere = official(&f, 933, Role::Approver, 110000).await;
    let checker = official(&f, 934, Role::Checker, 770000).await;
    let manager = of(935, Role::BodyManager, f.body);
    let system = on_node(936, Role::SystemAdmin);
    for (method, path) in [
        ("GET", path.clone()),
        ("POST", path.clone()),
        ("POST", format!("{path}/code")),
        ("POST", format!("{path}/close")),
    ] {
        for (who, status) in [
            (&Who(None), StatusCode::UNAUTHORIZED),
            (&elsewhere, StatusCode::NOT_FOUND),
            (&checker, StatusCode::FORBIDDEN),
            (&manager, StatusCode::FORBIDDEN),
            (&system, StatusCode::FORBIDDEN),
        ] {
            let form = b"key=AAAAAAAAAAAAAAAAAAAAAA&login=12012340004".to_vec();
            let answer = f.ask(who, method, &path, KIND, form).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        }
    }
    let read = f.get(&checker, &format!("/people/{person}?purpose=audit")).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(!read.text.contains(&path), "a checker is not offered what they may not do");
}

async fn each_of_the_three_administrators_is_offered_their_own_part(on: On) {
    let f = Fixture::on(on).await;
    let system = on_node(941, Role::SystemAdmin);
    let security = on_node(942, Role::SecurityAdmin);
    let audit = on_node(943, Role::AuditAdmin);
    let new = f.get(&system, "/accounts/new").await;
    assert_eq!(new.status, StatusCode::OK);
    assert!(!new.text.contains("name=\"role\""), "gives no posts: {}", new.text);
    let made = f.post(&system, "/accounts/new", "name=示例新人&login=xinren9").await;
    let code = code_of(&made.text);
    assert_eq!(code.first(), Some(&"xinren9"), "{}", made.text);
    let id = made.text.split("href=\"/accounts/").nth(1).unwrap().split('"').next().unwrap();
    let id = id.to_owned();
    let one = format!("/accounts/{id}");
    let forged = "name=示例另人&login=lingren9&role=audit_admin&office=node";
    let forged = f.post(&system, "/accounts/new", forged).await;
    assert!(code_of(&forged.text).is_empty(), "a forged post makes no account: {}", forged.text);
    for (who, add, print, close) in [
        (&system, false, true, true),
        (&security, true, false, true),
        (&audit, false, false, false),
    ] {
        let page = f.get(who, &one).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        for (part, offered) in [("posts", add), ("slip", print), ("close", close)] {
            // A form, or the way to the page that asks first.
            let way = format!("=\"{one}/{part}\"");
            assert_eq!(page.text.contains(&way), offered, "{part}: {}", page.text);
        }
        let list = f.get(who, "/accounts").await;
        assert_eq!(list.text.contains("href=\"/accounts/new\""), print, "{}", list.text);
    }
    let post = "role=audit_admin&office=node";
    for (who, path, form) in [
        (&system, format!("{one}/posts"), post),
        (&audit, format!("{one}/posts"), post),
        (&audit, format!("{one}/slip"), ""),
        (&audit, format!("{one}/close"), ""),
        (&audit, "/accounts/new".to_owned(), "name=a&login=abc1"),
        (&security, format!("{one}/slip"), ""),
        (&security, "/accounts/new".to_owned(), "name=a&login=abc1"),
    ] {
        let refused = f.post(who, &path, form).await;
        let told =
            refused.status == StatusCode::FORBIDDEN || refused.text.contains("class=\"errors\"");
        assert!(told, "{path} {form}: {} {}", refused.status, refused.text);
    }
    let given = f.post(&security, &format!("{one}/posts"), post).await;
    assert_eq!((given.status, &given.location), (StatusCode::SEE_OTHER, &one), "{}", given.text);
    let shown = f.get(&security, &one).await.text;
    let end = shown.split(&format!("{one}/posts/")).nth(1).unwrap().split('"').next().unwrap();
    let end = format!("{one}/posts/{end}");
    for who in [&system, &audit] {
        assert!(!f.get(who, &one).await.text.contains(&end));
        let refused = f.post(who, &end, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    }
    assert!(!f.get(&system, &one).await.text.contains("/slip\""), "not for an administrator");
    assert_eq!(f.post(&security, &end, "").await.status, StatusCode::SEE_OTHER);
}

async fn a_manager_is_offered_clerks_of_their_own_body_alone(on: On) {
    let f = Fixture::on(on).await;
    let manager = f.manager();
    let new = f.get(&manager, "/accounts/new").await.text;
    assert!(
        new.contains("value=\"body_clerk\"") && !new.contains("value=\"body_issuer\""),
        "{new}"
    );
    assert!(new.contains(&format!("body:{}", f.body)) && !new.contains("value=\"node\""), "{new}");
    let without = f.post(&manager, "/accounts/new", "name=示例新人&login=xinren8").await;
    assert!(without.text.contains("class=\"errors\""), "a post comes with it: {}", without.text);
    let form = format!("name=示例新人&login=xinren8&role=body_clerk&office=body:{}", f.body);
    let made = f.post(&manager, "/accounts/new", &form).await;
    assert_eq!(code_of(&made.text).first(), Some(&"xinren8"), "{}", made.text);
}
