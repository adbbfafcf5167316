-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT t.finding_id, f.path, t.line, t.col, t.text
FROM findings x
JOIN trace_steps t ON t.finding_id = x.id
JOIN files f ON f.id = t.file_id
WHERE x.run_id = :run
ORDER BY t.finding_id, t.seq;
