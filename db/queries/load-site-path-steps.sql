-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT t.site_id, t.path_seq, f.path, t.line, t.col, t.text
FROM sites s
JOIN site_path_steps t ON t.site_id = s.id
JOIN files f ON f.id = t.file_id
WHERE s.run_id = :run
ORDER BY t.site_id, t.path_seq, t.seq;
