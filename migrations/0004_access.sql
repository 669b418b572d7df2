-- Accounts, posts, sessions, API keys and the counters that slow down guessing.

-- Logins and names are personal (many logins are phone numbers), so both are sealed. A login leads
-- to its account through the directory, a name through its blind index.
CREATE TABLE account (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'closed')),
    staff BOOLEAN NOT NULL,        -- holds or held posts, or was made to hold some
    person BLOB,                   -- whose account it is, when there is a record of the person
    sealed BLOB NOT NULL,          -- login and name
    key_version BIGINT NOT NULL,   -- of the master key under which this row is sealed
    name_key BLOB,                 -- blind index of the name
    password TEXT,                 -- a salted, slow hash
    totp_sealed BLOB,              -- the secret behind the one-time codes
    totp_step BIGINT,              -- the last one-time code used, which is never taken twice
    code_tag BLOB,                 -- of the printed activation code
    code_until BIGINT,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;
CREATE INDEX account_name ON account (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX account_staff ON account (created_at, id) WHERE staff;
CREATE INDEX account_seal ON account (key_version);

CREATE TABLE post (
    home BIGINT NOT NULL,          -- the account's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
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

-- The home is the account's and stands in the token, so that one read finds session and account.
CREATE TABLE session (
    home BIGINT NOT NULL,
    token_tag BLOB NOT NULL,
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    two_factors BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (home, token_tag)
);
CREATE INDEX session_account ON session (home, account);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_key (
    home BIGINT NOT NULL,          -- the account's
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    key_tag BLOB NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_on DATE NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX api_key_tag ON api_key (home, key_tag);
CREATE INDEX api_key_account ON api_key (home, account);

-- Attempts per key and window. Keys are keyed hashes.
CREATE TABLE throttle (
    key_hash BLOB NOT NULL,
    window_start BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (key_hash, window_start)
);
CREATE INDEX throttle_age ON throttle (window_start);

-- What the audit administrator asks: what did this account do, what did people do on that day? Ids
-- of accounts begin with a digit, 'anonymous' with an a, parts of the system with 'system': so imports
-- and other jobs enter nothing here, nor do the many public checks of certificates.
CREATE INDEX history_actor ON history (actor, at) WHERE actor < 's';
CREATE INDEX history_at ON history (at) WHERE actor < 's';
CREATE INDEX looked_actor ON looked (actor, at) WHERE actor < '8';
CREATE INDEX looked_at ON looked (at) WHERE actor < '8';
