#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a scan and the commands after it make of bad input: one line that names the file and the
# cause, status 2 where the result is incomplete, and the rest of the result all the same.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
canary=$tmp/canary
mounted=
# shellcheck disable=SC2154 # tmp is the library's
trap 'if [ -n "$mounted" ]; then umount "$mounted"; fi; rm -rf "$tmp"' EXIT
mini_tree "$tree"

compdb() { # FILE NAME...: a compile database with an entry for each drivers/NAME.c
	json=$1
	shift
	{
		printf '['
		comma=
		for f; do
			printf '%s{"directory": "%s", "file": "drivers/%s.c", "command": "gcc -c drivers/%s.c"}' \
				"$comma" "$tree" "$f" "$f"
			comma=,
		done
		printf ']'
	} >"$json"
}
scan() { # ARGUMENT...
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}
usual() { # ARGUMENT...: a scan of the tree with its compile database
	scan --compile-commands "$tmp/cc.json" "$@" "$tree"
}
sql() { # QUERY [DATABASE]
	sqlite3 -batch -noheader -separator ' ' "${2:-$tmp/gup.db}" "$1"
}
# The errors without the warnings and without the closing line of every incomplete scan.
errors() {
	grep -v -e 'the result is incomplete' -e ': warning: ' "$tmp/err" >"$tmp/err1"
}
latest='(SELECT max(id) FROM runs)'
runs() { # [DATABASE]
	sql 'SELECT count(*) FROM runs' "$@"
}
sound() { # [DATABASE]
	[ "$(sql 'PRAGMA integrity_check' "$@")" = ok ] && [ -z "$(sql 'PRAGMA foreign_key_check' "$@")" ]
}

# No kernel tree.
mkdir "$tmp/empty"
for bad in "$tmp/empty" "$tmp/nowhere" "$tree/drivers/mini.c" "$src"; do
	scan "$bad"
	[ $status -eq 2 ] && one_line "$tmp/err" "$bad" && [ ! -s "$tmp/out" ] && [ ! -e "$tmp/gup.db" ]
	report $? "no kernel tree: $(basename "$bad")" "$tmp/err"
done

# The compile database.
printf '[{"directory": "%s", "file": "drivers/mini.c"' "$tree" >"$tmp/cc.json"
usual
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/cc.json:1:" "no valid JSON" && [ ! -e "$tmp/gup.db" ]
report $? "a compile database that is cut off" "$tmp/err"
head -c 4096 /dev/urandom >"$tmp/cc.json"
usual
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/cc.json" && [ ! -e "$tmp/gup.db" ]
report $? "a compile database that is noise" "$tmp/err"

compdb "$tmp/cc.json" mini gone
usual
[ $status -eq 2 ] && grep -q "$tmp/cc.json.*drivers/gone.c.*no such file" "$tmp/err" &&
	[ "$(sql "SELECT path FROM site_list WHERE run = $latest")" = drivers/mini.c ]
report $? "one that names a missing file: told, the others are scanned" "$tmp/err"

# shellcheck disable=SC2016 # the point is that nobody expands them
for bad in '; touch CANARY' '$(touch CANARY)' '`touch CANARY`' '| touch CANARY' '> CANARY' '& touch CANARY' \
	'-DX=\\\"$(touch CANARY)\\\"'; do
	printf '[{"directory": "%s", "file": "drivers/mini.c", "command": "gcc -c drivers/mini.c %s"}]' "$tree" \
		"$(printf %s "$bad" | sed "s|CANARY|$canary|")" >"$tmp/cc.json"
	usual
	[ $status -eq 2 ] && [ ! -e "$canary" ] && grep -q "$tmp/cc.json.*drivers/mini.c" "$tmp/err"
	report $? "shell characters in a command, never run: $bad" "$tmp/err"
done
printf '[{"directory": "%s;touch %s;", "file": "%s/drivers/mini.c", "command": "gcc -c drivers/mini.c"}]' \
	"$tree" "$canary" "$tree" >"$tmp/cc.json"
usual
[ $status -eq 2 ] && [ ! -e "$canary" ] && grep -q "$tmp/cc.json" "$tmp/err"
report $? "shell characters in a folder, never run" "$tmp/err"

# A source file with errors: what lies outside them is analysed.
cat >"$tree/drivers/torn.c" <<'C'
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			 struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
void put_page(struct page *page);

int before(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 1, &page) != 1)
		return -14;
	put_page(page);
	return 0;
}

int inside(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 1, &page) != 1)
		return -14;
	no_such_type_t *x = = 5;
	put_page(page);
	return 0;
}

int after(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 1, &page) != 1)
		return -14;
	unpin_user_pages(&page, 1);
	return 0;
}
C
compdb "$tmp/cc.json" mini torn
usual
[ $status -eq 1 ] && [ "$(sql "SELECT trust FROM unit_list WHERE run = $latest ORDER BY path" | tr '\n' ' ')" = 'clean recovered ' ]
report $? "a source file with errors is marked as recovered" "$tmp/out"
[ "$(sql "SELECT function, status FROM site_list WHERE run = $latest AND path = 'drivers/torn.c' ORDER BY line" | tr '\n' ';')" = \
	'before mixed;inside unknown;after converted;' ] &&
	[ "$(sql "SELECT rule, function FROM finding_list WHERE run = $latest")" = 'mixed-release before' ]
report $? "the functions outside of the error are judged, the one around it is unknown"
"$gup" report --db "$tmp/gup.db" >"$tmp/out" 2>"$tmp/err" && grep -q 'drivers/torn.c' "$tmp/out" &&
	grep -i -q 'recovered\|with errors' "$tmp/out"
report $? "the report names it" "$tmp/out"

# One unit that hangs the parser, one that nests too deeply for it, one that is not text.
{
	cat "$tree/drivers/mini.c"
	printf '#define A(x) x x\n#define B(x) A(A(A(A(A(A(A(A(x))))))))\n#define C(x) B(B(x))\n#define D(x) B(C(x))\n'
	printf 'int slow(void)\n{\n\tint n = 0;\n\tD(n++;)\n\treturn n;\n}\n'
} >"$tree/drivers/hang.c"
{
	cat "$tree/drivers/mini.c"
	printf 'int deep(int x)\n{\n\treturn '
	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "("; printf "x"; for (i = 0; i < 100000; i++) printf ")" }'
	printf ';\n}\n'
} >"$tree/drivers/deep.c"
{
	cat "$tree/drivers/mini.c"
	printf 'void deeper(void)\n'
	awk 'BEGIN { for (i = 0; i < 60000; i++) printf "{"; for (i = 0; i < 60000; i++) printf "}" }'
	printf '\n'
} >"$tree/drivers/deeper.c"
{
	printf 'int f(void) { return pin_user_pages('
	head -c 30000 /dev/urandom
} >"$tree/drivers/noise.c"
compdb "$tmp/cc.json" mini torn hang deep deeper noise
start=$(date +%s)
usual --timeout 3
echo "# $(($(date +%s) - start)) s; $(sql "SELECT path, trust, reason FROM unit_list WHERE run = $latest" | tr '\n' ';')"
[ $status -eq 2 ] && grep -q 'drivers/hang.c.*3 s' "$tmp/err"
report $? "a unit that keeps the parser busy is killed and told" "$tmp/err"
[ "$(sql "SELECT count(*) FROM unit_list WHERE run = $latest AND path = 'drivers/hang.c' AND trust = 'not-parsed' AND reason != ''")" -eq 1 ]
report $? "and is in the database as not parsed, with the reason"
for f in deep deeper noise; do
	sql "SELECT trust, reason FROM unit_list WHERE run = $latest AND path = 'drivers/$f.c'" >"$tmp/unit"
	grep -q -E '^(recovered|not-parsed) .' "$tmp/unit"
	report $? "$f.c: $(cut -c1-150 "$tmp/unit")" "$tmp/err"
done
[ "$(sql "SELECT count(*) FROM site_list WHERE run = $latest AND status IN ('mixed', 'converted') AND path IN ('drivers/mini.c', 'drivers/torn.c')")" -eq 3 ] &&
	[ "$(sql "SELECT count(*) FROM site_list WHERE run = $latest AND path = 'drivers/hang.c' AND status = 'unknown'")" -eq 1 ]
report $? "the other units are judged as before; what only Coccinelle saw is unknown"
"$gup" report --db "$tmp/gup.db" >"$tmp/out" 2>"$tmp/err" && grep -q 'drivers/hang.c' "$tmp/out"
report $? "the report names the unit that was not read" "$tmp/out"
usual --timeout 3
[ $status -eq 2 ] && grep -q 'drivers/hang.c' "$tmp/err"
report $? "the next scan does not forget it" "$tmp/err"

# Facts and inventories that something else damaged.
compdb "$tmp/cc.json" mini torn
rm "$tree/drivers/hang.c" "$tree/drivers/deep.c" "$tree/drivers/deeper.c" "$tree/drivers/noise.c"
usual
[ $status -eq 1 ]
report $? "without them all is well again" "$tmp/err"
facts=$(ls "$tmp"/state/facts/torn.c-*.gir)
size=$(wc -c <"$facts")
truncate -s $((size / 2)) "$facts"
usual
[ $status -eq 2 ] && grep -q "$(basename "$facts")" "$tmp/err" && sound &&
	[ "$(sql "SELECT count(*) FROM site_list WHERE run = $latest AND path = 'drivers/mini.c'")" -eq 1 ]
report $? "a facts file that was cut off is told, the rest is in the database" "$tmp/err"
rm -f "$facts"
usual
[ $status -eq 1 ] && [ "$(sql "SELECT count(*) FROM site_list WHERE run = $latest")" -eq 4 ]
report $? "without it the next scan is whole" "$tmp/err"

# The database.
before=$(runs)
for bad in /dev/full /proc/gup.db "$tmp" "$tree/drivers/mini.c" /dev/null; do
	cp "$tree/drivers/mini.c" "$tmp/mini.c"
	"$gup" scan --state "$tmp/state" --db "$bad" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	status=$?
	errors
	[ $status -eq 2 ] && one_line "$tmp/err1" "$bad" && cmp -s "$tmp/mini.c" "$tree/drivers/mini.c"
	report $? "a database at $bad" "$tmp/err"
done

python3 - "$tmp/gup.db" "$tmp/held" <<'P' &
import os, sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute('BEGIN EXCLUSIVE')
open(sys.argv[2], 'w').close()
while os.path.exists(sys.argv[2]):
    time.sleep(0.1)
c.execute('ROLLBACK')
P
holder=$!
while [ ! -e "$tmp/held" ]; do sleep 0.1; done
printf '/* one more line */\n' >>"$tree/drivers/torn.c"
usual
errors
[ $status -eq 2 ] && one_line "$tmp/err1" "$tmp/gup.db" "locked"
report $? "a database that another program holds" "$tmp/err"
rm "$tmp/held"
wait $holder
[ "$(runs)" -eq "$before" ] && sound
report $? "is left as it was"
usual
[ $status -eq 1 ] && [ "$(runs)" -ge "$before" ] && sound
report $? "and takes the run once it is free" "$tmp/err"

# A full disk: under the database, under the state folder, under the output.
disk=$tmp/disk
mkdir "$disk"
if mount -t tmpfs -o size=2m tmpfs "$disk" 2>/dev/null; then
	mounted=$disk
	cp "$tmp/gup.db" "$disk/gup.db"
	had=$(runs "$disk/gup.db")
	dd if=/dev/zero of="$disk/fill" bs=1k 2>/dev/null
	printf '/* and another */\n' >>"$tree/drivers/torn.c"
	"$gup" scan --state "$tmp/state" --db "$disk/gup.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	status=$?
	errors
	[ $status -eq 2 ] && one_line "$tmp/err1" "$disk/gup.db" "space"
	report $? "a full disk under the database" "$tmp/err"
	rm "$disk/fill"
	[ "$(runs "$disk/gup.db")" -eq "$had" ] && sound "$disk/gup.db"
	report $? "leaves the runs that it holds"
	"$gup" scan --state "$tmp/state" --db "$disk/gup.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 1 ] && [ "$(runs "$disk/gup.db")" -gt "$had" ]
	report $? "and with space again the scan completes" "$tmp/err"

	rm -f "$disk"/*
	dd if=/dev/zero of="$disk/fill" bs=1k count=2032 2>/dev/null
	"$gup" scan --state "$disk/state" --db "$tmp/other.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ $status -eq 2 ] && grep -q "$disk/state.*[Nn]o space" "$tmp/err" && [ ! -e "$tmp/other.db" ]
	report $? "a full disk under the state folder" "$tmp/err"
	rm "$disk/fill"
	"$gup" scan --state "$disk/state" --db "$tmp/other.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 1 ] && [ "$(sql 'SELECT count(*) FROM sites' "$tmp/other.db")" -eq 4 ]
	report $? "with space again that scan completes, too" "$tmp/err"
	umount "$disk" && mounted=
else
	for what in 1 2 3 4 5; do
		report 0 "a full disk, part $what # SKIP mounting a small disk is not allowed here"
	done
fi
for command in "report" "report --format json" "report --format csv" "report --format md" "export"; do
	# shellcheck disable=SC2086 # words
	"$gup" $command --db "$tmp/gup.db" >/dev/full 2>"$tmp/err"
	[ $? -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
	report $? "a full disk under the output of $command" "$tmp/err"
done

# Two scans at once on one state folder: the second says so and touches nothing.
{
	cat "$tree/drivers/mini.c"
	printf '#define A(x) x x\n#define B(x) A(A(A(A(A(A(A(A(x))))))))\n#define C(x) B(B(x))\n#define D(x) B(C(x))\n'
	printf 'int slow(void)\n{\n\tint n = 0;\n\tD(n++;)\n\treturn n;\n}\n'
} >"$tree/drivers/hang.c"
compdb "$tmp/cc.json" mini torn hang
before=$(runs)
"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" --timeout 8 "$tree" >"$tmp/out1" 2>"$tmp/err1" &
first=$!
sleep 1
usual --timeout 8
[ $status -eq 2 ] && one_line "$tmp/err" "another scan" "$tmp/state"
report $? "a second scan at once on one state folder" "$tmp/err"
wait $first
[ $? -eq 2 ] && grep -q 'drivers/hang.c' "$tmp/err1" && [ "$(runs)" -eq $((before + 1)) ] && sound
report $? "does not disturb the first" "$tmp/err1"
finish
