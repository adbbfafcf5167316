-- SPDX-License-Identifier: GPL-2.0-or-later
-- In the order of load-files, the most specific first.
SELECT f.path, s.name
FROM run_file_subsystems rs
JOIN files f ON f.id = rs.file_id
JOIN subsystems s ON s.id = rs.subsystem_id
WHERE rs.run_id = :run
ORDER BY f.path, rs.rank;
