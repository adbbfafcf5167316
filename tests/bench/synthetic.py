# SPDX-License-Identifier: GPL-2.0-or-later
"""A tree of made up drivers, as large as wanted: what the planner and the link take for it.

Each driver takes pages by a wrapper of its own, keeps them in a struct, drops them in another function and
on a path that fails, and calls a function of the driver before it; so there are sites, storage, wrappers
and calls over files to be followed, as many a unit whatever the size."""
import json
import os
import subprocess

from farm import GUP
from measure import run, run_all

DRIVER = """\
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
void *kmalloc(unsigned long size, unsigned int flags);
void kfree(const void *p);
int made_up_%(before)d_check(unsigned long addr);

struct made_up_%(nr)d {
	struct page **pages;
	int nr;
};

static int made_up_%(nr)d_get(struct made_up_%(nr)d *m, unsigned long addr, int nr)
{
	int got = pin_user_pages_fast(addr, nr, 1, m->pages);

	if (got < 0)
		return got;
	if (got < nr) {
		unpin_user_pages(m->pages, got);
		return -14;
	}
	m->nr = got;
	return 0;
}

int made_up_%(nr)d_check(unsigned long addr)
{
	return addr & 4095 ? -22 : 0;
}

struct made_up_%(nr)d *made_up_%(nr)d_map(unsigned long addr, int nr)
{
	struct made_up_%(nr)d *m = kmalloc(sizeof(*m), 0);

	if (!m)
		return 0;
	m->pages = kmalloc(nr * sizeof(*m->pages), 0);
	if (!m->pages)
		goto no_pages;
	if (made_up_%(before)d_check(addr) || made_up_%(nr)d_get(m, addr, nr))
		goto no_pins;
	return m;
no_pins:
	kfree(m->pages);
no_pages:
	kfree(m);
	return 0;
}

void made_up_%(nr)d_unmap(struct made_up_%(nr)d *m)
{
	unpin_user_pages(m->pages, m->nr);
	kfree(m->pages);
	kfree(m);
}
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def make_tree(n, tree):
    """Return: the compile database"""
    write(tree + "/Makefile", "VERSION = 6\nPATCHLEVEL = 99\nSUBLEVEL = 1\nEXTRAVERSION =\n")
    write(tree + "/Kconfig", "")
    write(tree + "/MAINTAINERS", "List of maintainers\n\nMADE UP\nM:\tA <a@b.c>\nF:\tdrivers/\n")
    write(tree + "/scripts/Makefile.build", "")
    write(tree + "/include/linux/kernel.h", "")
    write(tree + "/arch/x86/include/asm/a.h", "")
    write(tree + "/mm/a.h", "")
    entries = []
    for i in range(n):
        path = f"drivers/d{i // 100}/m{i}.c"
        write(f"{tree}/{path}", DRIVER % {"nr": i, "before": i - 1 if i % 10 else i})
        entries.append({"directory": tree, "file": path, "command": f"gcc -c {path}"})
    write(tree + "/compile_commands.json", json.dumps(entries))
    return tree + "/compile_commands.json"


def measure_set(n, where):
    """{"plan", "again", "link": what it took}"""
    tree, state = where + "/tree", where + "/state"
    compdb = make_tree(n, tree)
    plan = [GUP, "plan", "--compile-commands", compdb, "--state", state, tree]
    cost = {"plan": run(plan), "again": run(plan)}
    with open(state + "/plan.tsv", encoding="utf-8") as f:
        units = [x.rstrip("\n").split("\t") for x in f if x.startswith("unit\t")]
    assert len(units) == n
    for name in ("facts", "cocci"): # no inventory: the sites are those of clang
        os.makedirs(f"{state}/{name}", exist_ok=True)
    run_all([([GUP, "extract", "--tree", tree, "--args", f"{state}/args/{u[4]}.args", "--unit", u[1], "-o", f"{state}/facts/{u[4]}.gir"], state)
             for u in units])
    cost["link"] = run([GUP, "link", "--state", state, "--db", where + "/gup.db"])
    sites = subprocess.run(["sqlite3", where + "/gup.db", "SELECT count(*) FROM sites"], stdout=subprocess.PIPE, text=True, check=True)
    assert int(sites.stdout) == n, sites.stdout
    return cost
