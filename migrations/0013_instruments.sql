-- Licences and listings beside filings, with the yearly checks of all three; kinds and sites of bodies;
-- what became of bodies: other names, mergers, closures.

-- 许可、目录. Filings have a table of their own since before; their yearly checks stand below as well.
CREATE TABLE instrument (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    authority BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('licence', 'listing')),
    number TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('in_force', 'suspended', 'exited')),
    state_on DATE,                 -- since when it is suspended or over
    exit_how TEXT,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX instrument_body ON instrument (home, body);
CREATE INDEX instrument_until ON instrument (valid_until, home, id) WHERE state <> 'exited';

-- What an instrument covers; NULL stands for all of them.
CREATE TABLE instrument_scope (
    home BIGINT NOT NULL,
    instrument BLOB NOT NULL,
    line BIGINT NOT NULL,
    act TEXT NOT NULL,
    occupation BIGINT,
    level TEXT,
    site BLOB,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    PRIMARY KEY (home, instrument, line)
);

-- Suspensions that are over.
CREATE TABLE instrument_pause (
    home BIGINT NOT NULL,
    instrument BLOB NOT NULL,
    paused_from DATE NOT NULL,
    paused_until DATE NOT NULL,
    PRIMARY KEY (home, instrument, paused_from)
);

-- 年度检查, of filings as well.
CREATE TABLE instrument_check (
    home BIGINT NOT NULL,
    instrument BLOB NOT NULL,
    number BIGINT NOT NULL,        -- counts the checks of the instrument
    year BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'rectify', 'failed')),
    rectify_by DATE,
    decided_on DATE NOT NULL,
    PRIMARY KEY (home, instrument, number)
);

-- Kinds of a body besides the one it was registered as.
CREATE TABLE body_kind (
    home BIGINT NOT NULL,
    body BLOB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (home, body, kind)
);

-- Names that a body had.
CREATE TABLE body_name (
    home BIGINT NOT NULL,
    body BLOB NOT NULL,
    until_on DATE NOT NULL,        -- the first day of the next name
    name TEXT NOT NULL,
    PRIMARY KEY (home, body, until_on)
);

ALTER TABLE body ADD COLUMN industry TEXT;      -- GB/T 4754: a section or a division
ALTER TABLE body ADD COLUMN closed_on DATE;     -- the first day on which it works no more
ALTER TABLE body ADD COLUMN successor BLOB;     -- the body it merged into

-- Where a body works.
CREATE TABLE site (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    name TEXT NOT NULL,
    division BIGINT NOT NULL,
    address TEXT NOT NULL,
    capacity BIGINT NOT NULL,      -- places
    equipment TEXT NOT NULL,       -- JSON: what and how many
    datum TEXT,                    -- of the coordinates, which are kept as they were measured
    longitude_e7 BIGINT,           -- 10⁻⁷ degrees
    latitude_e7 BIGINT,
    accuracy_m BIGINT,             -- metres
    opened_on DATE NOT NULL,
    closed_on DATE,                -- the first day on which it counts no more
    PRIMARY KEY (home, id)
);
CREATE INDEX site_body ON site (home, body);
