-- SPDX-License-Identifier: GPL-2.0-or-later
-- A review replaces the one from before.
INSERT INTO reviews (fingerprint, what, kase, rule, path, function, note, reviewer, made)
VALUES (:fingerprint, :what, :kase, :rule, :path, :function, :note, :reviewer,
	coalesce(nullif(:made, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))
ON CONFLICT (fingerprint) DO UPDATE SET
	what = excluded.what, kase = excluded.kase, rule = excluded.rule, path = excluded.path,
	function = excluded.function, note = excluded.note, reviewer = excluded.reviewer,
	made = excluded.made;
