# SPDX-License-Identifier: GPL-2.0-or-later
"""The prepared kernel 6.12 as the tests of gup-sparse use it: nothing in it is ever written to."""
import os
import shlex
import subprocess

CACHE = os.environ.get("GUP_CACHE") or os.path.expanduser("~/.cache/gupcheck")
TREE = os.path.join(CACHE, "trees", "linux-source-6.12")
OBJ = os.path.join(CACHE, "obj", "6.12-x86_64")
# What a scan by an earlier test left of its state.
STATE = os.path.join(os.environ.get("TMPDIR") or "/nonexistent", "state-6.12")
TOOLS = ["LLVM=-19", "CC=clang-19", "LD=ld.lld-19", "HOSTCC=clang-19"]
# Small consumers of user pages, from all over the tree.
OBJECTS = """
drivers/fpga/dfl-afu-dma-region.o drivers/gpu/drm/etnaviv/etnaviv_gem.o
drivers/media/common/videobuf2/frame_vector.o drivers/media/pci/ivtv/ivtv-udma.o
drivers/media/pci/ivtv/ivtv-yuv.o drivers/misc/bcm-vk/bcm_vk_sg.o drivers/misc/xilinx_sdfec.o
drivers/rapidio/devices/rio_mport_cdev.o drivers/scsi/st.o drivers/tee/tee_shm.o
drivers/vdpa/vdpa_user/vduse_dev.o drivers/vhost/vdpa.o drivers/virt/acrn/mm.o fs/fuse/dev.o
fs/orangefs/orangefs-bufmap.o net/rds/rdma.o
""".split()


def environment():
    env = dict(os.environ, LC_ALL="C")
    for name in ("MAKEFLAGS", "MAKELEVEL", "ARCH", "CROSS_COMPILE"):
        env.pop(name, None)
    return env


def farm(tree, rel, path):
    """A tree of links to the real one; folders on @path are real, so that a file can differ."""
    os.makedirs(os.path.join(tree, rel), exist_ok=True)
    for name in os.listdir(os.path.join(TREE, rel)):
        if len(path) > 1 and name == path[0]:
            farm(tree, os.path.join(rel, name), path[1:])
        elif not path or name != path[0]:
            os.symlink(os.path.join(TREE, rel, name), os.path.join(tree, rel, name))


def last_command(line, mark):
    """The arguments behind the last @mark of a line that make prints."""
    args = shlex.split(line[line.rindex(mark) + len(mark):].strip().rstrip(";"))
    return args[:args.index(";")] if ";" in args else args


def planned(gupcheck):
    """The objects of all units that a scan plans, without those that join."""
    run = subprocess.run([gupcheck, "plan", "-O", OBJ, TREE], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True, check=True)
    return objects_of(run.stdout)


def objects_of(plan):
    return [x.split("\t")[1][:-2] + ".o" for x in plan.splitlines() if x.startswith("unit\t")]


def chosen(args, gupcheck):
    """The objects that the command line of a test names: `all`: what is planned now; none: what was
    planned for STATE, else some."""
    if args == ["all"]:
        return planned(gupcheck)
    if args or not os.path.isdir(STATE):
        return args or OBJECTS
    with open(os.path.join(STATE, "plan.tsv"), encoding="utf-8") as f:
        return objects_of(f.read())


def commands(objects):
    """{source: arguments of the checker}, from a dry run."""
    if not objects:
        return {}
    run = subprocess.run(["make", "-C", OBJ, "-n", "V=1", "C=2", "CHECK=@CHECK@", *TOOLS, *objects],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True,
                         check=False)
    found = {}
    for line in run.stdout.splitlines():
        if "@CHECK@ " in line:
            args = last_command(line, "@CHECK@ ")
            if args[-1].endswith(".c"):
                found[os.path.relpath(args[-1], TREE)] = args
    return {o[:-2] + ".c": found[o[:-2] + ".c"] for o in objects if o[:-2] + ".c" in found}
