-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT x.site_id, f.path, x.line, x.col, fn.name AS function, a.name AS api
FROM sites s
JOIN site_releases x ON x.site_id = s.id
JOIN functions fn ON fn.id = x.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = x.api_id
WHERE s.run_id = :run
ORDER BY x.site_id, x.seq;
