#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A sample of real files goes back into get/put form and is converted; tests/e2e/50-roundtrip.sh does it
# with all.
. "$(dirname "$0")/../plan/lib.sh"

tree=$cache/trees/linux-source-6.12
"$src/tests/convert/roundtrip.py" "$tree" net/rds/info.c net/rds/rdma.c net/xdp/xdp_umem.c drivers/scsi/st.c >"$tmp/out" 2>&1
report $? "6.12, four files: $(tail -1 "$tmp/out")" "$tmp/out"

"$src/tests/convert/roundtrip.py" --keep-loops "$tree" net/rds/rdma.c drivers/virt/acrn/mm.c >"$tmp/out" 2>&1 &&
	grep -q '(100.0%), [0-9]* to the same calls (100.0%)' "$tmp/out"
report $? "6.12, two files, loops stay: $(tail -1 "$tmp/out")" "$tmp/out"

# That a loss would be seen: a release that is not on the list stays a put.
cat >"$tmp/lose.py" <<'P'
import sys
sys.path.insert(0, sys.argv.pop(1))
import roundtrip
all_spots = roundtrip.invert
def invert(*args):
    spots, without = all_spots(*args)
    return [s for s in spots if s[0] != "release" or s[4] != "rds_info_getsockopt"], without
roundtrip.invert = invert
sys.exit(roundtrip.main())
P
python3 "$tmp/lose.py" "$src/tests/convert" "$tree" net/rds/info.c >"$tmp/out" 2>&1
[ $? -eq 1 ] && grep -q 'not restored: net/rds/info.c: rds_info_getsockopt()' "$tmp/out"
report $? "a release that is left out is seen" "$tmp/out"
finish
