-- SPDX-License-Identifier: GPL-2.0-or-later
-- The run of the same inputs and time, if it is here, and how much it holds.
SELECT r.id, (SELECT count(*) FROM sites WHERE run_id = r.id) AS sites,
       (SELECT count(*) FROM findings WHERE run_id = r.id) AS findings
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE t.path = :tree AND r.version = :version AND r.arch = :arch AND r.digest = :digest
  AND r.finished = :finished
LIMIT 1;
