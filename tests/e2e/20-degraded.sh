#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel whose own build cannot help: not configured, or prepared in part.  It is scanned all
# the same, and everything that is shown says how far it can be trusted.  The tree is one of
# links to a real kernel; a dozen files are copies, and only these are candidates.
. "$(dirname "$0")/../plan/lib.sh"

kernel=$cache/trees/linux-source-6.12
obj=$cache/obj/6.12-x86_64
tree=$tmp/tree
db=$tmp/gup.db

# Makes a folder of the tree, and those above it, real ones with links to what the kernel's hold.
real() { # FOLDER
	[ "$1" != . ] || return 0
	real "$(dirname "$1")"
	if [ -L "$tree/$1" ]; then
		rm "$tree/$1"
	elif [ -e "$tree/$1" ]; then
		return
	fi
	mkdir "$tree/$1" || exit 1
	for entry in "$kernel/$1"/*; do
		case $entry in
		*/bounds.c) ln -s "$entry" "$tree/$1" ;; # include/generated/bounds.h is made from it
		*.c) ;; # links count as candidates, too
		*) ln -s "$entry" "$tree/$1" ;;
		esac
	done
}
mkdir "$tree" && ln -s "$kernel"/* "$tree" || exit 1
for file in mm/process_vm_access.c mm/gup_test.c net/rds/info.c fs/coredump.c virt/kvm/async_pf.c \
	kernel/trace/trace_events_user.c drivers/misc/bcm-vk/bcm_vk_sg.c drivers/misc/xilinx_sdfec.c \
	drivers/misc/vmw_vmci/vmci_host.c drivers/infiniband/hw/usnic/usnic_uiom.c \
	arch/powerpc/kvm/e500_mmu.c arch/x86/kvm/Makefile drivers/misc/bcm-vk/bcm_vk_sg.h; do
	real "$(dirname "$file")"
	# a link left in the path would have the kernel itself written to
	[ "$(readlink -f "$tree/$(dirname "$file")")" = "$(readlink -f "$tree")/$(dirname "$file")" ] || exit 1
	cp --remove-destination "$kernel/$file" "$tree/$file" || exit 1
done

scan() { # STATE ARGUMENT...
	state=$tmp/$1
	shift
	"$gup" scan --state "$state" --db "$db" "$@" "$tree" >"$tmp/out" 2>"$tmp/err"
	status=$?
	run=$(sqlite3 "$db" 'SELECT max(id) FROM runs')
	sql "SELECT path, trust, errors, reason FROM unit_list WHERE run = $run" | cut -c1-160 | sed 's/^/# /'
}
sql() { # QUERY
	sqlite3 -batch -noheader -separator ' ' "$db" "$1"
}
check_trust() { # TITLE REASON
	[ $status -le 1 ] && [ "$(sql "SELECT count(*) FROM unit_list WHERE run = $run")" -eq 11 ]
	report $? "$1: scanned ($(head -1 "$tmp/out"))" "$tmp/err"
	sql "SELECT * FROM unit_list WHERE run = $run AND NOT (trust = 'recovered' AND reason != '' OR
		path LIKE 'arch/powerpc/%' AND trust = 'not-parsed' AND reason = 'other architecture: powerpc')" >"$tmp/odd"
	[ ! -s "$tmp/odd" ]
	report $? "$1: no unit is trusted more than recovered, each says why" "$tmp/odd"
	! sql "SELECT reason FROM unit_list WHERE run = $run AND errors = 0 AND trust = 'recovered'" | grep -v "$2" >"$tmp/odd"
	report $? "$1: the reason is '$2'" "$tmp/odd"
	sql "SELECT path, line, function, trust FROM site_list JOIN unit_list USING (run, path)
		WHERE run = $run AND trust = 'not-parsed' AND (status != 'unknown' OR confidence > 0)" >"$tmp/odd"
	[ ! -s "$tmp/odd" ]
	report $? "$1: what hangs on files that were not parsed is unknown" "$tmp/odd"
	sql "SELECT path, line, function, confidence FROM site_list JOIN unit_list USING (run, path)
		WHERE run = $run AND trust = 'recovered' AND status NOT IN ('unknown', 'test', 'core') AND confidence > 0.8" >"$tmp/odd"
	[ ! -s "$tmp/odd" ] && [ "$(sql "SELECT count(*) FROM site_list WHERE run = $run AND status IN ('converted', 'unconverted', 'exempt')")" -ge 4 ]
	report $? "$1: there are verdicts, none of them as certain as on a prepared tree" "$tmp/odd"
	"$gup" report --db "$db" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 0 ] && grep -q '10 recovered; 1 not parsed' "$tmp/out" && grep -q 'recovered: .*'"$2" "$tmp/out"
	report $? "$1: the report shows the degrees of trust and the reasons" "$tmp/out"
	"$gup" report --db "$db" --format json | python3 -c '
import json, sys
units = json.load(sys.stdin)["run"]["coverage"]["units"]
sys.exit((units["total"], units["clean"], units["recovered"], units["not_parsed"]) != (11, 0, 10, 1))'
	report $? "$1: so does the JSON"
}

scan none
one_line "$tmp/err" "flags are synthesised for x86_64" "the tree is not configured"
report $? "not configured: one line says what that means" "$tmp/err"
check_trust "not configured" "flags synthesised"
sql "SELECT path, line, function, api, seen_by FROM site_list WHERE run = $run AND seen_by & 2 = 0 AND path NOT LIKE 'arch/powerpc/%'" >"$tmp/odd"
[ ! -s "$tmp/odd" ]
report $? "not configured: clang saw every call that Coccinelle saw" "$tmp/odd"
sql "SELECT path, line, function, status FROM site_list WHERE run = $run AND path NOT LIKE 'arch/powerpc/%' ORDER BY 1, 2" >"$tmp/before"

# A header that is not there: what depends on it cannot be judged.
rm "$tree/drivers/misc/bcm-vk/bcm_vk_sg.h"
scan none
sql "SELECT trust, errors > 0, reason FROM unit_list WHERE run = $run AND path = 'drivers/misc/bcm-vk/bcm_vk_sg.c'" >"$tmp/unit"
[ $status -le 1 ] && grep -q '^recovered 1 .*bcm_vk_sg.h' "$tmp/unit"
report $? "a missing header: the unit is recovered, the header named: $(cut -c1-150 "$tmp/unit")" "$tmp/err"
[ "$(sql "SELECT s.status, text FROM site_list s JOIN sites x ON x.run_id = s.run AND x.fingerprint = s.fingerprint JOIN evidence ON site_id = x.id
	WHERE s.run = $run AND s.path = 'drivers/misc/bcm-vk/bcm_vk_sg.c' AND seq = 0")" = 'unknown clang met an error inside the function: nothing certain can be said' ]
report $? "the function with errors gives unknown, and the evidence says so"
[ "$(sql "SELECT count(*) FROM finding_list WHERE run = $run AND path = 'drivers/misc/bcm-vk/bcm_vk_sg.c'")" -eq 0 ]
report $? "and no finding"
sql "SELECT path, line, function, status FROM site_list WHERE run = $run AND path NOT LIKE 'arch/powerpc/%' ORDER BY 1, 2" |
	diff "$tmp/before" - | grep '^[<>]' | grep -v bcm-vk >"$tmp/odd"
[ ! -s "$tmp/odd" ]
report $? "the other verdicts stay" "$tmp/odd"
cp "$kernel/drivers/misc/bcm-vk/bcm_vk_sg.h" "$tree/drivers/misc/bcm-vk"

# A preparation that broke: configured, but nothing was generated.
part=$tmp/obj
mkdir -p "$part/include"
cp -r "$obj/include/config" "$part/include"
cp "$obj/.config" "$part"
scan half -O "$part"
check_trust "generated headers removed" "generated headers were missing"
[ ! -e "$part/include/generated" ] && [ ! -e "$part/arch" ]
report $? "nothing is generated in the object directory"

# Only a configuration: kbuild has not even read it.
rm -r "$part/include"
scan bare -O "$part"
check_trust "only a .config" "flags synthesised"
finish
