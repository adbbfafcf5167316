-- SPDX-License-Identifier: GPL-2.0-or-later
-- The reviews of what the run has, under the names that it has them by.
SELECT h.fingerprint, v.what, v.kase, v.note, 'review' AS source, v.reviewer AS place, v.made, v.rule,
       v.path, v.function
FROM review_list h JOIN reviews v ON v.id = h.review
WHERE EXISTS (SELECT 1 FROM sites WHERE fingerprint = h.fingerprint AND run_id = :run)
   OR EXISTS (SELECT 1 FROM findings WHERE fingerprint = h.fingerprint AND run_id = :run)
ORDER BY v.id;
