-- Certificates. What is printed and signed holds the holder's name, so it is sealed under the
-- person's key; what stands in clear is what a register may show.

CREATE TABLE certificate (
    home BIGINT NOT NULL,          -- the person's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    person BLOB NOT NULL,
    body BLOB NOT NULL,
    filing BLOB NOT NULL,
    body_key BLOB NOT NULL,
    run BLOB NOT NULL,
    candidate BLOB NOT NULL,
    occupation BIGINT NOT NULL,
    classification TEXT NOT NULL,  -- the version of the classification in force on the exam day
    variant TEXT,
    level TEXT NOT NULL,
    exam_on DATE NOT NULL,
    issued_on DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('valid', 'suspended', 'revoked')),
    status_why TEXT,
    status_reason TEXT,
    status_on DATE,
    sealed BLOB NOT NULL,          -- the signed credential and the scan token
    PRIMARY KEY (home, id)
);
CREATE INDEX certificate_person ON certificate (home, person, issued_on);
CREATE INDEX certificate_run ON certificate (run, home, id);
CREATE INDEX certificate_body ON certificate (body, issued_on, home, id);
