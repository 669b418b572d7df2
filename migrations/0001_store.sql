-- The store's own tables: journal, history, directory, idempotency, jobs, guards, counters.

-- This installation.
CREATE TABLE node (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL, -- 'real' or 'demo': demo data never mixes with real data
    created_at BIGINT NOT NULL
);

-- The journal. A lane is a home; seq counts from 1 without gaps.
CREATE TABLE fact (
    home BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    request TEXT NOT NULL,
    person BLOB,
    body BLOB,
    subject BLOB,
    division BIGINT,
    rule TEXT,
    corrects_node BIGINT,
    corrects_seq BIGINT,
    origin_node BIGINT NOT NULL,
    origin_seq BIGINT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (home, seq)
);
CREATE UNIQUE INDEX fact_origin ON fact (home, origin_node, origin_seq);
CREATE INDEX fact_person ON fact (home, person, seq) WHERE person IS NOT NULL;

-- The counter of each lane; bumped as the last thing before commit, so that a reader sees a prefix.
CREATE TABLE lane (
    home BIGINT NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL
);
INSERT INTO lane (home, head)
    WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 255)
    SELECT n, 0 FROM numbers;

-- How far each reader has come in each lane.
CREATE TABLE reader_cursor (
    reader TEXT NOT NULL,
    home BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (reader, home)
);

-- Merkle roots over closed ranges of a lane.
CREATE TABLE seal (
    home BIGINT NOT NULL,
    upto_seq BIGINT NOT NULL,
    from_seq BIGINT NOT NULL,
    root BLOB NOT NULL,
    previous BLOB NOT NULL,
    sealed_at BIGINT NOT NULL,
    PRIMARY KEY (home, upto_seq)
);

-- Every version of every row that decisions were made about. No personal data.
CREATE TABLE history (
    home BIGINT NOT NULL,
    subject BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    request TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (home, subject, version)
);

-- Who opened, unmasked, exported or read a person's record, and why.
CREATE TABLE looked (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    person BLOB,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    office BLOB,
    action TEXT NOT NULL,
    purpose TEXT NOT NULL,
    request TEXT NOT NULL,
    withheld_until DATE,
    PRIMARY KEY (home, id)
);
CREATE INDEX looked_person ON looked (home, person, at) WHERE person IS NOT NULL;

-- The only home of globally unique keys.
CREATE TABLE directory (
    kind TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    home BIGINT NOT NULL,
    subject BLOB NOT NULL,
    PRIMARY KEY (kind, key_hash)
);

-- Answers already given, so that a repeated request changes nothing.
CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    input BLOB NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_age ON idempotency (at);

-- Work to be done later, written in the transaction that makes it necessary.
CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'done', 'dead')),
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_token BLOB,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX job_ready ON job (run_at) WHERE state = 'ready';
CREATE INDEX job_dead ON job (created_at) WHERE state = 'dead';

-- Work that one process does at a time.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    token BLOB NOT NULL,
    until BIGINT NOT NULL
);

-- One row for each thing that can be in only one place at a time; touched before checking.
CREATE TABLE guard (
    home BIGINT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (home, name)
);

-- Numbers given out without gaps.
CREATE TABLE counter (
    home BIGINT NOT NULL,
    name TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (home, name)
);

-- only: sqlite
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER looked_no_update BEFORE UPDATE ON looked BEGIN SELECT RAISE(ABORT, 'looks are never changed'); END;
CREATE TRIGGER looked_no_delete BEFORE DELETE ON looked BEGIN SELECT RAISE(ABORT, 'looks are never changed'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;
-- end
