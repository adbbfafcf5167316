-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT s.id, s.fingerprint, f.path, s.line, s.col, fn.name AS function, a.name AS api, s.foll,
       s.role, s.kase, s.longterm, s."write", s.status, s.confidence, s.seen_by, s.args
FROM sites s
JOIN functions fn ON fn.id = s.function_id
JOIN files f ON f.id = fn.file_id
JOIN apis a ON a.id = s.api_id
WHERE s.run_id = :run
ORDER BY s.id;
