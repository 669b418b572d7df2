-- What authorities do, and what became of those that are no more.

ALTER TABLE authority ADD COLUMN functions TEXT NOT NULL DEFAULT '[]'; -- JSON list of words
ALTER TABLE authority ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE authority ADD COLUMN successor BLOB;  -- who took its place
ALTER TABLE authority ADD COLUMN ended_on DATE;   -- the first day on which it was no more
CREATE INDEX authority_successor ON authority (successor) WHERE successor IS NOT NULL;

-- Until now every authority took in whatever its territory covered.
UPDATE authority SET functions = '["policy","training","evaluation_filing","subsidies","insurance","employment","competitions","schools","designations","statistics"]';

-- An office may be renamed; what it sent out bears the name it had.
ALTER TABLE approval_letter ADD COLUMN office_name TEXT NOT NULL DEFAULT '';

-- Posts that are held for a time in somebody's place, and what was done by such a post.
ALTER TABLE post ADD COLUMN deputy_for BLOB;
ALTER TABLE approval_act ADD COLUMN in_place_of TEXT;
