-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT r.id, t.path AS tree, r.version, r.commit_id, r.arch, r.objdir, r.digest, r.finished,
       (SELECT count(*) FROM sites s WHERE s.run_id = r.id) AS sites,
       (SELECT count(*) FROM findings f WHERE f.run_id = r.id) AS findings
FROM runs r JOIN trees t ON t.id = r.tree_id
ORDER BY r.id;
