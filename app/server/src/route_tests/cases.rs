//! One case for each route that is not public: what it is asked about, and with what.

/// What a request is about: whose it is decides who may send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A list, a form or a search. Whoever holds a post for it anywhere sees their own.
    Nothing,
    /// The record of whoever asks.
    Own,
    Body,
    Import,
    Run,
    Certificate,
    /// A key of the body that waits for a second person.
    NewKey,
    /// The key with which the body signs.
    KeyInUse,
    Person,
    /// The division of the body, for something new there.
    Place,
    /// A filing of the body.
    Filing,
    /// The account of a clerk of the body.
    Account,
    /// The API key of a clerk of the body.
    ApiKey,
    Job,
    /// An application of the body that has not been handed in.
    Draft,
    /// One that has, whose case is under public notice.
    Applied,
    /// That case.
    Case,
    /// A letter of that case.
    Letter,
    /// An authority of the register.
    Authority,
    /// Two records that may be of one person.
    Pair,
    /// A request of the worker to correct their record.
    Correction,
    /// The same, for whoever asked.
    OwnCorrection,
    /// A link by which the worker shares their archive.
    OwnShare,
    /// A policy document of the place that waits for its second reader.
    Unread,
    /// One that holds there.
    Policy,
    /// A plan of the province of the place.
    Plan,
    /// A task that the officials' office leads.
    Task,
    /// The officials' office itself.
    Office,
    /// A statistical return of the officials' office, the highest of all.
    Return,
    /// A selection round of the officials' office.
    Round,
    /// An entry of the body to such a round.
    Entry,
    /// A designation of the body that the office gave.
    Designation,
    /// A proposal of the body that has not been handed in.
    DraftProposal,
    /// One that has, and is under consultation.
    Proposal,
    /// The round of the officials' office that is under consultation.
    Adjustment,
}

/// What a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Form(&'static str),
    Json(&'static str),
    /// A spreadsheet in a form.
    Upload,
    /// A spreadsheet by itself.
    File,
}

/// A route of the table with everything that a good request to it needs. `{…}` in path, query and
/// body stands for what the scene has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub method: &'static str,
    pub path: &'static str,
    pub query: &'static str,
    pub of: Of,
    pub sent: Sent,
    /// The action that decides, where the route's own is only who may come.
    pub decided_by: Option<&'static str>,
}

impl Case {
    const fn asking(self, query: &'static str) -> Case {
        Case { query, ..self }
    }

    const fn decided_by(self, code: &'static str) -> Case {
        Case { decided_by: Some(code), ..self }
    }
}

const fn get(path: &'static str, of: Of) -> Case {
    Case { method: "GET", path, query: "", of, sent: Sent::Nothing, decided_by: None }
}

const fn post(path: &'static str, of: Of, sent: Sent) -> Case {
    Case { method: "POST", path, query: "", of, sent, decided_by: None }
}

const OF_BODY: &str = "?body={body}";
const STATUS: &str = r#"{"step":"suspend","public_reason":"other","grounds":"x"}"#;
const FILL: &str = "version=1&18-month=1&reason=x";
const POST: &str = "role=body_clerk&office=body:{body}";
const NEW_BODY: &str = "name=示例新评价中心&uscc={uscc}&kind=social_evaluation_body\
    &place={division}&address=示例路9号&contact=0770-12009999";
const NEW_BODY_JSON: &str = r#"{"kind":"employer","name":"示例新企业","uscc":"{uscc2}",
    "division":"{division}","address":"示例路9号","contact":"0770-12009999"}"#;
const PROPOSAL: &str = "body={body}&round={open-round}&version=1&kind=occupation\
    &group=4-04-05-00&names=示例新职业&definition=x&tasks=x&reason=x&workers=6000&attachments=x";
const NEW_SITE: &str =
    "name=示例楼&place={division}&address=示例路9号&capacity=20&opened_on=2026-11-01";
const NEW_AUTHORITY: &str = "name=示例新局&kind=finance&place={division}&territory={division}\
    &functions=subsidies&basis=x&version=1";
const FILING: &str = "code=S000077900001&valid_from=2026-11-01&valid_until=2029-10-31\
    &authority={authority}&chosen=6-31-01-03&levels-6-31-01-03=level4";
const FILING_JSON: &str = r#"{"authority":"{authority}","code":"S000077900002",
    "valid_from":"2026-11-01","valid_until":"2029-10-31",
    "scope":[{"occupation":"6-31-01-03","level":"level4"}]}"#;
const LICENCE: &str = "kind=licence&authority={authority}&number=示例8&scope=enrol\
    &valid_from=2026-11-01&valid_until=2029-10-31";
const LICENCE_JSON: &str = r#"{"authority":"{authority}","kind":"licence","number":"示例9",
    "valid_from":"2026-11-01","valid_until":"2029-10-31","scope":[{"act":"enrol"}]}"#;
const STEP_JSON: &str = r#"{"step":{"step":"suspend"},"reason":"x"}"#;
const EXTEND: &str = r#"{"version":1,"act":{"act":"extend"},"opinion":"x"}"#;
const SUSPEND: &str = r#"{"step":"suspend","reason":"x"}"#;
const APPLICATION: &str = "body={body}&authority={office}&years=3&chosen=6-31-01-03\
    &levels-6-31-01-03=level4&version=1";
const ANSWER: &str = "/cases/{id}/objections/{objection}";
const PAIR_ACT: &str = r#"{"version":1,"act":"confirm"}"#;
const ASSIGN: &str = r#"{"facts":[[1,1,1]],"to":"{person}"}"#;
const REQUEST: &str = r#"{"field":"phone","value":"12000009998","reason":"x"}"#;
const SHARE: &str = r#"{"purpose":"x","days":7,"views":3}"#;
const DECISION: &str = r#"{"version":1,"accept":false,"answer":"x"}"#;
const SEARCH: &str = "purpose=audit&name=示例甲&born=1990-03-05";

pub(super) const CASES: &[Case] = &[
    get("/tasks", Of::Nothing),
    get("/account", Of::Nothing),
    post("/account/password", Of::Nothing, Sent::Form("old=x&new=y&again=y")),
    post("/account/codes", Of::Nothing, Sent::Form("")),
    post("/account/codes/confirm", Of::Nothing, Sent::Form("skip=1")),
    post("/account/keys", Of::Nothing, Sent::Form("label=x&expires_on=2026-12-01")),
    post("/account/sessions", Of::Nothing, Sent::Form("")),
    get("/archive", Of::Own),
    get("/archive/looks", Of::Own),
    get("/archive/certificates/{id}", Of::Certificate),
    get("/archive/certificates/{id}/{file}", Of::Certificate),
    get("/certificates/{id}", Of::Certificate),
    get("/certificates/{id}/{file}", Of::Certificate),
    get("/people", Of::Nothing),
    post("/people", Of::Nothing, Sent::Form(SEARCH)),
    get("/people/{id}", Of::Person).asking("?purpose=audit"),
    get("/people/{id}/account", Of::Person),
    post("/people/{id}/account", Of::Person, Sent::Form("login=xinren2")),
    get("/oversight/authorities/new", Of::Nothing),
    post("/oversight/authorities/new", Of::Nothing, Sent::Form(NEW_AUTHORITY)),
    get("/oversight/authorities/{id}/change", Of::Authority),
    post("/oversight/authorities/{id}/change", Of::Authority, Sent::Form(NEW_AUTHORITY)),
    get("/oversight/authorities/{id}/end", Of::Authority),
    post(
        "/oversight/authorities/{id}/end",
        Of::Authority,
        Sent::Form("on=2026-11-24&basis=x&version=1"),
    ),
    get("/duplicates", Of::Nothing),
    get("/duplicates/{id}", Of::Pair),
    post("/duplicates/{id}/propose", Of::Pair, Sent::Form("verdict=distinct&version=1&reason=")),
    post("/duplicates/{id}/decide", Of::Pair, Sent::Form("decision=back&version=1&reason=x")),
    post("/duplicates/{id}/assign", Of::Pair, Sent::Form("to=first&fact=1-1-1")),
    get("/api/v1/duplicates", Of::Nothing),
    get("/api/v1/duplicates/{id}", Of::Pair),
    post("/api/v1/duplicates/{id}/acts", Of::Pair, Sent::Json(PAIR_ACT))
        .decided_by("people.duplicate.confirm"),
    post("/api/v1/duplicates/{id}/assign", Of::Pair, Sent::Json(ASSIGN)),
    get("/archive/corrections", Of::Own),
    post("/archive/corrections", Of::Own, Sent::Form("field=phone&value=12000009999&reason=x")),
    post("/archive/corrections/{id}/withdraw", Of::OwnCorrection, Sent::Form("")),
    get("/archive/print", Of::Own),
    get("/archive/shares", Of::Own),
    post("/archive/shares", Of::Own, Sent::Form("purpose=x&days=7&views=3")),
    post("/archive/shares/{id}/end", Of::OwnShare, Sent::Form("")),
    get("/api/v1/archive/whole", Of::Own),
    get("/api/v1/archive/shares", Of::Own),
    post("/api/v1/archive/shares", Of::Own, Sent::Json(SHARE)),
    post("/api/v1/archive/shares/end", Of::OwnShare, Sent::Json(r#"{"id":"{id}"}"#)),
    get("/corrections", Of::Nothing),
    get("/corrections/{id}", Of::Correction),
    post("/corrections/{id}", Of::Correction, Sent::Form("decision=refuse&version=1&answer=x")),
    get("/api/v1/archive/corrections", Of::Own),
    post("/api/v1/archive/corrections", Of::Own, Sent::Json(REQUEST)),
    get("/api/v1/corrections", Of::Nothing),
    post("/api/v1/corrections/{id}", Of::Correction, Sent::Json(DECISION)),
    get("/oversight/bodies", Of::Nothing),
    get("/oversight/bodies/new", Of::Nothing),
    post("/oversight/bodies/new", Of::Nothing, Sent::Form(NEW_BODY)),
    get("/oversight/bodies/{id}", Of::Body),
    get("/oversight/bodies/{id}/change/{what}", Of::Body),
    post(
        "/oversight/bodies/{id}/change/{what}",
        Of::Body,
        Sent::Form("name=示例更名中心&reason=x"),
    ),
    get("/oversight/bodies/{id}/sites/new", Of::Body),
    post("/oversight/bodies/{id}/sites/new", Of::Body, Sent::Form(NEW_SITE)),
    get("/oversight/bodies/{id}/sites/{site}/close", Of::Body),
    post("/oversight/bodies/{id}/sites/{site}/close", Of::Body, Sent::Form("reason=x")),
    get("/oversight/bodies/{id}/filings/new", Of::Body),
    post("/oversight/bodies/{id}/filings/new", Of::Body, Sent::Form(FILING)),
    get("/cases", Of::Nothing),
    post("/cases", Of::Nothing, Sent::Form("case={case}/1&act=propose")),
    get("/cases/{id}", Of::Case),
    get("/cases/{id}/papers/{key}", Of::Case),
    post("/cases/{id}", Of::Case, Sent::Form("act=extend&version=1&opinion=x")),
    post(ANSWER, Of::Case, Sent::Form("upheld=no&answer=x")),
    get("/letters/{id}", Of::Letter),
    get("/library", Of::Nothing),
    get("/library/new", Of::Nothing),
    post("/library/new", Of::Nothing, Sent::Form("title=x")),
    get("/policies/{id}/confirm", Of::Unread),
    post("/policies/{id}/confirm", Of::Unread, Sent::Form("decision=confirm")),
    get("/policies/{id}/repeal", Of::Policy),
    get("/plans/tasks", Of::Nothing),
    get("/returns", Of::Nothing),
    get("/returns/overview", Of::Nothing),
    post("/returns/begin/{authority}/{form}/{month}", Of::Office, Sent::Form("")),
    get("/returns/{id}", Of::Return),
    get("/returns/{id}/return.xlsx", Of::Return),
    get("/returns/{id}/trail", Of::Return),
    get("/returns/{id}/fill", Of::Return),
    post("/returns/{id}/fill", Of::Return, Sent::Form(FILL)),
    post("/returns/{id}/refill", Of::Return, Sent::Form("version=1")),
    get("/returns/{id}/submit", Of::Return),
    post("/returns/{id}/submit", Of::Return, Sent::Form("version=1&note=x")),
    get("/returns/{id}/decide", Of::Return),
    post("/returns/{id}/decide", Of::Return, Sent::Form("version=1&decision=accept")),
    get("/returns/{id}/reopen", Of::Return),
    post("/returns/{id}/reopen", Of::Return, Sent::Form("version=1&reason=x")),
    get("/api/v1/returns", Of::Nothing),
    get("/api/v1/returns/{id}", Of::Return),
    get("/plans/tasks/{id}", Of::Task),
    post("/plans/tasks/{id}/reports", Of::Task, Sent::Form("milestone=2&text=x")),
    get("/plans/tasks/{id}/reports/{report}", Of::Task),
    post("/plans/tasks/{id}/reports/{report}", Of::Task, Sent::Form("decision=accept")),
    get("/plans/{id}/tasks/new", Of::Plan),
    post("/plans/{id}/tasks/new", Of::Plan, Sent::Form("title=x")),
    post("/policies/{id}/repeal", Of::Policy, Sent::Form("from=2027-01-01&reason=x")),
    get("/designations/mine", Of::Body).asking(OF_BODY),
    post("/designations/mine", Of::Body, Sent::Form("body={body}&round={round}")),
    get("/designations/held/{id}/plate.pdf", Of::Designation),
    post("/designations/held/{id}/assess", Of::Designation, Sent::Form("version=1&year=x")),
    post("/designations/held/{id}/leave", Of::Designation, Sent::Form("version=1&reason=x")),
    post("/designations/held/{id}/end", Of::Designation, Sent::Form("version=1&decision=drop")),
    get("/designations/entries/{id}", Of::Entry),
    post("/designations/entries/{id}", Of::Entry, Sent::Form("version=1&send=save")),
    post("/designations/entries/{id}/evidence", Of::Entry, Sent::Upload),
    get("/designations/entries/{id}/evidence/{indicator}", Of::Entry),
    post("/designations/entries/{id}/check", Of::Entry, Sent::Form("version=1&check=admit")),
    post("/designations/entries/{id}/sheets", Of::Entry, Sent::Form("version=1&expert=E01")),
    get("/designations/office", Of::Nothing),
    get("/designations/office/new", Of::Nothing),
    post("/designations/office/new", Of::Nothing, Sent::Form("title=x")),
    get("/designations/office/{id}", Of::Round),
    post("/designations/office/{id}", Of::Round, Sent::Form("version=1&step=close")),
    post("/designations/office/{id}/draw", Of::Round, Sent::Form("version=1&seed=7")),
    get("/rounds", Of::Nothing),
    get("/rounds/new", Of::Nothing),
    post("/rounds/new", Of::Nothing, Sent::Form("title=x")),
    get("/rounds/{id}", Of::Adjustment),
    post("/rounds/{id}", Of::Adjustment, Sent::Form("version=1&step=consult"))
        .decided_by("classification.adjustment.handle"),
    post(
        "/rounds/{id}/comments/{comment}",
        Of::Adjustment,
        Sent::Form("summary=x&adopted=yes&answer=x"),
    ),
    get("/proposals", Of::Body).asking(OF_BODY),
    get("/proposals/new", Of::Body).asking("?body={body}&round={open-round}"),
    post("/proposals/new", Of::Body, Sent::Form(PROPOSAL)),
    get("/proposals/{id}", Of::Proposal),
    get("/proposals/{id}/change", Of::DraftProposal),
    post("/proposals/{id}/change", Of::DraftProposal, Sent::Form(PROPOSAL)),
    post("/proposals/{id}/hand-in", Of::DraftProposal, Sent::Form("version=1")),
    post("/proposals/{id}/recall", Of::Proposal, Sent::Form("reason=x")),
    get("/applications", Of::Body).asking(OF_BODY),
    get("/applications/new", Of::Body).asking(OF_BODY),
    post("/applications/new", Of::Body, Sent::Form(APPLICATION)),
    get("/applications/{id}", Of::Applied),
    get("/applications/{id}/papers/{key}", Of::Applied),
    get("/applications/{id}/change", Of::Draft),
    post("/applications/{id}/change", Of::Draft, Sent::Form(APPLICATION)),
    post("/applications/{id}/papers", Of::Draft, Sent::Upload),
    post("/applications/{id}/hand-in", Of::Draft, Sent::Form("version=1")),
    get("/applications/{id}/recall", Of::Applied),
    post("/applications/{id}/recall", Of::Applied, Sent::Form("reason=x")),
    get("/jobs", Of::Nothing),
    post("/jobs/{id}/retry", Of::Job, Sent::Form("")),
    get("/accounts", Of::Nothing),
    get("/accounts/new", Of::Nothing),
    post("/accounts/new", Of::Nothing, Sent::Form("name=示例新人&login=xinren")),
    get("/accounts/{id}", Of::Account),
    post("/accounts/{id}/posts", Of::Account, Sent::Form(POST)),
    post("/accounts/{id}/slip", Of::Account, Sent::Form("")),
    post("/accounts/{id}/posts/{post}/end", Of::Account, Sent::Form("")),
    get("/accounts/{id}/close", Of::Account),
    post("/accounts/{id}/close", Of::Account, Sent::Form("")),
    get("/audit", Of::Nothing),
    get("/audit/looks", Of::Nothing),
    get("/imports", Of::Body).asking(OF_BODY),
    post("/imports", Of::Body, Sent::Upload),
    get("/imports/new", Of::Body).asking(OF_BODY),
    get("/imports/templates/{file}", Of::Nothing),
    get("/imports/{id}", Of::Import),
    get("/imports/{id}/report.xlsx", Of::Import),
    post("/imports/{id}/cancel", Of::Import, Sent::Form("")),
    post("/imports/{id}/settle", Of::Import, Sent::Form("")),
    get("/runs", Of::Body).asking(OF_BODY),
    get("/runs/{id}", Of::Run),
    post("/runs/{id}/withdraw", Of::Run, Sent::Form("reason=x")).asking("?withdraw={candidate}"),
    post("/runs/{id}/release", Of::Run, Sent::Form("")),
    get("/certificates", Of::Body).asking(OF_BODY),
    post(
        "/certificates/{id}/status",
        Of::Certificate,
        Sent::Form("step=suspend&why=other&reason=x"),
    ),
    get("/keys", Of::Body).asking(OF_BODY),
    post("/keys", Of::Body, Sent::Form("body={body}")),
    get("/keys/{id}/retire", Of::KeyInUse),
    get("/keys/{id}/compromise", Of::KeyInUse),
    post("/keys/{id}/confirm", Of::NewKey, Sent::Form("")),
    post("/keys/{id}/refuse", Of::NewKey, Sent::Form("")),
    post("/keys/{id}/retire", Of::KeyInUse, Sent::Form("")),
    post("/keys/{id}/compromise", Of::KeyInUse, Sent::Form("")),
    get("/api/v1/archive", Of::Own),
    get("/api/v1/archive/looks", Of::Own),
    get("/api/v1/bodies/{id}/certificates", Of::Body),
    get("/api/v1/certificates/{id}", Of::Certificate),
    post("/api/v1/certificates/{id}/status", Of::Certificate, Sent::Json(STATUS)),
    post("/api/v1/bodies/{id}/imports", Of::Body, Sent::File).asking("?name=a.csv"),
    get("/api/v1/imports/{id}", Of::Import),
    get("/api/v1/imports/{id}/findings", Of::Import),
    get("/api/v1/imports/{id}/report.xlsx", Of::Import),
    get("/api/v1/bodies/{id}/runs", Of::Body),
    get("/api/v1/runs/{id}", Of::Run),
    get("/api/v1/runs/{id}/candidates", Of::Run).asking("?purpose=audit"),
    post("/api/v1/runs/{id}/release", Of::Run, Sent::Json("{}")),
    post(
        "/api/v1/people/search",
        Of::Nothing,
        Sent::Json(r#"{"name":"示例甲","birth_on":"1990-03-05","purpose":"audit"}"#),
    ),
    get("/api/v1/cases", Of::Nothing),
    get("/api/v1/cases/{id}", Of::Case),
    post("/api/v1/cases/{id}/acts", Of::Case, Sent::Json(EXTEND)),
    get("/api/v1/oversight/bodies", Of::Nothing),
    post("/api/v1/oversight/bodies", Of::Place, Sent::Json(NEW_BODY_JSON)),
    post("/api/v1/oversight/bodies/{id}/filings", Of::Body, Sent::Json(FILING_JSON)),
    get("/oversight/filings/{id}/{step}", Of::Filing),
    get("/oversight/instruments/{id}/{step}", Of::Filing),
    post("/oversight/filings/{id}/{step}", Of::Filing, Sent::Form("reason=x")),
    post("/api/v1/oversight/filings/{id}", Of::Filing, Sent::Json(SUSPEND)),
    get("/oversight/bodies/{id}/instruments/new", Of::Body),
    post("/oversight/bodies/{id}/instruments/new", Of::Body, Sent::Form(LICENCE)),
    get("/instruments", Of::Body).asking(OF_BODY),
    post("/oversight/instruments/{id}/{step}", Of::Filing, Sent::Form("reason=x")),
    post("/api/v1/oversight/bodies/{id}/instruments", Of::Body, Sent::Json(LICENCE_JSON)),
    post("/api/v1/oversight/instruments/{id}", Of::Filing, Sent::Json(STEP_JSON)),
    // Late: the worker cannot sign in afterwards.
    post("/people/{id}/account/code", Of::Person, Sent::Form("")),
    get("/people/{id}/account/close", Of::Person),
    post("/people/{id}/account/close", Of::Person, Sent::Form("")),
    // Last: the key does everything before.
    post("/account/keys/{id}/revoke", Of::ApiKey, Sent::Form("")).decided_by("access.key.revoke"),
];
