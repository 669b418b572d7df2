-- Files, imports of results, runs and candidates.

CREATE TABLE blob_file (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest BLOB NOT NULL,          -- of the content, keyed
    sealed_key BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);

CREATE TABLE blob_chunk (
    home BIGINT NOT NULL,
    blob BLOB NOT NULL,
    number BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (home, blob, number)
);

CREATE TABLE import (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    template TEXT NOT NULL,
    file BLOB NOT NULL,
    file_name TEXT NOT NULL,
    keep_good BOOLEAN NOT NULL,
    next_row BIGINT NOT NULL,      -- how far the present phase has come
    rows_total BIGINT NOT NULL,
    rows_good BIGINT NOT NULL,
    rows_bad BIGINT NOT NULL,
    rows_known BIGINT NOT NULL,    -- already there: repeating a file changes nothing
    people_new BIGINT NOT NULL,
    report BLOB,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX import_body ON import (home, body, created_at);

-- What is wrong with a row. Values may be personal data, so they are sealed.
CREATE TABLE import_finding (
    home BIGINT NOT NULL,
    import BLOB NOT NULL,
    row_number BIGINT NOT NULL,
    position BIGINT NOT NULL,      -- several findings in one row
    column_name TEXT NOT NULL,
    code TEXT NOT NULL,
    sealed BLOB NOT NULL,          -- the value and the arguments of the text
    PRIMARY KEY (home, import, row_number, position)
);

-- Results of one body for one occupation, level and exam day, released together.
CREATE TABLE run (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    filing BLOB NOT NULL,
    occupation BIGINT NOT NULL,
    level TEXT NOT NULL,
    exam_on DATE NOT NULL,
    rule TEXT NOT NULL,
    state TEXT NOT NULL,
    candidates BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    prepared_by TEXT NOT NULL,
    released_by TEXT,
    created_at BIGINT NOT NULL,
    released_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX run_open ON run (home, body, occupation, level, exam_on, id);
CREATE INDEX run_body ON run (home, body, created_at);

CREATE TABLE candidate (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    run BLOB NOT NULL,
    import BLOB NOT NULL,
    row_number BIGINT NOT NULL,
    person BLOB NOT NULL,
    occupation BIGINT NOT NULL,
    variant TEXT,                  -- 工种 / 职业方向
    level TEXT NOT NULL,
    exam_on DATE NOT NULL,
    parts TEXT NOT NULL,           -- JSON: what each part gave
    decision TEXT NOT NULL,        -- JSON: the structured decision
    passed BOOLEAN NOT NULL,
    certificate BLOB,
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX candidate_once ON candidate (home, body, person, occupation, level, exam_on);
CREATE INDEX candidate_run ON candidate (home, run, id);
