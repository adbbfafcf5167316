-- SPDX-License-Identifier: GPL-2.0-or-later
-- The run :id, else the last one of :tree, else the last one of all.
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE (:id IS NULL OR r.id = :id) AND (:tree IS NULL OR t.path = :tree)
ORDER BY r.finished DESC, r.id DESC LIMIT 1;
