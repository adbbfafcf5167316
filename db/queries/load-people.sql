-- SPDX-License-Identifier: GPL-2.0-or-later
-- In the order of load-files, then as listed.
SELECT f.path, p.name
FROM run_file_people rp
JOIN files f ON f.id = rp.file_id
JOIN people p ON p.id = rp.person_id
WHERE rp.run_id = :run
ORDER BY f.path, rp.rank;
