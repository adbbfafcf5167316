# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests in this folder: TAP lines, and a miniature kernel tree.
src=${GUPCHECK_SRC:?}
gup=${GUPCHECK:?}
cache=${GUP_CACHE:-$HOME/.cache/gupcheck}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 fail=0
export LC_ALL=C

report() { # STATUS TEXT [FILE-TO-SHOW-ON-FAILURE]
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3-}" ] || sed 's/^/# /' "$3" | head -30
		fail=1
	fi
}

finish() {
	echo "1..$n"
	exit $fail
}

# What plan and scan take for a kernel tree, with one driver that takes and drops a page.
mini_tree() { # FOLDER
	mkdir -p "$1/arch/x86/include/asm" "$1/scripts" "$1/include/linux" "$1/mm" "$1/drivers"
	printf 'VERSION = 6\nPATCHLEVEL = 99\nSUBLEVEL = 1\nEXTRAVERSION = -mini\n' >"$1/Makefile"
	printf 'config MINI\n\tbool "mini"\n' >"$1/Kconfig"
	printf 'List of maintainers\n\nMINI\nM:\tA <a@b.c>\nF:\tdrivers/\n' >"$1/MAINTAINERS"
	: >"$1/scripts/Makefile.build"
	: >"$1/include/linux/kernel.h"
	printf 'obj-y += mini.o\n' >"$1/drivers/Makefile"
	cat >"$1/drivers/mini.c" <<'EOF'
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			 struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);

int mini(unsigned long addr)
{
	struct page *page;
	long n = pin_user_pages_fast(addr, 1, 1, &page);

	if (n != 1)
		return -14;
	unpin_user_pages(&page, 1);
	return 0;
}
EOF
}

# one_line FILE PATTERN...: the file holds one line, and it holds each text
one_line() {
	[ "$(wc -l <"$1")" -eq 1 ] || return 1
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || return 1
	done
}
