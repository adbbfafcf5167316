-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT fingerprint, what, kase, note, source, place, '' AS made, '' AS rule, '' AS path,
       '' AS function
FROM run_verdicts
WHERE run_id = :run
ORDER BY seq;
