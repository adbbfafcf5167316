-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT f.path, u.trust, u.reason, u.functions, u.touching, u.unknown_nodes, u.errors
FROM units u JOIN files f ON f.id = u.file_id
WHERE u.run_id = :run
ORDER BY u.id;
