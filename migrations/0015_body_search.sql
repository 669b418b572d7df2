-- 机构检索: the register of bodies is searched by any part of a name. A part is two or three letters
-- that stand side by side, so a search need not read every name there is.

CREATE TABLE body_part (
    part TEXT NOT NULL,            -- small letters
    home BIGINT NOT NULL,          -- the body's
    body BLOB NOT NULL,
    PRIMARY KEY (part, home, body)
);

-- The parts of the names that are there already, and of those that bodies had before.
INSERT INTO body_part (part, home, body)
WITH RECURSIVE name(home, body, text) AS (
    SELECT home, id, LOWER(name) FROM body
    UNION
    SELECT home, body, LOWER(name) FROM body_name
), part(home, body, text, start) AS (
    SELECT home, body, text, 1 FROM name
    UNION ALL
    SELECT home, body, text, start + 1 FROM part WHERE start + 2 <= LENGTH(text)
)
SELECT substr(text, start, 2), home, body FROM part WHERE LENGTH(text) >= start + 1
UNION
SELECT substr(text, start, 3), home, body FROM part WHERE LENGTH(text) >= start + 2;

-- Codes are searched whole. The register is read in the order of divisions.
CREATE INDEX body_uscc ON body (uscc);
CREATE INDEX filing_code ON filing (code);
CREATE INDEX body_order ON body (division, id);
DROP INDEX body_division;
