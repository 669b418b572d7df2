-- Authorities, bodies, filings and the bodies' signing keys.

CREATE TABLE authority (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    parent BLOB,
    division BIGINT NOT NULL,
    territory TEXT NOT NULL,       -- JSON list of division codes
    PRIMARY KEY (home, id)
);

CREATE TABLE body (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    uscc TEXT NOT NULL,
    division BIGINT NOT NULL,
    address TEXT NOT NULL,
    contact TEXT NOT NULL,         -- an office telephone, published; not a person's
    state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX body_division ON body (division, home, id);

CREATE TABLE filing (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    authority BLOB NOT NULL,
    code TEXT NOT NULL,            -- 13 characters
    state TEXT NOT NULL CHECK (state IN ('in_force', 'suspended', 'ended')),
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX filing_body ON filing (home, body);

-- What a filing covers: occupation × level, each with its own dates.
CREATE TABLE filing_scope (
    home BIGINT NOT NULL,
    filing BLOB NOT NULL,
    occupation BIGINT NOT NULL,
    level TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    PRIMARY KEY (home, filing, occupation, level, valid_from)
);

CREATE TABLE body_key (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'active', 'retired', 'compromised', 'refused')),
    algorithm TEXT NOT NULL,
    public_key BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    proposed_by TEXT NOT NULL,
    decided_by TEXT,
    proposed_at BIGINT NOT NULL,
    active_from BIGINT,
    active_until BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX body_key_body ON body_key (home, body);
