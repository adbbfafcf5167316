-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT f.path, r.line, r.col, fn.name AS function, a.name AS api, r.seen_by
FROM releases r
JOIN functions fn ON fn.id = r.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = r.api_id
WHERE r.run_id = :run
ORDER BY r.id;
