-- 授权查看: a person lets whoever has a link see parts of their archive, for a time and a number of looks.

CREATE TABLE person_share (
    home BIGINT NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    person BLOB NOT NULL,
    full_name BOOLEAN NOT NULL,    -- or masked
    results BOOLEAN NOT NULL,      -- exam results, besides certificates
    views BIGINT NOT NULL,         -- how often it could be opened
    views_left BIGINT NOT NULL,
    until_on DATE NOT NULL,         -- the last day on which it holds
    made_at BIGINT NOT NULL,
    ended_at BIGINT,               -- when the person took it back
    sealed BLOB NOT NULL,          -- the link and its purpose, under the person's key
    PRIMARY KEY (home, id)
);
CREATE INDEX person_share_person ON person_share (home, person, made_at);
