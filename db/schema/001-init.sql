-- SPDX-License-Identifier: GPL-2.0-or-later
-- The record of what scans found.  db/README.md has the picture.
-- Names that many rows share (files, functions, ...) are stored once for all runs.
-- What belongs to a run never changes: it can only be deleted with its run.
-- The views at the end are what other programs should read; tables may change.

PRAGMA application_id = 1735749731; -- "gupc"

CREATE TABLE trees (
	id   INTEGER PRIMARY KEY,
	path TEXT NOT NULL UNIQUE -- absolute path of the kernel tree
) STRICT;

CREATE TABLE runs (
	id        INTEGER PRIMARY KEY AUTOINCREMENT, -- an id is never used twice
	tree_id   INTEGER NOT NULL REFERENCES trees(id) ON DELETE CASCADE,
	version   TEXT NOT NULL,    -- the kernel's version
	commit_id TEXT,             -- git commit, if the tree is one of git
	arch      TEXT NOT NULL,
	objdir    TEXT,
	digest    TEXT NOT NULL,    -- equal digest, equal results
	finished  TEXT NOT NULL     -- UTC, ISO 8601
) STRICT;
CREATE INDEX runs_by_tree ON runs(tree_id, id);

CREATE TABLE files (
	id   INTEGER PRIMARY KEY,
	path TEXT NOT NULL UNIQUE -- relative to the tree's root
) STRICT;

CREATE TABLE subsystems (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE -- title of the section in MAINTAINERS
) STRICT;

CREATE TABLE apis (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE -- function that takes or drops references
) STRICT;

CREATE TABLE functions (
	id      INTEGER PRIMARY KEY,
	file_id INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
	name    TEXT NOT NULL, -- '' where the enclosing function is not known
	UNIQUE (file_id, name)
) STRICT;

-- What a run knew about a file; the hash tells later whether it has changed.
CREATE TABLE run_files (
	run_id  INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	file_id INTEGER NOT NULL REFERENCES files(id),
	hash    TEXT NOT NULL, -- 16 hex digits of the content's hash, '' if not known
	PRIMARY KEY (run_id, file_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_file_subsystems (
	run_id       INTEGER NOT NULL,
	file_id      INTEGER NOT NULL,
	rank         INTEGER NOT NULL, -- 0 is the most specific
	subsystem_id INTEGER NOT NULL REFERENCES subsystems(id),
	PRIMARY KEY (run_id, file_id, rank),
	FOREIGN KEY (run_id, file_id) REFERENCES run_files(run_id, file_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One acquire call.
CREATE TABLE sites (
	id          INTEGER PRIMARY KEY,
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL, -- survives line shifts: follows a site over runs
	function_id INTEGER NOT NULL REFERENCES functions(id),
	api_id      INTEGER NOT NULL REFERENCES apis(id),
	line        INTEGER NOT NULL CHECK (line >= 0),
	col         INTEGER NOT NULL CHECK (col >= 0),
	foll        TEXT NOT NULL CHECK (foll IN ('GET', 'PIN', 'NONE', 'EXTRACT')),
	role        TEXT NOT NULL CHECK (role IN ('consumer', 'wrapper', 'core', 'test')),
	kase        INTEGER CHECK (kase BETWEEN 0 AND 5), -- NULL: not decided
	longterm    INTEGER NOT NULL CHECK (longterm IN (0, 1)),
	"write"     TEXT NOT NULL CHECK ("write" IN ('yes', 'no', 'cond', 'unknown')),
	status      TEXT NOT NULL CHECK (status IN ('unconverted', 'converted', 'exempt', 'mixed',
						    'core', 'test', 'unknown')),
	confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
	seen_by     INTEGER NOT NULL CHECK (seen_by BETWEEN 0 AND 7), -- 1 cocci, 2 clang, 4 sparse
	args        TEXT NOT NULL
) STRICT;
CREATE INDEX sites_by_run ON sites(run_id);
CREATE INDEX sites_by_fingerprint ON sites(fingerprint);

-- Why the site has its status, one sentence each.
CREATE TABLE evidence (
	site_id INTEGER NOT NULL REFERENCES sites(id) ON DELETE CASCADE,
	seq     INTEGER NOT NULL,
	text    TEXT NOT NULL,
	PRIMARY KEY (site_id, seq)
) STRICT, WITHOUT ROWID;

-- Releases that were tied to a site.
CREATE TABLE site_releases (
	site_id     INTEGER NOT NULL REFERENCES sites(id) ON DELETE CASCADE,
	seq         INTEGER NOT NULL,
	function_id INTEGER NOT NULL REFERENCES functions(id),
	api_id      INTEGER NOT NULL REFERENCES apis(id),
	line        INTEGER NOT NULL CHECK (line >= 0),
	col         INTEGER NOT NULL CHECK (col >= 0),
	PRIMARY KEY (site_id, seq)
) STRICT, WITHOUT ROWID;

-- Every release call of the tree, tied to a site or not.
CREATE TABLE releases (
	id          INTEGER PRIMARY KEY,
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	function_id INTEGER NOT NULL REFERENCES functions(id),
	api_id      INTEGER NOT NULL REFERENCES apis(id),
	line        INTEGER NOT NULL CHECK (line >= 0),
	col         INTEGER NOT NULL CHECK (col >= 0),
	seen_by     INTEGER NOT NULL CHECK (seen_by BETWEEN 0 AND 7)
) STRICT;
CREATE INDEX releases_by_run ON releases(run_id);

CREATE TABLE rules (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE -- the stable rule id, as in 'leak-on-error'
) STRICT;

CREATE TABLE findings (
	id          INTEGER PRIMARY KEY,
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	rule_id     INTEGER NOT NULL REFERENCES rules(id),
	site_id     INTEGER REFERENCES sites(id) ON DELETE CASCADE,
	function_id INTEGER NOT NULL REFERENCES functions(id),
	line        INTEGER NOT NULL CHECK (line >= 0),
	col         INTEGER NOT NULL CHECK (col >= 0),
	message     TEXT NOT NULL,
	confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
) STRICT;
CREATE INDEX findings_by_run ON findings(run_id);
CREATE INDEX findings_by_fingerprint ON findings(fingerprint);
CREATE INDEX findings_by_site ON findings(site_id);

-- The path to where it goes wrong, from the acquire on.
CREATE TABLE trace_steps (
	finding_id INTEGER NOT NULL REFERENCES findings(id) ON DELETE CASCADE,
	seq        INTEGER NOT NULL,
	file_id    INTEGER NOT NULL REFERENCES files(id),
	line       INTEGER NOT NULL CHECK (line >= 0),
	col        INTEGER NOT NULL CHECK (col >= 0),
	text       TEXT NOT NULL,
	PRIMARY KEY (finding_id, seq)
) STRICT, WITHOUT ROWID;

-- Coverage: what became of each file of the plan.
CREATE TABLE units (
	id            INTEGER PRIMARY KEY,
	run_id        INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	file_id       INTEGER NOT NULL REFERENCES files(id),
	trust         TEXT NOT NULL CHECK (trust IN ('clean', 'recovered', 'not-parsed')),
	reason        TEXT NOT NULL,
	functions     INTEGER NOT NULL CHECK (functions >= 0),
	touching      INTEGER NOT NULL CHECK (touching >= 0),
	unknown_nodes INTEGER NOT NULL CHECK (unknown_nodes >= 0),
	errors        INTEGER NOT NULL CHECK (errors >= 0)
) STRICT;
CREATE INDEX units_by_run ON units(run_id);

-- Inputs that could not be used, limits that were hit.
CREATE TABLE notices (
	id     INTEGER PRIMARY KEY,
	run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	kind   TEXT NOT NULL,
	path   TEXT NOT NULL, -- '' if it concerns no single file
	text   TEXT NOT NULL
) STRICT;
CREATE INDEX notices_by_run ON notices(run_id);

-- A human verdict; it belongs to the fingerprint, so it outlives the run it was made on.
CREATE TABLE reviews (
	id          INTEGER PRIMARY KEY,
	fingerprint TEXT NOT NULL,
	status      TEXT NOT NULL CHECK (status IN ('unconverted', 'converted', 'exempt', 'mixed',
						    'core', 'test', 'unknown')),
	kase        INTEGER CHECK (kase BETWEEN 0 AND 5),
	note        TEXT NOT NULL,
	reviewer    TEXT NOT NULL,
	made        TEXT NOT NULL -- UTC, ISO 8601
) STRICT;
CREATE INDEX reviews_by_fingerprint ON reviews(fingerprint);

-- A rewrite of a site and how far it got.
CREATE TABLE conversions (
	id          INTEGER PRIMARY KEY,
	run_id      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('planned', 'rewritten', 'compiled', 'rescanned',
						   'checked', 'failed')),
	reason      TEXT NOT NULL, -- why it failed, '' otherwise
	patch       TEXT,
	made        TEXT NOT NULL
) STRICT;
CREATE INDEX conversions_by_run ON conversions(run_id);
CREATE INDEX conversions_by_fingerprint ON conversions(fingerprint);

CREATE TRIGGER runs_are_immutable BEFORE UPDATE ON runs
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER sites_are_immutable BEFORE UPDATE ON sites
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER site_releases_are_immutable BEFORE UPDATE ON site_releases
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER findings_are_immutable BEFORE UPDATE ON findings
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER trace_steps_are_immutable BEFORE UPDATE ON trace_steps
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER units_are_immutable BEFORE UPDATE ON units
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER evidence_are_immutable BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER releases_are_immutable BEFORE UPDATE ON releases
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;
CREATE TRIGGER notices_are_immutable BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'a run never changes'); END;

CREATE VIEW latest_runs AS
SELECT r.id AS run, t.path AS tree, r.version, r.arch, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE r.id = (SELECT max(id) FROM runs WHERE tree_id = r.tree_id);

CREATE VIEW site_list AS
SELECT s.run_id AS run, s.fingerprint, f.path, s.line, s.col, fn.name AS function, a.name AS api,
       coalesce(sub.name, '') AS subsystem, s.foll, s.role, s.kase AS "case", s.longterm,
       s."write", s.status, s.confidence, s.seen_by
FROM sites s
JOIN functions fn ON fn.id = s.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = s.api_id
LEFT JOIN run_file_subsystems rs
	ON rs.run_id = s.run_id AND rs.file_id = f.id AND rs.rank = 0
LEFT JOIN subsystems sub ON sub.id = rs.subsystem_id;

CREATE VIEW finding_list AS
SELECT x.run_id AS run, x.fingerprint, r.name AS rule, f.path, x.line, x.col,
       fn.name AS function, x.message, x.confidence, s.fingerprint AS site
FROM findings x
JOIN rules r ON r.id = x.rule_id
JOIN functions fn ON fn.id = x.function_id
JOIN files f ON f.id = fn.file_id
LEFT JOIN sites s ON s.id = x.site_id;

CREATE VIEW release_list AS
SELECT r.run_id AS run, f.path, r.line, r.col, fn.name AS function, a.name AS api, r.seen_by
FROM releases r
JOIN functions fn ON fn.id = r.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = r.api_id;

CREATE VIEW unit_list AS
SELECT u.run_id AS run, f.path, u.trust, u.reason, u.functions, u.touching, u.unknown_nodes,
       u.errors
FROM units u JOIN files f ON f.id = u.file_id;

CREATE VIEW progress AS
SELECT run, subsystem,
       sum(status = 'unconverted') AS unconverted, sum(status = 'converted') AS converted,
       sum(status = 'mixed') AS mixed, sum(status = 'exempt') AS exempt,
       sum(status = 'core') AS core, sum(status = 'test') AS test,
       sum(status = 'unknown') AS unknown, count(*) AS total
FROM site_list GROUP BY run, subsystem;
