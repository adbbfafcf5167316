-- SPDX-License-Identifier: GPL-2.0-or-later
-- The run before run :id, of the same tree and architecture.
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished
FROM runs now
JOIN runs r ON r.tree_id = now.tree_id AND r.arch = now.arch
	AND (r.finished, r.id) < (now.finished, now.id)
JOIN trees t ON t.id = r.tree_id
WHERE now.id = :id
ORDER BY r.finished DESC, r.id DESC LIMIT 1;
