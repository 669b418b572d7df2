-- Monthly statistical returns: figures folded from the journal, and the returns of authorities.

-- What the reader of the journal counted, lane by lane. Thrown away and made again from the facts.
CREATE TABLE statistics_month (
    home BIGINT NOT NULL,          -- the lane
    month BIGINT NOT NULL,         -- year and month as six digits
    division BIGINT NOT NULL,
    measure TEXT NOT NULL,
    part TEXT NOT NULL,            -- such as a level; empty for the whole
    value BIGINT NOT NULL,
    PRIMARY KEY (home, month, division, measure, part)
);
CREATE INDEX statistics_month_division ON statistics_month (division, month);

-- What a later fact of the same lane has to know about an earlier one.
CREATE TABLE statistics_known (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    word TEXT NOT NULL,
    division BIGINT NOT NULL,
    PRIMARY KEY (home, id)
);

CREATE TABLE statistical_return (
    home BIGINT NOT NULL,          -- the authority's
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    month BIGINT NOT NULL,
    authority BLOB NOT NULL,
    revision BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'locked')),
    state_by TEXT,
    state_at BIGINT,
    reason TEXT,
    cells TEXT NOT NULL,           -- JSON list
    missing TEXT NOT NULL,         -- JSON list: lower authorities whose returns are not in the sums
    writers TEXT NOT NULL,         -- JSON list: who wrote in this revision
    filled_at BIGINT NOT NULL,
    handed_in_on DATE,             -- the first day
    PRIMARY KEY (home, id)
);
CREATE UNIQUE INDEX statistical_return_of ON statistical_return (home, authority, form, month);
CREATE INDEX statistical_return_month ON statistical_return (month, form);

-- Who changed which cell from what to what, and who took which step. Rows are only added.
CREATE TABLE statistical_change (
    home BIGINT NOT NULL,
    return_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    what TEXT NOT NULL,
    cell_row TEXT NOT NULL,        -- empty for a step
    cell_column TEXT NOT NULL,
    from_value BIGINT,
    to_value BIGINT,
    reason TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (home, return_id, number)
);
