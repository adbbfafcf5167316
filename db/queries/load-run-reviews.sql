-- SPDX-License-Identifier: GPL-2.0-or-later
-- The reviews of what the run has.
SELECT fingerprint, what, kase, note, 'review' AS source, reviewer AS place, made, rule, path,
       function
FROM reviews
WHERE fingerprint IN (SELECT fingerprint FROM sites WHERE run_id = :run
		      UNION SELECT fingerprint FROM findings WHERE run_id = :run)
ORDER BY id;
