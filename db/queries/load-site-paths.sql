-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT p.site_id, p.kind
FROM sites s JOIN site_paths p ON p.site_id = s.id
WHERE s.run_id = :run
ORDER BY p.site_id, p.seq;
