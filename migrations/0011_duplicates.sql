-- Duplicates: pairs of records that may be of one human, and the dated links that merges leave.

CREATE TABLE person_pair (
    home BIGINT NOT NULL,            -- of the first record
    id BLOB NOT NULL,
    first BLOB NOT NULL,             -- the smaller id of the two
    second BLOB NOT NULL,
    version BIGINT NOT NULL,
    first_division BIGINT NOT NULL,  -- whose offices are responsible for each record
    second_division BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('suspected', 'proposed', 'merged', 'parting_proposed', 'distinct', 'parted')),
    data TEXT NOT NULL,              -- the state with what it carries
    signs TEXT NOT NULL,             -- what speaks for and against it, as the rules last saw it
    score BIGINT NOT NULL,
    acts BLOB NOT NULL,              -- who said what and why, sealed under the first person's key
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX person_pair_both ON person_pair (home, first, second);
CREATE INDEX person_pair_state ON person_pair (state, changed_at);

-- A link stands twice, once under each record's home, so that whoever reads a record finds it there.
CREATE TABLE person_link (
    home BIGINT NOT NULL,
    person BLOB NOT NULL,
    other BLOB NOT NULL,
    survives BOOLEAN NOT NULL,       -- whether `person` is the record that survives
    since BIGINT NOT NULL,
    until BIGINT,                    -- the first instant without it
    PRIMARY KEY (home, person, other, since)
);

-- After a merge ended: under which of the two records a fact is shown. Stands twice as well; the
-- highest number counts.
CREATE TABLE person_fact (
    home BIGINT NOT NULL,
    person BLOB NOT NULL,
    fact_home BIGINT NOT NULL,
    fact_node BIGINT NOT NULL,
    fact_seq BIGINT NOT NULL,
    number BIGINT NOT NULL,
    other BLOB NOT NULL,             -- the other record of the pair
    subject BLOB,                    -- the record whose change the fact is
    shown BOOLEAN NOT NULL,          -- whether it is shown under `person`
    at BIGINT NOT NULL,
    PRIMARY KEY (home, person, fact_home, fact_node, fact_seq, number)
);
