#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Units of linux-source-6.12 with and without precompiled headers: the same facts, byte for byte.
# A handful; with GUP_PCH_ALL set, all that a scan plans, with those that join (a quarter of an hour).
. "$(dirname "$0")/../plan/lib.sh"

tree=$cache/trees/linux-source-6.12
obj=$cache/obj/6.12-x86_64
[ -d "$tree" ] && [ -d "$obj" ] || {
	echo "1..0 # SKIP linux-source-6.12 is not prepared"
	exit 0
}
some='drivers/infiniband/core/umem.c drivers/infiniband/hw/qib/qib_user_pages.c
drivers/infiniband/hw/hfi1/user_pages.c drivers/infiniband/hw/mthca/mthca_memfree.c drivers/vhost/vdpa.c
drivers/rapidio/devices/rio_mport_cdev.c drivers/xen/privcmd.c drivers/virt/acrn/mm.c fs/fuse/dev.c
drivers/misc/vmw_vmci/vmci_host.c mm/process_vm_access.c kernel/futex/core.c block/blk-map.c mm/mlock.c
io_uring/rsrc.c lib/scatterlist.c'

scan() { # STATE ARGUMENT...
	s=$1
	shift
	"$gup" scan --state "$tmp/$s" --db "$tmp/$s.db" -O "$obj" "$@" "$tree" >"$tmp/out" 2>"$tmp/err"
	[ $? -le 1 ]
}
if [ -n "${GUP_PCH_ALL-}" ]; then
	scan fast
	planned=$?
else
	"$gup" plan -O "$obj" --state "$tmp/plan" "$tree" >"$tmp/plan.tsv" 2>"$tmp/err"
	python3 - "$tmp" "$tree" $some <<'P'
import json, sys
tmp, tree, *some = sys.argv[1:]
out = []
for line in open(f"{tmp}/plan.tsv"):
    f = line.rstrip("\n").split("\t")
    if f[0] == "unit" and f[1] in some:
        args = open(f"{tmp}/plan/args/{f[4]}.args").read().split("\n")[:-1]
        out.append({"directory": args[0], "file": f"{tree}/{f[1]}",
                    "arguments": ["clang"] + args[1:] + ["-c", f"{tree}/{f[1]}"]})
json.dump(out, open(f"{tmp}/cc.json", "w"))
P
	scan fast --no-join --compile-commands "$tmp/cc.json"
	planned=$?
fi
report $planned "a scan with precompiled headers" "$tmp/err"

units=$(awk -F'\t' '$1 == "unit" || $1 == "joined"' "$tmp/fast/plan.tsv" | wc -l)
with=$(grep -c '^unit' "$tmp/fast/pch/units.tsv")
refused=$(find "$tmp/fast/facts" -name '*.nopch' | wc -l)
[ "$units" -ge 12 ] && [ "$with" -gt $((units * 3 / 4)) ] && [ "$refused" -lt $((units / 10 + 1)) ]
report $? "$with of $units units get one, clang refuses $refused of these"

: >"$tmp/diff"
mkdir "$tmp/slow"
awk -F'\t' '$1 == "unit" || $1 == "joined" {print $2 "\t" $5}' "$tmp/fast/plan.tsv" >"$tmp/list"
while IFS='	' read -r path index; do
	printf '%s\0%s\0' "$path" "$index"
done <"$tmp/list" | xargs -0 -n 2 -P 2 sh -c '
	"$1" extract --tree "$2" --args "$3/fast/args/$5.args" --unit "$4" -o "$3/slow/$5.gir" --depfile "$3/slow/$5.d"
' sh "$gup" "$tree" "$tmp" 2>"$tmp/err"
while IFS='	' read -r path index; do
	cmp -s "$tmp/slow/$index.gir" "$tmp/fast/facts/$index.gir" || echo "$path" >>"$tmp/diff"
done <"$tmp/list"
[ ! -s "$tmp/diff" ]
report $? "the facts of all are the same, byte for byte" "$tmp/diff"

# what ninja is told to wait for: each file that the slow way reads
: >"$tmp/diff"
files() {
	sed 's/\\$//; s/^[^ ]*:$//' "$1" | tr -s ' ' '\n' | sed '/^$/d' | sort -u
}
while IFS='	' read -r path index; do
	files "$tmp/slow/$index.d" >"$tmp/want"
	files "$tmp/fast/facts/$index.d" >"$tmp/have"
	comm -3 "$tmp/want" "$tmp/have" | grep -v '^	*facts/\|^	*/.*\.gir' | sed "s|^|$path: |" >>"$tmp/diff"
done <"$tmp/list"
[ ! -s "$tmp/diff" ]
report $? "and so are the names of the files that they depend on" "$tmp/diff"
finish
