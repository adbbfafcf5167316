-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT r.digest
FROM runs r JOIN trees t ON t.id = r.tree_id
WHERE t.path = :tree
ORDER BY r.finished DESC, r.id DESC LIMIT 1;
