-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT x.id, x.fingerprint, r.name AS rule, s.fingerprint AS site, f.path, x.line, x.col,
       fn.name AS function, x.message, x.confidence
FROM findings x
JOIN rules r ON r.id = x.rule_id
JOIN functions fn ON fn.id = x.function_id
JOIN files f ON f.id = fn.file_id
LEFT JOIN sites s ON s.id = x.site_id
WHERE x.run_id = :run
ORDER BY x.id;
