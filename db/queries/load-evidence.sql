-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT e.site_id, e.text
FROM sites s JOIN evidence e ON e.site_id = s.id
WHERE s.run_id = :run
ORDER BY e.site_id, e.seq;
