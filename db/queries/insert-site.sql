-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO sites (run_id, fingerprint, function_id, api_id, line, col, foll, role, kase, longterm,
		   "write", status, confidence, seen_by, args)
VALUES (:run, :fingerprint, :function, :api, :line, :col, :foll, :role, :kase, :longterm,
	:write, :status, :confidence, :seen_by, :args)
RETURNING id;
