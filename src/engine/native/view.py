"""Runs a program in a root of its own, with nothing else of this machine behind it.

view.py TREE|'' FOLDER|'' COUNT [FROM TO ro|rw]... PROGRAM [ARG]...

The root holds /usr and a few files of /etc of this machine, read-only, and COUNT files or folders besides. The
machine's own root is not in it (pivot_root(2)), and the program has no right to bring it back: it cannot mount, make
device nodes, open files by handle or trace others, and nothing that it starts gets more rights (capabilities(7),
PR_SET_NO_NEW_PRIVS, system_calls.py). So what is behind /proc/1/root, or at the end of an absolute link, is this root.
There is no network.

FOLDER is where the program works, by its name on this machine: it is one of those that are shown, or below one.
Without it the program starts in the root.

TREE is one of the folders that are shown, and is made ready for its own programs. A mount point in it that is reached
by a symbolic link is refused: it would lead out of the tree. All mounts are made in a namespace that ends with the
program.

bubblewrap does the same. AppArmor's profile for it, which Ubuntu has since 25.04, takes all capabilities from what it
runs, and a root tree cannot be made without them.
"""

import ctypes
import os
import stat
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from system_calls import refuse_system_calls  # noqa: E402

# sched.h
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWNET = \
    0x00020000, 0x04000000, 0x08000000, 0x20000000, 0x40000000
# sys/mount.h
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = \
    1, 2, 4, 8, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
KEPT_FLAGS = {"nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC}
# linux/prctl.h
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 1, 24, 38, 47, 4
# linux/capability.h: what packages and scripts need for files of all owners, and for programs of other users. Those of
# container-args.ts are the same.
CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SYS_CHROOT, SETFCAP = 0, 1, 3, 4, 5, 6, 7, 18, 31
KEPT_CAPABILITIES = (CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SYS_CHROOT, SETFCAP)
LAST_CAPABILITY = 63
CAPABILITY_VERSION_3 = 0x20080522

# Where the new root is made: no file that a program works on lies there.
NEW = "/sys"
# By them programs find libraries, each other, names of owners and what digests may be trusted.
ETC = ("alternatives", "crypto-policies", "group", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "nsswitch.conf",
       "passwd", "rpm")
# Folders that a chroot may lie below.
DEEPEST = 256
NODES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0),
         "console": (5, 1)}

# signal(7). Python's own module for them would take a tenth of the time that a program needs to start.
SIG_DFL, SIGINT, SIGKILL, SIGPIPE, SIGXFSZ = None, 2, 9, 13, 25

libc = ctypes.CDLL(None, use_errno=True)


class Refusal(Exception):
    pass


def call(name, *arguments):
    words = [os.fsencode(one) if isinstance(one, str) else one for one in arguments]
    if getattr(libc, name)(*words) < 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (name, os.strerror(number)), arguments[1] if name == "mount" else None)


def mount(source, point, kind=None, flags=0, data=None):
    call("mount", source, point, kind, ctypes.c_ulong(flags), data)


def mount_memory(point, mode):
    mount("tmpfs", point, "tmpfs", MS_NOSUID | MS_NODEV, "mode=" + mode)


def make_read_only(points):
    """Also what is mounted below. A user namespace may not take away other flags (mount_namespaces(7))."""
    with open("/proc/self/mountinfo", "rb") as file:
        lines = [line.split(b" ") for line in file]
    for fields in lines:
        place = os.fsdecode(fields[4].decode("unicode_escape").encode("latin1"))
        if any(place == point or place.startswith(point + "/") for point in points):
            kept = sum(KEPT_FLAGS.get(word, 0) for word in fields[5].decode().split(","))
            try:
                mount(None, place, None, MS_REMOUNT | MS_BIND | MS_RDONLY | kept)
            except FileNotFoundError:
                # A mount above it hides it, as container engines do with parts of /sys: nobody gets there.
                continue


def bind(source, point):
    mount(source, point, None, MS_BIND | MS_REC)


def make_place(source, point):
    """An empty file or folder, whichever the source is, where there is nothing."""
    folder = os.path.isdir(source)
    os.makedirs(point if folder else os.path.dirname(point), 0o755, exist_ok=True)
    if not folder and not os.path.exists(point):
        open(point, "x").close()


def show(source, place):
    make_place(source, NEW + place)
    bind(source, NEW + place)
    return NEW + place


def make_base(old_sys):
    """Answers what of it is to be made read-only."""
    mount("tmpfs", NEW, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755")
    for name in ("old", "proc", "sys", "dev", "etc", "mnt", "run", "tmp", "var", "var/tmp"):
        os.mkdir(NEW + "/" + name, 0o755)
    for name, mode in (("mnt", "0755"), ("run", "0755"), ("tmp", "1777"), ("var/tmp", "1777")):
        mount_memory(NEW + "/" + name, mode)
    # An installer's scripts look there for the medium.
    os.makedirs(NEW + "/run/install/repo")
    read_only = [show("/usr", "/usr")]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if os.path.islink("/" + name):
            os.symlink(os.readlink("/" + name), NEW + "/" + name)
        elif os.path.isdir("/" + name):
            read_only.append(show("/" + name, "/" + name))
    for name in ETC:
        if os.path.exists("/etc/" + name):
            read_only.append(show("/etc/" + name, "/etc/" + name))
    # Where parts of the machine's own are hidden, as in a container, nobody gets a new one: it is shown then.
    for kind, source in (("proc", "/proc"), ("sysfs", "/proc/self/fd/%d" % old_sys)):
        point = NEW + ("/proc" if kind == "proc" else "/sys")
        try:
            mount(kind, point, kind, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
        except OSError:
            bind(source, point)
            read_only.append(point)
    make_devices(NEW + "/dev")
    return read_only


def make_devices(dev):
    """Only the harmless ones. In a user namespace nobody may make nodes: there they are the machine's own."""
    mount("tmpfs", dev, "tmpfs", MS_NOSUID, "mode=0755")
    for name, numbers in NODES.items():
        node = dev + "/" + name
        try:
            os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(*numbers))
            os.chmod(node, 0o666)
        except PermissionError:
            # A container without a terminal has no console.
            if os.path.exists("/dev/" + name):
                open(node, "x").close()
                bind("/dev/" + name, node)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, dev + "/" + name)
    os.mkdir(dev + "/shm")
    os.chmod(dev + "/shm", 0o1777)


def check_folder(tree, name):
    place = NEW + tree + name
    if not os.path.isdir(place) or os.path.realpath(place) != os.path.realpath(NEW + tree) + name:
        raise Refusal("%s has no folder %s" % (tree, name))


def prepare_tree(tree):
    for name in ("/proc", "/sys", "/dev", "/run", "/tmp"):
        check_folder(tree, name)
    for name in ("/proc", "/sys", "/dev"):
        bind(NEW + name, NEW + tree + name)
    mount_memory(NEW + tree + "/run", "0755")
    mount_memory(NEW + tree + "/tmp", "1777")


def show_in_tree(tree, source, name):
    """Nothing is ever made in the tree itself; /run and /tmp are this program's own."""
    place = NEW + tree + name
    if ".." in name.split("/"):
        raise Refusal("%s is not a plain path" % name)
    if name.startswith(("/run/", "/tmp/")):
        make_place(source, place)
    elif os.path.isdir(source):
        check_folder(tree, name)
    else:
        check_folder(tree, os.path.dirname(name))
        if not os.path.isfile(place) or os.path.islink(place):
            raise Refusal("%s has no file %s" % (tree, name))
    bind(source, place)
    return place


def leave_old_root():
    new = os.open(NEW, os.O_PATH)
    # Where we run in a chroot, the namespace's own root is above: nothing may be left there.
    os.chdir("/")
    os.chroot(NEW)
    for _ in range(DEEPEST):
        os.chdir("..")
    os.chroot(".")
    os.fchdir(new)
    call("pivot_root", ".", "old")
    os.chdir("/")
    call("umount2", "/old", MNT_DETACH)
    os.rmdir("/old")
    mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def drop_rights():
    for number in range(LAST_CAPABILITY + 1):
        # Those that this kernel does not have are refused.
        if number not in KEPT_CAPABILITIES:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    kept = sum(1 << number for number in KEPT_CAPABILITIES)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # Effective, permitted and inheritable, first the lower halves.
    call("capset", header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0))
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    refuse_system_calls(libc)


def place_of(folder, shown):
    """Where the view has a folder. Either name may lead there by links."""
    wanted = os.path.realpath(folder)
    for source, place, _ in shown:
        real = os.path.realpath(source)
        if wanted == real or wanted.startswith(real + "/"):
            return place + wanted[len(real):]
    raise Refusal("the program's view does not have the folder %s" % folder)


def become_program(tree, shown, program, folder):
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    read_only = make_base(os.open(NEW, os.O_PATH))
    for source, place, mode in shown:
        if tree and place.startswith(tree + "/"):
            point = show_in_tree(tree, source, place[len(tree):])
        else:
            point = show(source, place)
        if mode == "ro":
            read_only.append(point)
        if place == tree:
            prepare_tree(tree)
    make_read_only(read_only)
    leave_old_root()
    drop_rights()
    os.chdir(folder)
    # Process 1 of the namespace waits for the program: the kernel would drop SIGTERM for process 1.
    try:
        child = os.posix_spawnp(program[0], program, os.environ, setsigdef=(SIGPIPE, SIGXFSZ))
    except OSError as error:
        # As a shell says it.
        sys.stderr.write("%s: %s\n" % (program[0], error.strerror))
        sys.stderr.flush()
        os._exit(127 if isinstance(error, FileNotFoundError) else 126)
    os._exit(status_of(child))


def status_of(child):
    """Exit status of a process, in the way of shells. Those that it left behind are reaped as well."""
    while True:
        ended, status = os.wait()
        if ended == child:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def main():
    libc.signal(SIGINT, SIG_DFL)
    tree, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    end = 4 + 3 * count
    shown = [sys.argv[at:at + 3] for at in range(4, end, 3)]
    try:
        place = place_of(folder, shown) if folder else "/"
        call("unshare", CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET)
        # Nothing takes over the machine's own name.
        call("sethostname", "localhost", len("localhost"))
        child = os.fork()
        if child == 0:
            become_program(tree, shown, sys.argv[end:], place)
    except (OSError, Refusal) as error:
        sys.stderr.write("tmpfsroot-wizard: %s\n" % error)
        sys.stderr.flush()
        os._exit(125)
    sys.exit(status_of(child))


main()
