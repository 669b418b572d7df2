-- Designations: kinds of regions, selection rounds, entries to them, and what is held.

CREATE TABLE designation_kind (
    word TEXT NOT NULL,
    valid_from DATE NOT NULL,
    data TEXT NOT NULL,            -- JSON: quota, term, panel and indicators
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (word, valid_from)
);

CREATE TABLE designation_round (
    home BIGINT NOT NULL,          -- the office's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    kind_data TEXT NOT NULL,       -- JSON: the kind as it was when the round was opened
    office BLOB NOT NULL,
    division BIGINT NOT NULL,
    title TEXT NOT NULL,
    places TEXT NOT NULL,          -- JSON: in all, and at most from which division
    state TEXT NOT NULL CHECK (state IN ('open', 'checking', 'pooled', 'scoring', 'deciding',
                                         'listed', 'dropped')),
    progress TEXT NOT NULL,        -- JSON: the state with what it rests on
    case_id BLOB,                  -- the case of the ranking
    opened_on DATE NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX designation_round_case ON designation_round (home, case_id);
CREATE INDEX designation_round_opened ON designation_round (opened_on, id);
CREATE INDEX designation_round_kind ON designation_round (kind, state);
CREATE INDEX designation_round_office ON designation_round (office);

CREATE TABLE designation_entry (
    home BIGINT NOT NULL,          -- the round's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    round BLOB NOT NULL,
    body BLOB NOT NULL,
    name TEXT NOT NULL,            -- the body's when the entry was begun
    division BIGINT NOT NULL,
    uscc TEXT NOT NULL,
    claims TEXT NOT NULL,          -- JSON: the body's own points, in hundredths
    evidence TEXT NOT NULL,        -- JSON: files by indicator
    state TEXT NOT NULL CHECK (state IN ('draft', 'handed_in', 'admitted', 'refused', 'struck')),
    progress TEXT NOT NULL,        -- JSON
    sheets TEXT NOT NULL,          -- JSON: points by expert and indicator, in hundredths
    PRIMARY KEY (home, id)
);
CREATE INDEX designation_entry_round ON designation_entry (home, round);
CREATE INDEX designation_entry_body ON designation_entry (body);

CREATE TABLE designation (
    home BIGINT NOT NULL,          -- the holder's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    round BLOB NOT NULL,
    office BLOB NOT NULL,
    body BLOB NOT NULL,
    name TEXT NOT NULL,            -- the holder's, as the plate has it
    division BIGINT NOT NULL,
    number TEXT NOT NULL,          -- of the plate
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    assessed_by_month BIGINT,
    assessments TEXT NOT NULL,     -- JSON
    state TEXT NOT NULL CHECK (state IN ('held', 'leaving', 'exited')),
    exited_on DATE,
    progress TEXT NOT NULL,        -- JSON
    PRIMARY KEY (home, id)
);
CREATE INDEX designation_number ON designation (number);
CREATE INDEX designation_kind_term ON designation (kind, valid_until);
CREATE INDEX designation_body ON designation (home, body);
CREATE INDEX designation_round_of ON designation (round);
CREATE INDEX designation_office ON designation (office, state);
