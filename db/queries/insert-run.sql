-- SPDX-License-Identifier: GPL-2.0-or-later
-- A clock that was set back does not make the new run an old one of its tree; :finished is NULL but
-- for a run that comes from another database.
INSERT INTO runs (tree_id, version, commit_id, arch, objdir, digest, finished)
VALUES (:tree, :version, :commit, :arch, :objdir, :digest,
	coalesce(:finished,
		 max(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
		     coalesce((SELECT max(finished) FROM runs WHERE tree_id = :tree), ''))))
RETURNING id;
