-- SPDX-License-Identifier: GPL-2.0-or-later
-- What a new run of :tree comes after: the last run of it, else the last one of any tree.
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE r.arch = :arch AND (:finished IS NULL OR r.finished <= :finished)
ORDER BY t.path = :tree DESC, r.finished DESC, r.id DESC LIMIT 1;
