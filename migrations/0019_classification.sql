-- How the classification of occupations changes (职业分类动态调整): rounds, what bodies propose, what the
-- public says, and the releases that come of it.

CREATE TABLE classification_adjustment (
    home BIGINT NOT NULL,          -- the office's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    office BLOB NOT NULL,
    title TEXT NOT NULL,
    call TEXT NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    consult_days BIGINT NOT NULL,  -- working days for comments
    stage TEXT NOT NULL,           -- JSON: where it stands, with what belongs to that
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);

CREATE TABLE classification_proposal (
    home BIGINT NOT NULL,          -- the body's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    adjustment BLOB NOT NULL,
    body BLOB NOT NULL,
    body_name TEXT NOT NULL,       -- as it was when the proposal was made
    division BIGINT NOT NULL,
    content TEXT NOT NULL,         -- JSON: what is to change, and why
    case_id BLOB,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE INDEX classification_proposal_body ON classification_proposal (home, body);
CREATE INDEX classification_proposal_case ON classification_proposal (home, case_id);
CREATE INDEX classification_proposal_round ON classification_proposal (adjustment);

-- Comments of the public. Who writes and what is sealed; the answer has the office's summary.
CREATE TABLE classification_comment (
    home BIGINT NOT NULL,          -- the proposal's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    proposal BLOB NOT NULL,
    at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    answer TEXT,                   -- JSON: summary, whether it was followed, the answer
    PRIMARY KEY (home, id)
);
CREATE INDEX classification_comment_proposal ON classification_comment (proposal);
CREATE INDEX classification_comment_seal ON classification_comment (substr(sealed, 2, 2));

-- Versions of the classification beyond those that ship with the program. Only added.
CREATE TABLE classification_release (
    from_on DATE NOT NULL,
    source TEXT NOT NULL,          -- the round's title
    adjustment BLOB NOT NULL,
    changes TEXT NOT NULL,         -- JSON: lines of its table, and definitions
    released_at BIGINT NOT NULL,
    PRIMARY KEY (from_on)
);
