-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO findings (run_id, fingerprint, rule_id, site_id, function_id, line, col, message,
		      confidence)
VALUES (:run, :fingerprint, :rule, :site, :function, :line, :col, :message, :confidence)
RETURNING id;
