-- SPDX-License-Identifier: GPL-2.0-or-later
-- Who maintains a file; runs of several machines in one database; views over runs.

CREATE TABLE people (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE -- as in MAINTAINERS: Name <address>
) STRICT;

-- Of the most specific subsystem that has anybody.
CREATE TABLE run_file_people (
	run_id    INTEGER NOT NULL,
	file_id   INTEGER NOT NULL,
	rank      INTEGER NOT NULL, -- as listed
	person_id INTEGER NOT NULL REFERENCES people(id),
	PRIMARY KEY (run_id, file_id, rank),
	FOREIGN KEY (run_id, file_id) REFERENCES run_files(run_id, file_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER run_file_people_are_immutable BEFORE UPDATE ON run_file_people
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER run_files_are_immutable BEFORE UPDATE ON run_files
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER run_file_subsystems_are_immutable BEFORE UPDATE ON run_file_subsystems
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;

-- A site or finding that had another fingerprint in the run before: a renamed local, a moved file.
-- What a person said of it goes over.
CREATE TABLE renames (
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	was         TEXT NOT NULL,
	PRIMARY KEY (run_id, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX renames_by_was ON renames(was, fingerprint);

CREATE TRIGGER renames_are_immutable BEFORE UPDATE ON renames
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;

-- A site or finding is looked up by fingerprint within a run.
DROP INDEX sites_by_fingerprint;
CREATE INDEX sites_by_fingerprint ON sites(fingerprint, run_id);
DROP INDEX findings_by_fingerprint;
CREATE INDEX findings_by_fingerprint ON findings(fingerprint, run_id);
-- Deleting a run looks for what names its rows.
CREATE INDEX runs_by_version ON runs(version, finished);

-- Runs that come from another machine are newer by their time, not by their number.
DROP VIEW latest_runs;
CREATE VIEW latest_runs AS
SELECT r.id AS run, t.path AS tree, r.version, r.arch, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE NOT EXISTS (SELECT 1 FROM runs x
		  WHERE x.tree_id = r.tree_id AND (x.finished, x.id) > (r.finished, r.id));

-- The run of each kernel version and architecture that holds: its last.
CREATE VIEW version_runs AS
SELECT r.id AS run, r.version, r.arch, t.path AS tree, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE NOT EXISTS (SELECT 1 FROM runs x
		  WHERE x.version = r.version AND x.arch = r.arch
		    AND (x.finished, x.id) > (r.finished, r.id));

-- One statement of what holds per fingerprint was asked for every row; a join asks once.
DROP VIEW progress;
DROP VIEW site_list;
DROP VIEW finding_list;
DROP VIEW verdict_list;

-- Which review holds for a fingerprint: its own, else the last one of a name that it had.
CREATE VIEW review_list AS
WITH RECURSIVE holds(fingerprint, review, own) AS (
	SELECT fingerprint, id, 1 FROM reviews
	UNION
	SELECT n.fingerprint, h.review, 0 FROM holds h JOIN renames n ON n.was = h.fingerprint
)
SELECT fingerprint, max(review) AS review, max(own) AS own FROM holds h
WHERE own = (SELECT max(own) FROM holds WHERE fingerprint = h.fingerprint)
GROUP BY fingerprint;

CREATE VIEW verdict_list AS
SELECT s.run_id AS run, s.fingerprint, 'review' AS source, v.reviewer AS place, v.what, v.kase,
       v.note
FROM review_list h JOIN reviews v ON v.id = h.review JOIN sites s ON s.fingerprint = h.fingerprint
UNION
SELECT x.run_id, x.fingerprint, 'review', v.reviewer, v.what, v.kase, v.note
FROM review_list h JOIN reviews v ON v.id = h.review
JOIN findings x ON x.fingerprint = h.fingerprint
UNION ALL
SELECT v.run_id, v.fingerprint, v.source, v.place, v.what, v.kase, v.note
FROM run_verdicts v
WHERE v.fingerprint NOT IN (SELECT fingerprint FROM review_list)
  AND NOT EXISTS (SELECT 1 FROM run_verdicts x
		  WHERE x.run_id = v.run_id AND x.fingerprint = v.fingerprint AND x.seq > v.seq);

CREATE VIEW site_list AS
SELECT s.run_id AS run, s.fingerprint, f.path, s.line, s.col, fn.name AS function, a.name AS api,
       coalesce(sub.name, '') AS subsystem, s.foll, s.role,
       coalesce(w.kase, v.kase, s.kase) AS "case", s.longterm, s."write",
       coalesce(w.what, v.what, s.status) AS status,
       iif(w.what IS NULL AND v.what IS NULL, s.confidence, 1.0) AS confidence, s.seen_by,
       s.status AS analysed,
       CASE WHEN w.what IS NOT NULL THEN 'review' ELSE v.source END AS verdict_source,
       coalesce(w.note, v.note) AS verdict_note
FROM sites s
JOIN functions fn ON fn.id = s.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = s.api_id
LEFT JOIN review_list h ON h.fingerprint = s.fingerprint
LEFT JOIN reviews w ON w.id = h.review
LEFT JOIN run_verdicts v ON v.run_id = s.run_id AND v.fingerprint = s.fingerprint
	AND w.what IS NULL
	AND v.seq = (SELECT max(seq) FROM run_verdicts
		     WHERE run_id = s.run_id AND fingerprint = s.fingerprint)
LEFT JOIN run_file_subsystems rs
	ON rs.run_id = s.run_id AND rs.file_id = f.id AND rs.rank = 0
LEFT JOIN subsystems sub ON sub.id = rs.subsystem_id;

CREATE VIEW finding_list AS
SELECT x.run_id AS run, x.fingerprint, r.name AS rule, f.path, x.line, x.col,
       fn.name AS function, x.message, x.confidence, s.fingerprint AS site,
       coalesce(w.what, v.what) AS verdict,
       CASE WHEN w.what IS NOT NULL THEN 'review' ELSE v.source END AS verdict_source,
       coalesce(w.note, v.note) AS verdict_note
FROM findings x
JOIN rules r ON r.id = x.rule_id
JOIN functions fn ON fn.id = x.function_id
JOIN files f ON f.id = fn.file_id
LEFT JOIN review_list h ON h.fingerprint = x.fingerprint
LEFT JOIN reviews w ON w.id = h.review
LEFT JOIN run_verdicts v ON v.run_id = x.run_id AND v.fingerprint = x.fingerprint
	AND w.what IS NULL
	AND v.seq = (SELECT max(seq) FROM run_verdicts
		     WHERE run_id = x.run_id AND fingerprint = x.fingerprint)
LEFT JOIN sites s ON s.id = x.site_id;

CREATE VIEW progress AS
SELECT run, subsystem,
       sum(status = 'unconverted') AS unconverted, sum(status = 'converted') AS converted,
       sum(status = 'mixed') AS mixed, sum(status = 'exempt') AS exempt,
       sum(status = 'core') AS core, sum(status = 'test') AS test,
       sum(status = 'unknown') AS unknown, count(*) AS total
FROM site_list GROUP BY run, subsystem;

-- A site over the runs, in the order of time.
CREATE VIEW site_history AS
SELECT l.fingerprint, r.version, r.arch, r.finished, l.run, l.path, l.line, l.function, l.api,
       l.status
FROM site_list l JOIN runs r ON r.id = l.run
ORDER BY l.fingerprint, r.finished, r.id;

-- Maintainers and reviewers of each file of a run.
CREATE VIEW maintainer_list AS
SELECT rp.run_id AS run, f.path, rp.rank, p.name AS person
FROM run_file_people rp
JOIN files f ON f.id = rp.file_id
JOIN people p ON p.id = rp.person_id;
