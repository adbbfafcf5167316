-- SPDX-License-Identifier: GPL-2.0-or-later
-- Unless the run has it already.
INSERT INTO conversions (run_id, fingerprint, state, reason, patch, made)
SELECT :run, :fingerprint, :state, :reason, :patch, :made
WHERE NOT EXISTS (SELECT 1 FROM conversions
		  WHERE run_id = :run AND fingerprint = :fingerprint AND state = :state
		    AND made = :made);
