-- SPDX-License-Identifier: GPL-2.0-or-later
-- The last run of each kernel version, for one architecture.
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished
FROM version_runs v
JOIN runs r ON r.id = v.run
JOIN trees t ON t.id = r.tree_id
WHERE v.arch = :arch
ORDER BY r.version, r.id;
