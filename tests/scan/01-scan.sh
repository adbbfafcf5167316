#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# scan on a miniature tree: incremental, resumable, interruptible, honest about failures.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
for i in 1 2 3 4 5 6; do
	sed "s/mini(/mini$i(/" "$tree/drivers/mini.c" >"$tree/drivers/m$i.c"
done
{
	printf '['
	for f in mini m1 m2 m3 m4 m5 m6; do
		[ $f = mini ] || printf ','
		printf '{"directory": "%s", "file": "drivers/%s.c", "command": "gcc -c drivers/%s.c"}' "$tree" $f $f
	done
	printf ']'
} >"$tmp/cc.json"

scan() { # ARGUMENT...
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$@" "$tree" \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
}
# Facts files are removed and written anew by an edge that runs.
edges() {
	find "$tmp/state/facts" -name '*.gir' -newer "$tmp/mark" | wc -l
}
mark() {
	touch "$tmp/mark"
	sleep 0.05
}

scan
[ $status -le 1 ] && grep -q '7 sites' "$tmp/out"
report $? "a first scan finds the 7 sites" "$tmp/err"
[ ! -s "$tmp/err" ]
report $? "nothing is on standard error where all is well" "$tmp/err"

mark
start=$(date +%s%N)
scan
took=$((($(date +%s%N) - start) / 1000000))
[ $status -le 1 ] && [ "$(edges)" -eq 0 ] && [ "$(find "$tmp/state/cocci" -newer "$tmp/mark" -name '*.tsv' | wc -l)" -eq 0 ]
report $? "a scan with nothing changed runs nothing ($took ms)"
runs() { # DATABASE
	sqlite3 "$1" 'SELECT count(*) FROM runs'
}
for _ in 1 2; do
	"$gup" scan --state "$tmp/state0" --db "$tmp/gup0.db" "$tree" >"$tmp/out0" 2>&1
done
[ "$(runs "$tmp/gup.db")" -eq 1 ] && [ "$(runs "$tmp/gup0.db")" -eq 1 ]
report $? "nor does it store a run, be the tree configured or not"

mark
printf '\n/* longer */\n' >>"$tree/drivers/m3.c"
scan
[ $status -le 1 ] && [ "$(edges)" -eq 1 ] && find "$tmp/state/facts" -name 'm3.c-*.gir' -newer "$tmp/mark" | grep -q .
report $? "a changed file extracts one unit ($(edges))" "$tmp/err"

mark
printf '#define H 1\n' >"$tree/drivers/h.h"
sed -i '1i#include "h.h"' "$tree/drivers/m1.c" "$tree/drivers/m2.c"
scan
mark
printf '#define H 2\n' >"$tree/drivers/h.h"
scan
[ "$(edges)" -eq 2 ]
report $? "a changed header extracts the units that include it ($(edges))" "$tmp/err"

mark
printf '#define H 3\n' >"$tree/drivers/h.h"
touch -d '2001-01-01' "$tree/drivers/h.h"
scan
[ "$(edges)" -eq 2 ]
report $? "so does a header that became older ($(edges))" "$tmp/err"

mark
printf '\n/* other */\n' >>"$tree/drivers/m3.c"
touch -d '2001-01-01' "$tree/drivers/m3.c"
scan
[ "$(edges)" -eq 1 ] && find "$tmp/state/facts" -name 'm3.c-*.gir' -newer "$tmp/mark" | grep -q . &&
	[ "$(find "$tmp/state/cocci" -newer "$tmp/mark" -name '*.tsv' | wc -l)" -eq 1 ]
report $? "a file that became older is read again ($(edges))" "$tmp/err"

mark
sed 's/mini3(/mini9(/' "$tree/drivers/m3.c" >"$tmp/m3.c"
touch -r "$tree/drivers/m3.c" "$tmp/m3.c"
mv "$tmp/m3.c" "$tree/drivers/m3.c"
scan
[ "$(edges)" -eq 1 ] && "$gup" report --db "$tmp/gup.db" --format json --only drivers/m3.c | grep -q '"function": *"mini9"'
report $? "so is another file of the same size and time ($(edges))" "$tmp/err"

mark
scan
[ "$(edges)" -eq 0 ]
report $? "and then nothing changed any more"

mark
sed -i 's/gcc -c drivers\/m4.c/gcc -DX -c drivers\/m4.c/' "$tmp/cc.json"
scan
[ "$(edges)" -eq 1 ]
report $? "changed flags extract the unit that they belong to ($(edges))" "$tmp/err"

rm "$tree/drivers/m6.c"
scan
[ $status -eq 2 ] && grep -q 'm6.c.*no such file' "$tmp/err" && grep -q '6 sites' "$tmp/out"
report $? "a file that is gone is gone from the result, its stale entry is told" "$tmp/err"
cp "$tree/drivers/m5.c" "$tree/drivers/m6.c"

printf 'int broken( {\n' >>"$tree/drivers/m5.c"
scan
[ $status -le 1 ] && grep -q '1 with errors' "$tmp/out" && grep -q '7 sites' "$tmp/out"
report $? "a unit with syntax errors is read as far as possible and marked" "$tmp/out"
cp "$tree/drivers/m6.c" "$tree/drivers/m5.c"

# One unit that keeps the parser busy: killed after the limit, the others go on.
{
	printf '#define A(x) x x\n#define B(x) A(A(A(A(A(A(A(A(x))))))))\n#define C(x) B(B(x))\n#define D(x) B(C(x))\n'
	printf 'int slow(void)\n{\n\tint n = 0;\n\tD(n++;)\n\treturn n;\n}\n'
} >>"$tree/drivers/m5.c"
scan --timeout 3
[ $status -eq 2 ] && grep -q 'm5.c' "$tmp/err" && grep -q '1 failed' "$tmp/out" && grep -q '7 sites' "$tmp/out"
report $? "a unit over the time limit is told, the rest is in the database" "$tmp/err"
scan --timeout 3
[ $status -eq 2 ] && grep -q 'm5.c' "$tmp/err"
report $? "the next scan tries it again and says so again" "$tmp/err"
cp "$tree/drivers/m6.c" "$tree/drivers/m5.c"

# Coccinelle that does not work: told, and tried again.
printf '#!/bin/sh\nexit 127\n' >"$tmp/spatch"
chmod +x "$tmp/spatch"
printf '\n' >>"$tree/drivers/m2.c"
SPATCH=$tmp/spatch
export SPATCH
scan
unset SPATCH
[ $status -eq 2 ] && grep -q 'm2.c.*not in the inventory' "$tmp/err" && grep -q '7 sites' "$tmp/out"
report $? "files that Coccinelle could not read make the result incomplete" "$tmp/err"
scan
[ $status -le 1 ] && [ ! -s "$tmp/err" ]
report $? "and are tried again by the next scan" "$tmp/err"

# kill -9 at several moments, then a scan that completes.
rm -rf "$tmp/state"
for pause in 0.1 0.3 0.6; do
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$tree" >/dev/null 2>&1 &
	pid=$!
	sleep $pause
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
done
sqlite3 "$tmp/gup.db" 'PRAGMA integrity_check' | grep -q -x ok
report $? "the database is sound after kill -9"
scan
[ $status -le 1 ] && grep -q '7 sites' "$tmp/out"
report $? "the next scan resumes and completes" "$tmp/err"

# SIGINT ends it, and what it started, at once.
rm -rf "$tmp/state"
printf '\n' >>"$tree/drivers/m1.c"
perl -e 'setpgrp(0, 0); $SIG{INT} = "DEFAULT"; exec @ARGV' "$gup" scan --state "$tmp/state" --db "$tmp/gup.db" \
	--compile-commands "$tmp/cc.json" "$tree" >/dev/null 2>&1 &
pid=$!
# as soon as the edges run
for _ in $(seq 200); do
	[ -e "$tmp/state/build.ninja" ] && break
	sleep 0.02
done
start=$(date +%s%N)
kill -s INT -- -$pid 2>/dev/null
wait $pid
status=$?
took=$((($(date +%s%N) - start) / 1000000))
[ $status -ne 0 ] && [ $took -lt 2000 ]
report $? "an interrupt ends the scan ($took ms, status $status)"
scan
[ $status -le 1 ] && grep -q '7 sites' "$tmp/out"
report $? "and the next one completes" "$tmp/err"

# A database that cannot be written.
"$gup" scan --state "$tmp/state" --db /nowhere/gup.db --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 2 ] && grep -q '/nowhere/gup.db' "$tmp/err"
report $? "a database that cannot be written" "$tmp/err"

"$gup" doctor >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && grep -q '^ninja  *[0-9]' "$tmp/out" && grep -q '^python in spatch  *python 3' "$tmp/out" && ! grep -q needed "$tmp/out"
report $? "doctor finds what is installed" "$tmp/out"
PATH=/nowhere "$gup" doctor >"$tmp/out" 2>"$tmp/err"
[ $? -eq 2 ] && grep -q '^ninja .*missing.*ninja-build.*needed' "$tmp/out"
report $? "doctor names what is missing, its package, and that it is needed" "$tmp/out"

for command in scan plan doctor; do
	"$gup" $command --help >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 0 ] && grep -q "^usage: gupcheck $command" "$tmp/out" && [ ! -s "$tmp/err" ] &&
		"$gup" $command --nonsense >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] && [ ! -s "$tmp/out" ]
	report $? "$command --help, and an unknown option"
done
finish
