-- Accounts, posts, sessions, API keys and the counters that slow down guessing.

CREATE TABLE account (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    login TEXT NOT NULL,
    person BLOB,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'closed')),
    password TEXT,                 -- a salted, slow hash
    totp_sealed BLOB,
    totp_step BIGINT,              -- the last one-time code used, which is never taken twice
    failures BIGINT NOT NULL,
    locked_until BIGINT,
    code_hash BLOB,                -- of the printed activation or recovery code
    code_until BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;

CREATE TABLE post (
    home BIGINT NOT NULL,          -- the account's
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    role TEXT NOT NULL,
    office_kind TEXT NOT NULL CHECK (office_kind IN ('node', 'authority', 'body')),
    office BLOB,
    from_on DATE NOT NULL,
    until_on DATE,
    PRIMARY KEY (home, id)
);
CREATE INDEX post_account ON post (home, account);
CREATE INDEX post_office ON post (office) WHERE office IS NOT NULL;

CREATE TABLE session (
    id_hash BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    csrf BLOB NOT NULL,
    two_factors BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_key (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_on DATE NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (home, id)
);

-- Failed and total attempts per key and window. Keys are keyed hashes.
CREATE TABLE throttle (
    key_hash BLOB NOT NULL,
    window_start BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (key_hash, window_start)
);
CREATE INDEX throttle_age ON throttle (window_start);
