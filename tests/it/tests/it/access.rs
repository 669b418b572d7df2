//! K12: accounts from invitation to lock-out, on both engines.

use crate::access_world::{Fixture, PASSWORD};
use access::{AccountQuery, Config, NewPost, OfficeRef, SignInStep, Standing};
use futures_util::FutureExt as _;
use kernel::{Assurance, PageRequest, Role, SystemActor};
use testkit::On;

testkit::both_engines! {
    an_official_is_invited_activates_and_signs_in;
    a_code_is_taken_once_and_two_at_once_win_once;
    an_unknown_login_is_answered_and_locked_like_a_known_one;
    guessing_from_one_address_ends;
    many_guesses_at_once_are_no_way_around_the_count;
    a_session_ends_when_idle_and_in_any_case;
    a_printed_code_works_once_and_in_its_time;
    a_lost_device_is_replaced_by_a_new_code;
    the_three_administrators_stay_apart;
    a_manager_looks_after_the_clerks_of_one_body;
    a_closed_account_opens_nothing;
    a_clerk_may_go_without_a_device_and_add_one;
    a_new_password_ends_all_sessions;
}

async fn an_official_is_invited_activates_and_signs_in(on: On) {
    let f = Fixture::new(on).await;
    let (id, device) = f.official("jingban", Role::Handler).await;
    let ticket = f.first_step("jingban").await;
    let session = f.access.sign_in_code(&f.anybody(), &ticket, &device.now(&f), "a").await.unwrap();
    assert!(session.two_factors);
    let token = session.token.expose();
    let found = f.access.actor_for_session(f.now(), token).await.unwrap().unwrap();
    assert_eq!((found.actor.account, found.actor.assurance), (id, Assurance::Two));
    assert_eq!(found.name, "示例甲");
    assert_eq!(found.offices, ["示范省人力资源和社会保障厅"]);
    assert_eq!(found.actor.posts[0].role, Role::Handler);
    assert!(f.access.actor_for_session(f.now(), "not a token").await.unwrap().is_none());
    f.access.sign_out(&f.anybody(), token).await.unwrap();
    assert!(f.access.actor_for_session(f.now(), token).await.unwrap().is_none());
    assert_eq!(
        f.column("SELECT kind AS c FROM fact WHERE kind LIKE 'access.%' ORDER BY seq, kind").await,
        ["access.account-invited", "access.post-granted", "access.account-activated"]
    );
    assert_eq!(
        f.column("SELECT action AS c FROM history WHERE kind = 'account' ORDER BY version").await,
        ["invite", "activate", "sign-in"]
    );
}

async fn a_code_is_taken_once_and_two_at_once_win_once(on: On) {
    let f = Fixture::new(on).await;
    let (_, device) = f.official("jingban", Role::Handler).await;
    let code = device.now(&f);
    let tickets = [f.first_step("jingban").await, f.first_step("jingban").await];
    let tries = tickets.clone().map(|ticket| {
        let (access, ctx, code) = (f.access.clone(), f.anybody(), code.clone());
        tokio::spawn(async move { access.sign_in_code(&ctx, &ticket, &code, "a").await })
    });
    let mut outcomes = Vec::new();
    for one in tries {
        outcomes.push(one.await.unwrap().map(|_| "in").unwrap_or_else(|problem| problem.code()));
    }
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["access-totp-wrong", "in"]);
    f.later(1);
    let again = f.access.sign_in_code(&f.anybody(), &tickets[0], &code, "a").await;
    assert_eq!(again.err().unwrap().code(), "access-totp-wrong", "used before");
    f.later(f.step());
    let next = device.now(&f);
    f.access.sign_in_code(&f.anybody(), &tickets[1], &next, "a").await.unwrap();
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM session").await, 2);
}

async fn an_unknown_login_is_answered_and_locked_like_a_known_one(on: On) {
    let f = Fixture::new(on).await;
    let (id, _) = f.official("jingban", Role::Handler).await;
    let mut answers = Vec::new();
    for login in ["jingban", "nobody"] {
        let mut codes = Vec::new();
        for _ in 0..7 {
            let wrong = f.access.sign_in(&f.anybody(), login, "not the password", "a").await;
            codes.push(wrong.err().unwrap().to_string());
        }
        answers.push(codes);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][4], "access-sign-in-wrong");
    let until = f.now().plus_seconds(900).in_china().format("%H:%M").to_string();
    assert_eq!(answers[0][5], format!("access-locked time={until}"));
    let right = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "b").await;
    assert_eq!(right.err().unwrap().code(), "access-locked", "the right password does not help");
    let console = f.ctx(SystemActor::Console);
    let card = f.access.account(&console, id).await.unwrap();
    assert_eq!(card.standing, Standing::Locked { until: f.now().plus_seconds(900) });
    f.later(901);
    f.first_step("jingban").await;
    let card = f.access.account(&f.ctx(SystemActor::Console), id).await.unwrap();
    assert_eq!(card.standing, Standing::Active { two_factors: true });
    assert_eq!(
        f.column("SELECT actor AS c FROM history WHERE action = 'lock'").await,
        ["anonymous"]
    );
}

async fn guessing_from_one_address_ends(on: On) {
    let f = Fixture::with(on, |config| config.address.most = 6).await;
    f.official("jingban", Role::Handler).await;
    for number in 0..6 {
        let login = format!("guess{number}");
        let wrong = f.access.sign_in(&f.anybody(), &login, "not the password", "a").await;
        assert_eq!(wrong.err().unwrap().code(), "access-sign-in-wrong");
    }
    let ended = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "a").await;
    assert_eq!(ended.err().unwrap().code(), "problem-too-many");
    let elsewhere = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "b").await;
    assert!(matches!(elsewhere, Ok(SignInStep::Code { .. })));
}

async fn many_guesses_at_once_are_no_way_around_the_count(on: On) {
    let f = Fixture::new(on).await;
    f.official("jingban", Role::Handler).await;
    let guesses: Vec<_> = (0..20)
        .map(|number| {
            let (access, ctx) = (f.access.clone(), f.anybody());
            let guess = format!("wrong guess {number}");
            tokio::spawn(async move { access.sign_in(&ctx, "jingban", &guess, "a").await })
        })
        .collect();
    let mut codes = Vec::new();
    for guess in guesses {
        codes.push(guess.await.unwrap().err().unwrap().code());
    }
    let compared = codes.iter().filter(|code| **code == "access-sign-in-wrong").count();
    let locked = codes.iter().filter(|code| **code == "access-locked").count();
    assert_eq!((compared, locked), (5, 15));
}

async fn a_session_ends_when_idle_and_in_any_case(on: On) {
    let f = Fixture::new(on).await;
    let (_, device) = f.official("jingban", Role::Handler).await;
    let config = Config::cheap(crate::world::profile());
    let token = f.sign_in("jingban", &device).await;
    let alive = async || f.access.actor_for_session(f.now(), &token).await.unwrap().is_some();
    f.later(config.session_idle_seconds - 1);
    assert!(alive().await, "used in time, and that counts as use");
    f.later(config.session_idle_seconds - 1);
    assert!(alive().await);
    f.later(config.session_idle_seconds);
    assert!(!alive().await, "idle");
    let token = f.sign_in("jingban", &device).await;
    let alive = async || f.access.actor_for_session(f.now(), &token).await.unwrap().is_some();
    for _ in 0..config.session_most_seconds / 1200 - 1 {
        f.later(1200);
        assert!(alive().await);
    }
    f.later(1200);
    assert!(!alive().await, "twelve hours");
    let swept = f.access.clean_up(&f.ctx(SystemActor::Jobs)).await.unwrap();
    assert_eq!(swept, 2);
    let refused = f.access.clean_up(&f.anybody()).await;
    assert_eq!(refused.unwrap_err().code(), "problem-sign-in");
    let wrong = f.access.sign_in(&f.anybody(), "jingban", "not the password", "a").await;
    assert!(wrong.is_err());
    f.later(3 * 86_400);
    assert_eq!(f.access.clean_up(&f.ctx(SystemActor::Jobs)).await.unwrap(), 0);
    // Counted attempts have one owner: the store.
    assert!(f.count("SELECT COUNT(*) AS n FROM throttle").await > 0);
    let jobs = f.ctx(SystemActor::Jobs);
    let gone = f.store.write(&jobs, None, |tx| store::housekeeping::clean_up(tx).boxed());
    assert!(gone.await.unwrap() > 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM throttle").await, 0);
}

async fn a_printed_code_works_once_and_in_its_time(on: On) {
    let f = Fixture::new(on).await;
    let late = f.invite("wandao", None).await;
    let slip = f.invite("jingban", None).await;
    let code = slip.code.expose().as_str();
    let activate = async |login: &str, code: &str, password: &str| {
        f.access.activate(&f.anybody(), login, code, password, "a").await
    };
    let refused = activate("jingban", code, "too short").await.err().unwrap();
    assert_eq!(refused.field_problems()[0].code, "access-password-short");
    let wrong = activate("jingban", late.code.expose(), PASSWORD).await;
    assert_eq!(wrong.err().unwrap().code(), "access-code-invalid");
    let unknown = activate("nobody", code, PASSWORD).await;
    assert_eq!(unknown.err().unwrap().code(), "access-code-invalid");
    let mut typed: Vec<char> = code.chars().collect();
    typed[0] = if typed[0] == '7' { '8' } else { '7' };
    let mistyped = activate("jingban", &typed.iter().collect::<String>(), PASSWORD).await;
    assert_eq!(mistyped.err().unwrap().code(), "access-code-mistyped");
    let setup = activate(" JINGBAN ", &code.to_lowercase(), PASSWORD).await.unwrap();
    assert!(setup.compulsory, "posts are still to come");
    let ticket = setup.ticket.expose();
    let without = f.access.confirm_activation(&f.anybody(), ticket, None).await;
    assert_eq!(without.unwrap_err().code(), "access-totp-needed");
    let wrong = f.access.confirm_activation(&f.anybody(), ticket, Some("000000x")).await;
    assert_eq!(wrong.unwrap_err().code(), "access-totp-wrong");
    let before = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "a").await;
    assert_eq!(before.err().unwrap().code(), "access-sign-in-wrong", "nothing is half active");
    let device = f.device(&setup);
    let first = device.now(&f);
    f.access.confirm_activation(&f.anybody(), ticket, Some(&first)).await.unwrap();
    let again = f.access.confirm_activation(&f.anybody(), ticket, Some(&first)).await;
    assert_eq!(again.unwrap_err().code(), "access-code-invalid", "used");
    f.later(7 * 86_400);
    let late = activate("wandao", late.code.expose(), PASSWORD).await;
    assert_eq!(late.err().unwrap().code(), "access-code-invalid", "too late");
}

async fn a_lost_device_is_replaced_by_a_new_code(on: On) {
    let f = Fixture::new(on).await;
    let (id, device) = f.official("jingban", Role::Handler).await;
    let token = f.sign_in("jingban", &device).await;
    let system = f.administrator("xitong", Role::SystemAdmin).await;
    let slip = f.access.new_code(&f.as_token(&system).await, None, id).await.unwrap();
    assert_eq!((slip.login.as_str(), slip.name.as_str()), ("jingban", "示例甲"));
    assert!(f.access.actor_for_session(f.now(), &token).await.unwrap().is_none());
    let old = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "a").await;
    assert_eq!(old.err().unwrap().code(), "access-sign-in-wrong", "the old password holds no more");
    let device = f.activate(&slip).await;
    f.later(f.step());
    f.sign_in("jingban", &device).await;
    let audit = f.administrator("shenji", Role::AuditAdmin).await;
    let no_post = f.access.new_code(&f.as_token(&audit).await, None, id).await;
    assert_eq!(no_post.err().unwrap().code(), "problem-no-post");
    let other = f.find("shenji").await;
    let refused = f.access.new_code(&f.as_token(&system).await, None, other).await;
    assert_eq!(refused.err().unwrap().code(), "problem-no-post", "never for an administrator");
    f.access.new_code(&f.ctx(SystemActor::Console), None, other).await.unwrap();
}

async fn the_three_administrators_stay_apart(on: On) {
    let f = Fixture::new(on).await;
    let system = f.administrator("xitong", Role::SystemAdmin).await;
    let security = f.administrator("anquan", Role::SecurityAdmin).await;
    let (system, security) = (f.as_token(&system).await, f.as_token(&security).await);
    let post = |role| NewPost {
        role,
        office: OfficeRef::Node,
        from_on: None,
        until_on: None,
        deputy_for: None,
    };
    let with_post = f.new_account("xinren", Some(post(Role::AuditAdmin)));
    let refused = f.access.invite(&system, None, with_post).await;
    assert_eq!(refused.err().unwrap().code(), "problem-no-post", "makes accounts, gives no posts");
    let slip = f.access.invite(&system, None, f.new_account("xinren", None)).await.unwrap();
    let refused = f.access.invite(&security, None, f.new_account("xinren2", None)).await;
    assert_eq!(refused.err().unwrap().code(), "problem-no-post", "gives posts, makes no accounts");
    let id = slip.account;
    let audit = f.access.grant_post(&security, None, id, post(Role::AuditAdmin)).await.unwrap();
    for role in [Role::SystemAdmin, Role::SecurityAdmin] {
        let two = f.access.grant_post(&security, None, id, post(role)).await;
        assert_eq!(two.unwrap_err().code(), "access-three-administrators");
    }
    let refused = f.access.grant_post(&system, None, id, post(Role::AuditAdmin)).await;
    assert_eq!(refused.unwrap_err().code(), "problem-no-post");
    let own = security.actor.account().unwrap().account;
    let refused = f.access.grant_post(&security, None, own, post(Role::SecurityAdmin)).await;
    assert_eq!(refused.unwrap_err().code(), "access-own-account");
    let wrong = NewPost { office: OfficeRef::Authority(f.authority), ..post(Role::SystemAdmin) };
    let wrong = f.access.grant_post(&security, None, id, wrong).await;
    assert_eq!(wrong.unwrap_err().code(), "access-post-office");
    f.access.end_post(&security, None, audit, None).await.unwrap();
    f.access.grant_post(&security, None, id, post(Role::SystemAdmin)).await.unwrap();
    let again = f.access.end_post(&security, None, audit, None).await;
    assert_eq!(again.unwrap_err().code(), "access-post-ended");
}

async fn a_manager_looks_after_the_clerks_of_one_body(on: On) {
    let f = Fixture::new(on).await;
    let [here, there] = [f.body(1).await, f.body(2).await];
    let manager = f.staff("fuzeren", Role::BodyManager, here).await;
    let manager = f.as_token(&manager).await;
    let post = |role, body| NewPost {
        role,
        office: OfficeRef::Body(body),
        from_on: None,
        until_on: None,
        deputy_for: None,
    };
    let clerk = f.new_account("kaowu", Some(post(Role::BodyClerk, here)));
    let clerk = f.access.invite(&manager, None, clerk).await.unwrap().account;
    let elsewhere = f.new_account("kaowu2", Some(post(Role::BodyClerk, there)));
    let refused = f.access.invite(&manager, None, elsewhere).await;
    assert_eq!(refused.err().unwrap().code(), "problem-not-found");
    let issuer = f.new_account("qianfa", Some(post(Role::BodyIssuer, here)));
    let refused = f.access.invite(&manager, None, issuer).await;
    assert_eq!(refused.err().unwrap().code(), "problem-no-post", "makes no issuer");
    let taken = f.new_account("KAOWU", Some(post(Role::BodyClerk, here)));
    let taken = f.access.invite(&manager, None, taken).await;
    assert_eq!(taken.err().unwrap().code(), "access-login-taken");
    f.staff("waiji", Role::BodyClerk, there).await;
    let other = f.find("waiji").await;
    for refused in [
        f.access.account(&manager, other).await.err(),
        f.access.new_code(&manager, None, other).await.err(),
        f.access.close_account(&manager, None, other).await.err(),
        f.access.end_sessions(&manager, other).await.err(),
        f.access.api_keys(&manager, other).await.err(),
        f.access.grant_post(&manager, None, other, post(Role::BodyClerk, here)).await.err(),
    ] {
        assert_eq!(refused.unwrap().code(), "problem-not-found");
    }
    let (all, first) = (AccountQuery::default(), PageRequest::default());
    let seen = f.access.accounts(&manager, &all, &first).await.unwrap();
    let seen: Vec<_> = seen.items.into_iter().filter_map(|account| account.login).collect();
    assert_eq!(seen, ["kaowu", "fuzeren"]);
    f.access.new_code(&manager, None, clerk).await.unwrap();
    let security = f.administrator("anquan", Role::SecurityAdmin).await;
    let security = f.as_token(&security).await;
    f.access.grant_post(&security, None, clerk, post(Role::BodyClerk, there)).await.unwrap();
    f.access.account(&manager, clerk).await.unwrap();
    let refused = f.access.new_code(&manager, None, clerk).await;
    assert_eq!(refused.err().unwrap().code(), "problem-not-found", "could act for the other body");
}

async fn a_closed_account_opens_nothing(on: On) {
    let f = Fixture::new(on).await;
    let (id, device) = f.official("jingban", Role::Handler).await;
    let token = f.sign_in("jingban", &device).await;
    let console = f.ctx(SystemActor::Console);
    f.access.close_account(&console, None, id).await.unwrap();
    assert!(f.access.actor_for_session(f.now(), &token).await.unwrap().is_none());
    let refused = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "a").await;
    assert_eq!(refused.err().unwrap().code(), "access-sign-in-wrong");
    let again = f.access.close_account(&console, None, id).await;
    assert_eq!(again.unwrap_err().code(), "access-closed");
    let card = f.access.account(&console, id).await.unwrap();
    assert_eq!(card.standing, Standing::Closed);
    assert_eq!(card.posts[0].post.until_on, Some(f.now().civil_date()));
    let code = f.access.new_code(&console, None, id).await;
    assert_eq!(code.err().unwrap().code(), "access-closed");
}

async fn a_clerk_may_go_without_a_device_and_add_one(on: On) {
    let f = Fixture::new(on).await;
    let body = f.body(1).await;
    let post = NewPost {
        role: Role::BodyClerk,
        office: OfficeRef::Body(body),
        from_on: None,
        until_on: None,
        deputy_for: None,
    };
    let slip = f.invite("kaowu", Some(post)).await;
    let code = slip.code.expose();
    let setup = f.access.activate(&f.anybody(), "kaowu", code, PASSWORD, "a").await.unwrap();
    assert!(!setup.compulsory);
    f.access.confirm_activation(&f.anybody(), setup.ticket.expose(), None).await.unwrap();
    let step = f.access.sign_in(&f.anybody(), "kaowu", PASSWORD, "a").await.unwrap();
    let SignInStep::Done(session) = step else { panic!("no code asked for") };
    assert!(!session.two_factors);
    let me = f.as_token(session.token.expose()).await;
    assert_eq!(me.actor.account().unwrap().assurance, Assurance::One);
    let expires_on = f.now().civil_date();
    let key = f.access.make_api_key(&me, None, "上传成绩".into(), expires_on).await;
    assert_eq!(key.err().unwrap().code(), "problem-two-factors");
    let setup = f.access.set_up_codes(&me).await.unwrap();
    let shown = f.access.code_setup(f.now(), setup.ticket.expose()).unwrap();
    assert_eq!(shown.typed.expose(), setup.typed.expose());
    let device = f.device(&setup);
    f.access.confirm_codes(&me, setup.ticket.expose(), &device.now(&f)).await.unwrap();
    let ended = f.access.actor_for_session(f.now(), session.token.expose()).await.unwrap();
    assert!(ended.is_none());
    f.later(f.step());
    f.sign_in("kaowu", &device).await;
}

async fn a_new_password_ends_all_sessions(on: On) {
    let f = Fixture::new(on).await;
    let (_, device) = f.official("jingban", Role::Handler).await;
    let token = f.sign_in("jingban", &device).await;
    let me = f.as_token(&token).await;
    let wrong = f.access.change_password(&me, "not the password", "榫卯斗拱规矩绳墨刨花明露").await;
    assert_eq!(wrong.unwrap_err().code(), "access-sign-in-wrong");
    f.access.change_password(&me, PASSWORD, "榫卯斗拱规矩绳墨刨花明露").await.unwrap();
    assert!(f.access.actor_for_session(f.now(), &token).await.unwrap().is_none());
    let old = f.access.sign_in(&f.anybody(), "jingban", PASSWORD, "a").await;
    assert_eq!(old.err().unwrap().code(), "access-sign-in-wrong");
    let new = f.access.sign_in(&f.anybody(), "jingban", "榫卯斗拱规矩绳墨刨花明露", "a").await;
    assert!(matches!(new, Ok(SignInStep::Code { .. })));
}
