-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT fingerprint, what, kase, note, 'review' AS source, reviewer AS place, made, rule, path,
       function
FROM reviews
ORDER BY path, function, rule, fingerprint;
