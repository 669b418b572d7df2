-- People: one record per person. Everything that identifies a person stands in the vault only.

CREATE TABLE person (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    division BIGINT NOT NULL,      -- the division whose offices are responsible for the record
    state TEXT NOT NULL CHECK (state IN ('active', 'erased')),
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);

-- The vault: names, documents, birth date, phone, address, sealed under the person's own key.
CREATE TABLE person_vault (
    home BIGINT NOT NULL,
    person BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    key_version BIGINT NOT NULL,   -- of the master key that wraps it
    sealed BLOB NOT NULL,
    sealed_at BIGINT NOT NULL,
    PRIMARY KEY (home, person)
);
CREATE INDEX person_vault_key ON person_vault (key_version, home, person);

-- Finds people by name and birth date: a keyed hash of both. Several people may share one.
CREATE TABLE person_name_index (
    key_hash BLOB NOT NULL,
    home BIGINT NOT NULL,
    person BLOB NOT NULL,
    PRIMARY KEY (key_hash, home, person)
);

-- The dossier: typed evidence about a person, written by the area that made it.
CREATE TABLE evidence (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,         -- the record that is the evidence
    source TEXT NOT NULL,
    dated_on DATE NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX evidence_person ON evidence (home, person, dated_on);
