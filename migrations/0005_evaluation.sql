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
    outcome TEXT NOT NULL,         -- JSON: the state with what belongs to it
    template TEXT,                 -- as the header showed; unknown before the file was opened
    file BLOB,                     -- the upload; nothing once it is deleted
    sealed_name BLOB NOT NULL,     -- the file's name, which people make of names of people
    exam_on DATE,                  -- for rows that name no exam day
    keep_good BOOLEAN NOT NULL,
    lang TEXT NOT NULL,            -- of the report
    next_row BIGINT NOT NULL,      -- how far the present phase has come
    units_done BIGINT NOT NULL,    -- the same for showing only
    units_total BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    rows_bad BIGINT NOT NULL,
    rows_entered BIGINT NOT NULL,
    rows_known BIGINT NOT NULL,    -- already there: repeating a file changes nothing
    rows_passed BIGINT NOT NULL,
    people_new BIGINT NOT NULL,
    report BLOB,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX import_body ON import (home, body, id);

-- What is wrong with a row. Values may be personal data, so they are sealed.
CREATE TABLE import_finding (
    home BIGINT NOT NULL,
    import BLOB NOT NULL,
    row_number BIGINT NOT NULL,
    position BIGINT NOT NULL,      -- several findings in one row
    column_word TEXT NOT NULL,
    code TEXT NOT NULL,
    sealed BLOB NOT NULL,          -- the heading, the value and the arguments of the text
    PRIMARY KEY (home, import, row_number, position)
);

-- Results of one body for one occupation, level and exam day, released together.
CREATE TABLE run (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    occupation BIGINT NOT NULL,
    level TEXT NOT NULL,
    exam_on DATE NOT NULL,
    rule TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,         -- JSON: the state with what belongs to it
    prepared_by TEXT NOT NULL,     -- JSON: the accounts whose imports are in it
    candidates BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX run_body ON run (home, body, id);
CREATE INDEX run_open ON run (home, body, occupation, level, exam_on, state);

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
    standing BOOLEAN,              -- TRUE, or nothing once withdrawn: then another may stand
    certificate BLOB,
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX candidate_once
    ON candidate (home, body, person, occupation, level, exam_on, standing);
CREATE INDEX candidate_run ON candidate (home, run, import, row_number);
