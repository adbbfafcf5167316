-- SPDX-License-Identifier: GPL-2.0-or-later
-- The last run of a version, or of a series ("6.1" is 6.1.9 and 6.1-rc1, but not 6.12), of :tree
-- if that is given.
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE (r.version = :version
       OR (substr(r.version, 1, length(:version)) = :version
	   AND substr(r.version, length(:version) + 1, 1) IN ('.', '-')))
  AND (:tree IS NULL OR t.path = :tree)
ORDER BY r.finished DESC, r.id DESC LIMIT 1;
