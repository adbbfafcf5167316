-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT rf.file_id, f.path, rf.hash
FROM run_files rf JOIN files f ON f.id = rf.file_id
WHERE rf.run_id = :run
ORDER BY f.path;
