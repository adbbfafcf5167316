-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT k.conversion_id, k.text
FROM conversions c JOIN conversion_checks k ON k.conversion_id = c.id
WHERE c.run_id = :run
ORDER BY k.conversion_id, k.seq;
