-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO runs (tree_id, version, commit_id, arch, objdir, digest, finished)
VALUES (:tree, :version, :commit, :arch, :objdir, :digest, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
RETURNING id;
