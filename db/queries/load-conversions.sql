-- SPDX-License-Identifier: GPL-2.0-or-later
-- All attempts, or of each kind and site only the last.
SELECT c.id, c.fingerprint, c.kind, c.outcome, c.target, c.longterm, c.reason, c.subject, c.made
FROM conversions c
WHERE c.run_id = :run
  AND (:all OR NOT EXISTS (SELECT 1 FROM conversions x
			   WHERE x.run_id = c.run_id AND x.fingerprint = c.fingerprint
			     AND x.kind = c.kind AND (x.made, x.id) > (c.made, c.id)))
ORDER BY c.id;
