-- SPDX-License-Identifier: GPL-2.0-or-later
-- Path classes of a site; what people said of sites and findings.

-- Classes of paths from an acquire to where its references end.
CREATE TABLE site_paths (
	site_id INTEGER NOT NULL REFERENCES sites(id) ON DELETE CASCADE,
	seq     INTEGER NOT NULL,
	kind    TEXT NOT NULL, -- 'all taken -> released', ...
	PRIMARY KEY (site_id, seq)
) STRICT, WITHOUT ROWID;

-- One path of the class, from the acquire on.
CREATE TABLE site_path_steps (
	site_id  INTEGER NOT NULL,
	path_seq INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	file_id  INTEGER NOT NULL REFERENCES files(id),
	line     INTEGER NOT NULL CHECK (line >= 0),
	col      INTEGER NOT NULL CHECK (col >= 0),
	text     TEXT NOT NULL,
	PRIMARY KEY (site_id, path_seq, seq),
	FOREIGN KEY (site_id, path_seq) REFERENCES site_paths(site_id, seq) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What comments in the source and checked-in lists said when the run was made.
CREATE TABLE run_verdicts (
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	seq         INTEGER NOT NULL, -- of several on one fingerprint the last holds
	fingerprint TEXT NOT NULL,
	source      TEXT NOT NULL CHECK (source IN ('comment', 'list')),
	place       TEXT NOT NULL,    -- path:line
	what        TEXT NOT NULL CHECK (what IN ('unconverted', 'converted', 'exempt', 'mixed',
						  'core', 'test', 'unknown', 'true', 'false')),
	kase        INTEGER CHECK (kase BETWEEN 0 AND 5),
	note        TEXT NOT NULL,
	PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_verdicts_by_fingerprint ON run_verdicts(run_id, fingerprint);

-- Reviews: findings have them, too, and one fingerprint has one.
CREATE TABLE reviews_2 (
	id          INTEGER PRIMARY KEY,
	fingerprint TEXT NOT NULL UNIQUE,
	what        TEXT NOT NULL CHECK (what IN ('unconverted', 'converted', 'exempt', 'mixed',
						  'core', 'test', 'unknown', 'true', 'false')),
	kase        INTEGER CHECK (kase BETWEEN 0 AND 5),
	rule        TEXT NOT NULL, -- of a finding, '' for a site
	path        TEXT NOT NULL, -- where it was when it was reviewed
	function    TEXT NOT NULL,
	note        TEXT NOT NULL,
	reviewer    TEXT NOT NULL,
	made        TEXT NOT NULL -- UTC, ISO 8601
) STRICT;
INSERT INTO reviews_2 (fingerprint, what, kase, rule, path, function, note, reviewer, made)
SELECT fingerprint, status, kase, '', '', '', note, reviewer, made
FROM reviews r WHERE id = (SELECT max(id) FROM reviews WHERE fingerprint = r.fingerprint);
DROP TABLE reviews;
ALTER TABLE reviews_2 RENAME TO reviews;

CREATE TRIGGER site_paths_are_immutable BEFORE UPDATE ON site_paths
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER site_path_steps_are_immutable BEFORE UPDATE ON site_path_steps
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER run_verdicts_are_immutable BEFORE UPDATE ON run_verdicts
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;

-- What holds for a fingerprint in a run: the review if there is one, else the last other verdict.
CREATE VIEW verdict_list AS
SELECT x.run_id AS run, x.fingerprint, 'review' AS source, v.reviewer AS place, v.what, v.kase,
       v.note
FROM (SELECT run_id, fingerprint FROM sites UNION SELECT run_id, fingerprint FROM findings) x
JOIN reviews v ON v.fingerprint = x.fingerprint
UNION ALL
SELECT v.run_id, v.fingerprint, v.source, v.place, v.what, v.kase, v.note
FROM run_verdicts v
WHERE v.fingerprint NOT IN (SELECT fingerprint FROM reviews)
  AND v.seq = (SELECT max(seq) FROM run_verdicts
	       WHERE run_id = v.run_id AND fingerprint = v.fingerprint);

DROP VIEW progress;
DROP VIEW site_list;
DROP VIEW finding_list;

CREATE VIEW site_list AS
SELECT s.run_id AS run, s.fingerprint, f.path, s.line, s.col, fn.name AS function, a.name AS api,
       coalesce(sub.name, '') AS subsystem, s.foll, s.role, coalesce(v.kase, s.kase) AS "case",
       s.longterm, s."write", coalesce(v.what, s.status) AS status,
       iif(v.what IS NULL, s.confidence, 1.0) AS confidence, s.seen_by, s.status AS analysed,
       v.source AS verdict_source, v.note AS verdict_note
FROM sites s
JOIN functions fn ON fn.id = s.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = s.api_id
LEFT JOIN verdict_list v ON v.run = s.run_id AND v.fingerprint = s.fingerprint
	AND v.what NOT IN ('true', 'false')
LEFT JOIN run_file_subsystems rs
	ON rs.run_id = s.run_id AND rs.file_id = f.id AND rs.rank = 0
LEFT JOIN subsystems sub ON sub.id = rs.subsystem_id;

CREATE VIEW finding_list AS
SELECT x.run_id AS run, x.fingerprint, r.name AS rule, f.path, x.line, x.col,
       fn.name AS function, x.message, x.confidence, s.fingerprint AS site,
       v.what AS verdict, v.source AS verdict_source, v.note AS verdict_note
FROM findings x
JOIN rules r ON r.id = x.rule_id
JOIN functions fn ON fn.id = x.function_id
JOIN files f ON f.id = fn.file_id
LEFT JOIN verdict_list v ON v.run = x.run_id AND v.fingerprint = x.fingerprint
	AND v.what IN ('true', 'false')
LEFT JOIN sites s ON s.id = x.site_id;

CREATE VIEW progress AS
SELECT run, subsystem,
       sum(status = 'unconverted') AS unconverted, sum(status = 'converted') AS converted,
       sum(status = 'mixed') AS mixed, sum(status = 'exempt') AS exempt,
       sum(status = 'core') AS core, sum(status = 'test') AS test,
       sum(status = 'unknown') AS unknown, count(*) AS total
FROM site_list GROUP BY run, subsystem;
