-- Cases on their way through offices, with letters, public notices and objections.

-- A region's own procedures; those of the whole country come with the program.
CREATE TABLE approval_procedure (
    kind TEXT NOT NULL,
    region BIGINT NOT NULL,        -- a division; 0 for everywhere
    valid_from DATE NOT NULL,
    data TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (kind, region, valid_from)
);

CREATE TABLE approval_case (
    home BIGINT NOT NULL,          -- that of the record it is about
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    body BLOB,
    person BLOB,
    division BIGINT NOT NULL,
    title TEXT NOT NULL,           -- a body's name; never a person's
    office BLOB NOT NULL,          -- whose turn it is, or whose it was
    post TEXT NOT NULL,            -- whose turn it is there; 'applicant', or 'none' once settled
    state TEXT NOT NULL,
    due_on DATE NOT NULL,          -- the last day in time; 9999-12-31 while nothing runs
    escalated_to BLOB,             -- the office above that was told that it is late
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    offices TEXT NOT NULL,         -- JSON: the office that took it in and those above
    procedure TEXT NOT NULL,       -- JSON: the procedure as it was when the case was opened
    progress TEXT NOT NULL,        -- JSON
    PRIMARY KEY (home, id)
);
CREATE INDEX approval_case_office ON approval_case (office, post, due_on, id);
CREATE INDEX approval_case_escalated ON approval_case (escalated_to, due_on, id);
CREATE INDEX approval_case_subject ON approval_case (home, subject);
CREATE INDEX approval_case_due ON approval_case (due_on, id);
CREATE INDEX approval_case_state ON approval_case (state, id);

-- What was done with a case, with the opinion or reason; added only.
CREATE TABLE approval_act (
    home BIGINT NOT NULL,
    case_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    act TEXT NOT NULL,             -- JSON
    actor TEXT NOT NULL,
    office BLOB,                   -- NULL for the applicant's
    at BIGINT NOT NULL,
    opinion TEXT NOT NULL,
    PRIMARY KEY (home, case_id, number)
);

CREATE TABLE approval_letter (
    home BIGINT NOT NULL,          -- the case's
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    act BIGINT NOT NULL,           -- the number of the act with which it went out
    kind TEXT NOT NULL,
    office BLOB NOT NULL,
    number TEXT NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL,            -- JSON: heading and paragraphs in both languages, as issued
    PRIMARY KEY (home, id)
);
CREATE INDEX approval_letter_case ON approval_letter (home, case_id, act);

CREATE TABLE approval_objection (
    home BIGINT NOT NULL,          -- the case's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    case_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    sealed BLOB NOT NULL,          -- who objects, how to reach them, and what they say
    upheld BOOLEAN,                -- NULL until it is answered
    answer TEXT,
    answered_by TEXT,
    answered_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX approval_objection_case ON approval_objection (home, case_id, at);
CREATE INDEX approval_objection_seal ON approval_objection (substr(sealed, 2, 2));

-- 机构备案申请: what a body asks for, before and while it is a case.
CREATE TABLE filing_application (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    authority BLOB NOT NULL,
    years BIGINT NOT NULL,
    scope TEXT NOT NULL,           -- JSON: occupations and levels
    papers TEXT NOT NULL,          -- JSON: what was handed in
    case_id BLOB,
    filing BLOB,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX filing_application_body ON filing_application (home, body);
CREATE INDEX filing_application_case ON filing_application (home, case_id);

-- The first day on which an ended filing counts no more; NULL for those ended before this was kept,
-- which count on no day.
ALTER TABLE filing ADD COLUMN ended_on DATE;
