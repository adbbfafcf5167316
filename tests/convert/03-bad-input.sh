#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# convert when it cannot: one line that says why, status 2, the tree as it was.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp/scratch
export TMPDIR
mkdir "$TMPDIR"
tree=$tmp/tree
convert_tree "$tree"
scan "$tree"
cp -a "$tree" "$tmp/before"
untouched() {
	diff -r "$tmp/before" "$tree" >/dev/null && no_litter "$tree"
}
# refused NAME TEXT...: status 2, one line with each text, nothing on standard output
refused() {
	name=$1
	shift
	[ $status -eq 2 ] && [ ! -s "$tmp/out" ] && one_line "$tmp/err" "$@" && untouched
	report $? "$name" "$tmp/err"
}

"$gup" convert --state "$tmp/state" --db "$tmp/none.db" >"$tmp/out" 2>"$tmp/err"
status=$?
refused "no database" none.db
"$gup" convert --state "$tmp/nothing" --db "$tmp/gup.db" >"$tmp/out" 2>"$tmp/err"
status=$?
refused "no state folder" "'$tmp/nothing' is not the state folder of a scan"
"$gup" convert --db "$tmp/gup.db" >"$tmp/out" 2>"$tmp/err"
status=$?
refused "the scan had a state folder of its own, and it is not named" 'give --state'
convert --min-confidence high
refused "a confidence that is no number" "'high'"
convert --min-confidence 1.5
refused "a confidence above 1" "'1.5'"
convert --subsystem 'NO SUCH DRIVER'
refused "a subsystem that is none" "'NO SUCH DRIVER'"
convert --write "$tmp/w" --apply
refused "--write and --apply" 'exclude each other'
convert --no-such-option
[ $status -eq 2 ] && [ ! -s "$tmp/out" ] && [ -s "$tmp/err" ]
report $? "an option that is none" "$tmp/err"
"$gup" convert --help >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && grep -q '^usage: gupcheck convert' "$tmp/out" && [ ! -s "$tmp/err" ]
report $? "--help"

SPATCH=/nowhere/spatch
export SPATCH
convert
refused "no spatch" "cannot run '/nowhere/spatch'" coccinelle
printf '#!/bin/sh\necho it broke >&2\nexit 3\n' >"$tmp/spatch"
chmod +x "$tmp/spatch"
SPATCH=$tmp/spatch
convert
refused "an spatch that fails" 'status 3' 'it broke'
printf '#!/bin/sh\nexit 0\n' >"$tmp/spatch"
convert
[ $status -eq 1 ] && [ "$(grep -c 'the semantic patches change nothing' "$tmp/err")" -eq 2 ] && untouched
report $? "an spatch that does nothing" "$tmp/err"
unset SPATCH

: >"$tmp/file"
convert --write "$tmp/file/series"
refused "a folder that cannot be made" "$tmp/file"
convert --write "$tmp/file"
refused "a file where the folder is to be" "$tmp/file"
(
	TMPDIR=/nowhere
	convert
	exit $status
)
status=$?
refused "no place for scratch files" /nowhere

cp "$tmp/state/plan.tsv" "$tmp/plan.tsv"
head -c 20 "$tmp/plan.tsv" >"$tmp/state/plan.tsv"
convert
[ $status -eq 2 ] && [ -s "$tmp/err" ] && untouched
report $? "a plan that is cut short" "$tmp/err"
cp "$tmp/plan.tsv" "$tmp/state/plan.tsv"

# Interrupted while spatch works: at once, and without a trace.
printf '#!/bin/sh\n: >%s/started\nexec sleep 30\n' "$tmp" >"$tmp/spatch"
for how in INT TERM; do
	rm -f "$tmp/started"
	SPATCH=$tmp/spatch perl -e 'setpgrp(0, 0); $SIG{INT} = "DEFAULT"; exec @ARGV' "$gup" convert \
		--state "$tmp/state" --db "$tmp/gup.db" --apply >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	for _ in $(seq 200); do
		[ -e "$tmp/started" ] && break
		sleep 0.05
	done
	start=$(date +%s%N)
	kill -s $how -- -$pid
	wait $pid
	status=$?
	took=$((($(date +%s%N) - start) / 1000000))
	[ $status -eq 2 ] && [ $took -lt 2000 ] && one_line "$tmp/err" 'interrupted; the tree is as it was' && untouched
	report $? "SIG$how ends it ($took ms, status $status)" "$tmp/err"
done

# One file can be replaced, the other cannot: neither is.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$tmp" "$TMPDIR"
	chown -R 65534:65534 "$tree" "$tmp/state" "$TMPDIR" "$tmp/gup.db"
	chown root "$tree/drivers/misc/kept"
	setpriv --reuid 65534 --regid 65534 --clear-groups "$gup" convert --state "$tmp/state" --db "$tmp/gup.db" --apply \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
	refused "a folder of the tree that cannot be written" "$tree/drivers/misc/kept"
fi
finish
