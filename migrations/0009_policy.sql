-- The policy library: documents with their succession, plans with measures and targets, and the
-- tasks of authorities under them.

CREATE TABLE policy_document (
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    doc_key TEXT NOT NULL,         -- stable across installations for what ships with the program
    number TEXT NOT NULL,          -- 文号; empty when the issuer gave none
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    issuer BLOB,                   -- an authority of the system
    issuer_name TEXT NOT NULL,     -- as it was called when the document was entered
    issuer_name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    division BIGINT,               -- where it holds; nothing for the whole country
    issued_on DATE NOT NULL,
    issued_to TEXT NOT NULL,       -- how exactly that is known: day, month, year
    in_force_on DATE NOT NULL,
    ends_on DATE,                  -- the last day it names itself
    state TEXT NOT NULL CHECK (state IN ('draft', 'refused', 'in_force', 'superseded', 'repealed')),
    state_from DATE,               -- the first day without it, once superseded or repealed
    decided_by TEXT,
    successor BLOB,
    reason TEXT,
    summary TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    confidence TEXT NOT NULL,
    source TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX policy_document_issued ON policy_document (issued_on, id);
CREATE INDEX policy_document_key ON policy_document (doc_key);

-- What a document does to earlier ones.
CREATE TABLE policy_relation (
    document BLOB NOT NULL,
    target BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('replaces', 'replaces_partly', 'amends')),
    PRIMARY KEY (document, target)
);
CREATE INDEX policy_relation_target ON policy_relation (target);

CREATE TABLE policy_plan (
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    document BLOB NOT NULL,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    from_year BIGINT NOT NULL,
    until_year BIGINT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX policy_plan_document ON policy_plan (document);

CREATE TABLE policy_action (
    plan BLOB NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    PRIMARY KEY (plan, number)
);

CREATE TABLE policy_measure (
    plan BLOB NOT NULL,
    number BIGINT NOT NULL,        -- counted through the whole plan, as officials quote it
    action BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    PRIMARY KEY (plan, number)
);

CREATE TABLE policy_target (
    plan BLOB NOT NULL,
    number BIGINT NOT NULL,
    measure BIGINT,                -- nothing for a target of the whole plan
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    indicator TEXT NOT NULL,
    value BIGINT NOT NULL,         -- hundredths
    upper BIGINT,                  -- hundredths; the end of a range
    unit TEXT NOT NULL,
    baseline BIGINT,               -- hundredths
    by_year BIGINT NOT NULL,
    confidence TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (plan, number)
);

CREATE TABLE policy_task (
    home BIGINT NOT NULL,          -- the lead authority's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    plan BLOB NOT NULL,
    measure BIGINT NOT NULL,
    title TEXT NOT NULL,
    lead_office BLOB NOT NULL,
    starts_on DATE NOT NULL,
    indicator TEXT,                -- its own target, where it has one
    value BIGINT,
    unit TEXT,
    baseline BIGINT,
    by_year BIGINT,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX policy_task_plan ON policy_task (plan);

-- Every authority that works on a task, the lead among them.
CREATE TABLE policy_task_office (
    home BIGINT NOT NULL,
    task BLOB NOT NULL,
    office BLOB NOT NULL,
    PRIMARY KEY (home, task, office)
);
CREATE INDEX policy_task_office_office ON policy_task_office (office);

CREATE TABLE policy_milestone (
    home BIGINT NOT NULL,
    task BLOB NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    due_on DATE NOT NULL,
    PRIMARY KEY (home, task, number)
);

-- What an office reported about a milestone, with its evidence, and what the lead said to it.
CREATE TABLE policy_report (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    task BLOB NOT NULL,
    milestone BIGINT NOT NULL,
    office BLOB NOT NULL,
    text TEXT NOT NULL,
    reference TEXT NOT NULL,
    value BIGINT,                  -- hundredths
    state TEXT NOT NULL CHECK (state IN ('reported', 'accepted', 'returned')),
    reported_by TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    reason TEXT,
    PRIMARY KEY (home, id)
);
CREATE INDEX policy_report_task ON policy_report (home, task);
