-- SPDX-License-Identifier: GPL-2.0-or-later
-- What `gupcheck convert` tried, and what came of it.

-- One attempt on one site; a later one of the same kind says what holds.
CREATE TABLE conversions_2 (
	id          INTEGER PRIMARY KEY,
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,  -- of the site
	kind        TEXT NOT NULL CHECK (kind IN ('conversion', 'dirtying')),
	outcome     TEXT NOT NULL CHECK (outcome IN ('proved', 'failed', 'not-cleared')),
	target      TEXT NOT NULL,  -- the function that is called instead, '' if there is none
	longterm    INTEGER NOT NULL CHECK (longterm IN (0, 1)), -- FOLL_LONGTERM is added
	reason      TEXT NOT NULL,  -- why there is no patch, '' if there is one
	subject     TEXT NOT NULL,  -- of the patch, '' if there is none
	made        TEXT NOT NULL   -- UTC, ISO 8601
) STRICT;
-- What was written under the first schema had other names.
INSERT INTO conversions_2 (id, run_id, fingerprint, kind, outcome, target, longterm, reason, subject, made)
SELECT id, run_id, fingerprint, 'conversion', iif(state = 'checked', 'proved', 'failed'), '', 0,
       CASE WHEN state = 'checked' OR reason <> '' THEN reason ELSE 'it got as far as: ' || state END,
       coalesce(patch, ''), made
FROM conversions;
DROP TABLE conversions;
ALTER TABLE conversions_2 RENAME TO conversions;
CREATE INDEX conversions_by_run ON conversions(run_id, fingerprint);
CREATE INDEX conversions_by_fingerprint ON conversions(fingerprint);

-- How it was proved, one sentence each.
CREATE TABLE conversion_checks (
	conversion_id INTEGER NOT NULL REFERENCES conversions(id) ON DELETE CASCADE,
	seq           INTEGER NOT NULL,
	text          TEXT NOT NULL,
	PRIMARY KEY (conversion_id, seq)
) STRICT, WITHOUT ROWID;

-- What holds: the last attempt of each kind on each site of a run.
CREATE VIEW conversion_list AS
SELECT c.run_id AS run, c.fingerprint, f.path, s.line, fn.name AS function, a.name AS api, c.kind,
       c.outcome, c.target, c.longterm, c.reason, c.subject, c.made
FROM conversions c
JOIN sites s ON s.run_id = c.run_id AND s.fingerprint = c.fingerprint
JOIN functions fn ON fn.id = s.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = s.api_id
WHERE NOT EXISTS (SELECT 1 FROM conversions x
		  WHERE x.run_id = c.run_id AND x.fingerprint = c.fingerprint AND x.kind = c.kind
		    AND (x.made, x.id) > (c.made, c.id));
