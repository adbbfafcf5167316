# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests in this folder: a miniature kernel with two drivers that get pages.
. "$(dirname "$0")/../plan/lib.sh"

# One driver keeps its pages for one call, the other's are dropped in another file.
convert_tree() { # FOLDER
	mini_tree "$1"
	rm "$1/drivers/mini.c"
	mkdir -p "$1/drivers/misc/once" "$1/drivers/misc/kept"
	cp "$src/tests/mini/gup.h" "$1/include/linux/mm.h"
	cat >"$1/MAINTAINERS" <<'EOT'
List of maintainers

KEPT DRIVER
M:	Keeper <keeper@example.org>
L:	kept@example.org
F:	drivers/misc/kept/

ONCE DRIVER (ONE)
M:	Oncer <oncer@example.org>
F:	drivers/misc/once/

THE REST
L:	linux-kernel@example.org
F:	*
F:	*/
EOT
	cat >"$1/drivers/misc/once/once.c" <<'EOT'
// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

int once_start(unsigned long addr, struct device *dev);
void once_other(struct page *other);

int once_start(unsigned long addr, struct device *dev)
{
	struct page *page;
	dma_addr_t dma;
	int ret; /* of get_user_pages_fast() */

	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = hw_start(dma, PAGE_SIZE);
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	set_page_dirty_lock(page);
	put_page(page);
	return ret;
}

/* of another's page */
void once_other(struct page *other)
{
	put_page(other);
}
EOT
	cat >"$1/drivers/misc/kept/kept.h" <<'EOT'
/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/mm.h>

struct kept {
	struct page **pages;
	int nr;
};

int kept_open(struct kept *k, unsigned long addr, int nr, struct device *dev);
void kept_close(struct kept *k);
int kept_probe(struct device *dev, unsigned long addr);
EOT
	cat >"$1/drivers/misc/kept/open.c" <<'EOT'
// SPDX-License-Identifier: GPL-2.0
#include "kept.h"

int kept_open(struct kept *k, unsigned long addr, int nr, struct device *dev)
{
	int got, i;

	k->pages = kcalloc(nr, sizeof(*k->pages), GFP_KERNEL);
	if (!k->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, 0, k->pages);
	if (got != nr) {
		for (i = 0; i < got; i++)
			put_page(k->pages[i]);
		kfree(k->pages);
		return -EFAULT;
	}
	k->nr = nr;
	dma_map_page(dev, k->pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return 0;
}
EOT
	cat >"$1/drivers/misc/kept/close.c" <<'EOT'
// SPDX-License-Identifier: GPL-2.0
#include "kept.h"

void kept_close(struct kept *k)
{
	int i;

	for (i = 0; i < k->nr; i++)
		put_page(k->pages[i]);
	kfree(k->pages);
}

/* pins already */
int kept_probe(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	unpin_user_page(page);
	return 0;
}
EOT
	convert_scripts "$1"
}

# What the kernel has under these names, as far as a conversion asks: "file:1: WARNING:TYPE: text" and
# status 1, or nothing; "NAME <address> (role:SECTION)".
convert_scripts() { # FOLDER
	cat >"$1/scripts/checkpatch.pl" <<'EOT'
my $file = $ARGV[-1];
open(my $in, "<", $file) or die "cannot open $file";
while (<$in>) {
	next unless /^\+.*kernel_style_is_wrong/;
	print "$file:$.: WARNING:STYLE: this is not our style\n";
	exit 1;
}
EOT
	cat >"$1/scripts/get_maintainer.pl" <<'EOT'
my $kept = grep { m{/kept/} } @ARGV;
print $kept ? "Keeper <keeper\@example.org> (maintainer:KEPT DRIVER)\n"
	: "Oncer <oncer\@example.org> (supporter:ONCE DRIVER (ONE))\n";
print "kept\@example.org (open list:KEPT DRIVER)\n" if $kept;
print "linux-kernel\@example.org (open list)\n";
EOT
}

# The flags that a build would have; NAME... are files.
convert_flags() { # TREE NAME...
	tree_=$1
	shift
	printf '['
	sep=
	for f; do
		printf '%s{"directory": "%s", "file": "%s", "arguments": ["clang", "-c", "-Iinclude", "-Wall", "%s"]}' \
			"$sep" "$tree_" "$f" "$f"
		sep=,
	done
	printf ']'
}

# scan TREE: into $tmp/state and $tmp/gup.db
scan() {
	(cd "$1" && convert_flags "$1" $(find drivers -name '*.c' | sort)) >"$tmp/cc.json"
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$1" \
		>"$tmp/scan.out" 2>"$tmp/scan.err"
}

convert() { # ARGUMENT...
	"$gup" convert --state "$tmp/state" --db "$tmp/gup.db" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

# Nothing of a conversion is left behind.
no_litter() { # TREE
	! find "$1" -name '*.gup-*' -o -name '*.tmp.*' | grep -q . &&
		! find "$TMPDIR" -maxdepth 1 -name 'gupcheck-convert.*' | grep -q .
}
