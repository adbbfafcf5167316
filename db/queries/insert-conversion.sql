-- SPDX-License-Identifier: GPL-2.0-or-later
-- Unless the run has it already; then there is no row.
INSERT INTO conversions (run_id, fingerprint, kind, outcome, target, longterm, reason, subject, made)
SELECT :run, :fingerprint, :kind, :outcome, :target, :longterm, :reason, :subject,
       coalesce(nullif(:made, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
WHERE NOT EXISTS (SELECT 1 FROM conversions
		  WHERE run_id = :run AND fingerprint = :fingerprint AND kind = :kind
		    AND outcome = :outcome AND reason = :reason AND made = :made)
RETURNING id;
