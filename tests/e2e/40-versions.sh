#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two kernels in one database: what was converted between them is what a comparison of the two trees by
# text says; the reports show it.  GUP_TWO_KERNELS may name a database that has both already, as the
# one has that 10-kernel.sh leaves in the folder of a test run.
. "$(dirname "$0")/../plan/lib.sh"

old=$cache/trees/linux-source-6.1 new=$cache/trees/linux-source-6.12
[ -n "${GUP_TWO_KERNELS-}" ] || [ ! -s "${TMPDIR-}/two-kernels.db" ] || GUP_TWO_KERNELS=$TMPDIR/two-kernels.db
db=${GUP_TWO_KERNELS:-$tmp/gup.db}
if [ -z "${GUP_TWO_KERNELS-}" ]; then
	# other units join only to follow pages further: they add no sites
	"$gup" scan --no-join --state "$tmp/old" --db "$db" -O "$cache/obj/6.1-x86_64" "$old" >"$tmp/out" 2>&1 || [ $? -eq 1 ]
	report $? "6.1 is scanned" "$tmp/out"
	"$gup" scan --no-join --state "$tmp/new" --db "$db" -O "$cache/obj/6.12-x86_64" "$new" >"$tmp/out" 2>&1 || [ $? -eq 1 ]
	report $? "6.12 is scanned" "$tmp/out"
fi

"$src/tests/e2e/compare_trees.py" "$old" "$new" >"$tmp/want"
"$gup" diff --db "$db" 6.1 6.12 --format json >"$tmp/diff.json" 2>"$tmp/err"
python3 - "$tmp/diff.json" >"$tmp/have" <<'P'
import json, sys
with open(sys.argv[1]) as f:
    d = json.load(f)
print(*sorted({s["is"]["path"] for s in d["sites"] if s["converted"]}), sep="\n")
P
[ -s "$tmp/want" ] && diff "$tmp/want" "$tmp/have" >"$tmp/out"
report $? "the $(wc -l <"$tmp/want") files that were converted are those that the trees' text says" "$tmp/out"
sed 's/^/# /' "$tmp/want"

"$gup" diff --db "$db" 6.1 6.12 --fail-on none >"$tmp/out" 2>&1 && grep -q '^BLOCK LAYER  *[1-9]' "$tmp/out" &&
	[ "$(sed -n '/^converted$/,/^$/p' "$tmp/out" | grep -c '^  ')" -ge "$(wc -l <"$tmp/want")" ]
report $? "they are listed, and counted by subsystem" "$tmp/out"
python3 - "$tmp/diff.json" "$old" "$new" >"$tmp/out" 2>&1 <<'P'
import json, os, re, sys
d, old, new = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
bad = []
for s in d["sites"]:
    was, now = s["was"], s["is"]
    if s["state"] == "gone" and os.path.exists(os.path.join(new, was["path"])):
        # the file is still there: then its function calls that no more
        text = open(os.path.join(new, was["path"]), errors="replace").read()
        if text.count(was["api"] + "(") > open(os.path.join(old, was["path"]), errors="replace").read().count(was["api"] + "("):
            bad.append(f"gone, but called more often: {was['path']} {was['api']}")
    if s["state"] in ("moved", "changed") and was["path"] != now["path"] and os.path.exists(os.path.join(new, was["path"])):
        text = open(os.path.join(new, was["path"]), errors="replace").read()
        # a definition starts in the first column
        if re.search(rf"^\w[^;\n]*\b{re.escape(was['function'])}\([^;]*$", text, re.M):
            bad.append(f"moved, but the function is still there: {was['path']} {was['function']}")
print(*bad, sep="\n")
sys.exit(bool(bad))
P
report $? "what is gone or moved is so in the trees" "$tmp/out"

"$gup" report --db "$db" --format html >"$tmp/report.html" 2>"$tmp/err" && size=$(wc -c <"$tmp/report.html") &&
	[ "$size" -lt 5000000 ] && grep -q '"version":"6\.1\.' "$tmp/report.html" && grep -q '"version":"6\.12\.' "$tmp/report.html"
report $? "one HTML page has both, in ${size-?} bytes" "$tmp/err"
for f in text md json csv sarif gitlab html; do
	"$gup" report --db "$db" --run 6.12 --format $f >"$tmp/a" 2>"$tmp/err" && "$gup" report --db "$db" --run 6.12 --format $f >"$tmp/b" && cmp -s "$tmp/a" "$tmp/b" || break
	last=$f
done
[ "${last-}" = html ]
report $? "every format is the same twice" "$tmp/err"
finish
