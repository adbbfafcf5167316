#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck merge: everything arrives, in any order and any number of times; conflicts; kills.
. "$(dirname "$0")/lib.sh"

"$probe" fixture a.db /t/a && "$probe" import a.db y 30 2 >/dev/null && "$probe" trees b.db 4 40 && "$probe" import b.db x 20 2 >/dev/null
site=$(sql a.db "SELECT min(fingerprint) FROM sites WHERE run_id = 1")
run 0 review "$site" --db a.db --run 1 --status exempt --case 4 --note "only the pfn" --by Jane
sql a.db "INSERT INTO conversions (id, run_id, fingerprint, kind, outcome, target, longterm, reason, subject, made)
	VALUES (1, 1, '$site', 'conversion', 'proved', 't', 1, '', 'p', '2026-01-01T00:00:00Z'),
		(2, 1, '$site', 'dirtying', 'failed', 't', 0, 'it may not sleep', '', '2026-01-01T00:00:00Z');
	INSERT INTO conversion_checks VALUES (1, 0, 'compiled'), (1, 1, 'scanned again')"

run 0 merge --db sum.db a.db b.db && grep -q '^9 runs added, 0 were there, 1 reviews added, 0 conflicts$' out && sound sum.db
report $? "two databases become a third"
[ "$(sql sum.db 'SELECT count(*) FROM sites')" -eq $((5 + 60 + 160 + 40)) ] &&
	[ "$(sql sum.db 'SELECT count(*) FROM conversions c JOIN sites s ON s.run_id = c.run_id AND s.fingerprint = c.fingerprint')" -eq 2 ] &&
	[ "$(sql sum.db 'SELECT count(*) FROM conversion_checks')" -eq 2 ]
report $? "with sites and conversions"
content sum.db >want
run 0 merge --db sum.db a.db b.db a.db && grep -q '^0 runs added, 12 were there, 0 reviews added' out && content sum.db | cmp -s - want
report $? "again: nothing changes"
run 0 merge --db other.db b.db && run 0 merge --db other.db a.db && content other.db | cmp -s - want
report $? "the other way round: the same content"
for d in sum.db other.db; do "$gup" report --db $d --format csv >$d.csv; done
[ "$(sql sum.db 'SELECT tree, version FROM latest_runs ORDER BY 1')" = "$(sql other.db 'SELECT tree, version FROM latest_runs ORDER BY 1')" ]
report $? "and the same last run of each tree"
run 0 merge --db sum.db other.db && grep -q '^0 runs added, 9 were there' out
report $? "what came from there goes nowhere"

# Two words on one site.
cp a.db c.db
sql a.db "UPDATE reviews SET made = '2026-01-01T00:00:00Z'"
sql c.db "UPDATE reviews SET made = '2026-02-01T00:00:00Z', what = 'converted', kase = NULL, reviewer = 'Joe'"
rm -f sum.db
run 0 merge --db sum.db a.db && run 1 merge --db sum.db c.db && grep -q 'conflict: .* is converted by Joe .*, and exempt by Jane .* the later word holds$' err &&
	[ "$(sql sum.db 'SELECT what, reviewer FROM reviews')" = "converted Joe" ]
report $? "two reviews: the later one holds, and it is told"
run 1 merge --db sum.db a.db && [ "$(sql sum.db 'SELECT what FROM reviews')" = converted ]
report $? "from whatever side it comes"
sql c.db "PRAGMA foreign_keys = ON; DELETE FROM sites WHERE id = (SELECT max(id) FROM sites WHERE run_id = 1)"
run 1 merge --db sum.db c.db && grep -q "conflict: run 1 of 'c.db' has 4 sites" err
report $? "a run that lost something is told"

# What cannot be merged.
before=$(content sum.db | cksum)
head -c 5000 b.db >torn.db
cp b.db future.db && sql future.db 'PRAGMA user_version = 999'
sql foreign.db 'CREATE TABLE t (x)'
: >empty.db
for bad in none.db torn.db future.db foreign.db empty.db .; do
	run 2 merge --db sum.db $bad && refused "'$bad'" || echo "# $bad: $(cat err)"
done 2>&1 | grep '^#' >bad
[ ! -s bad ] && run 2 merge --db sum.db sum.db && refused "is the database itself" && run 2 merge --db sum.db && refused "which databases" &&
	run 2 merge --db new.db none.db && [ ! -e new.db ] && [ "$(content sum.db | cksum)" = "$before" ]
report $? "databases that are missing, torn, of the future, foreign, empty, the same: one line each, nothing changes"
cat bad

# Kills at many moments, then to the end.
"$probe" trees many.db 12 150
run 0 merge --db whole.db many.db && content whole.db >want
i=0 cut=0
while [ $i -lt 15 ]; do
	i=$((i + 1))
	"$gup" merge --db killed.db many.db >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk -v i=$i 'BEGIN { printf "%.4f", ((i * 37) % 53) / 53 * 0.35 }')"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ -e killed.db-wal ] && cut=$((cut + 1))
done
run 0 merge --db killed.db many.db && sound killed.db && content killed.db | cmp -s - want
report $? "15 kills ($cut inside of a write), and the rest is done by the next one"
finish
