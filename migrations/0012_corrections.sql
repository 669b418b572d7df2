-- 更正申请: what people ask to have corrected in their own record, and what the office answered.

CREATE TABLE correction (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    person BLOB NOT NULL,
    division BIGINT NOT NULL,      -- whose offices decide
    field TEXT NOT NULL CHECK (field IN ('name', 'birth_date', 'phone', 'document')),
    state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'refused', 'withdrawn')),
    sealed BLOB NOT NULL,          -- what is asked for, why, and the answer; under the person's key
    requested_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    PRIMARY KEY (home, id)
);
CREATE INDEX correction_person ON correction (home, person, requested_at);
CREATE INDEX correction_state ON correction (state, requested_at);
