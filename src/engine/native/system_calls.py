"""System calls that programs in a view have no use for: ways to parts of the kernel in which faults were found.

Their rights do not allow most of these anyway; a user namespace of their own would give them back. Numbers:
arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl of Linux; the filter: seccomp(2).
"""

import ctypes
import errno

# By name: x86_64, i386.
REFUSED = {
    "acct": (163, 51), "add_key": (248, 286), "bpf": (321, 357), "delete_module": (176, 129),
    "finit_module": (313, 350), "fsconfig": (431, 431), "fsmount": (432, 432), "fsopen": (430, 430),
    "fspick": (433, 433), "init_module": (175, 128), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "io_uring_setup": (425, 425), "ioperm": (173, 101), "iopl": (172, 110),
    "kexec_file_load": (320, None), "kexec_load": (246, 283), "keyctl": (250, 288), "mount": (165, 21),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "open_by_handle_at": (304, 342),
    "open_tree": (428, 428), "perf_event_open": (298, 336), "pivot_root": (155, 217),
    "process_vm_readv": (310, 347), "process_vm_writev": (311, 348), "ptrace": (101, 26),
    "quotactl": (179, 131), "reboot": (169, 88), "request_key": (249, 287), "setns": (308, 346),
    "swapoff": (168, 115), "swapon": (167, 87), "syslog": (103, 103), "umount": (None, 22),
    "umount2": (166, 52), "userfaultfd": (323, 374),
}
# With this flag in the first argument; clone3(2) has it in memory, where no filter sees it.
CLONE_NEWUSER = 0x10000000
MAKE_NAMESPACES = {"clone": (56, 120), "unshare": (272, 310)}
CLONE3 = 435
# They write into the input of a terminal (asm-generic/ioctls.h); the second argument.
IOCTL, TERMINAL_INPUT = (16, 54), (0x5412, 0x541C)

# linux/audit.h, linux/seccomp.h, linux/bpf_common.h
ARCHITECTURES = (0xC000003E, 0x40000003)
X32_BIT = 0x40000000
NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN, JUMP = 0x20, 0x15, 0x35, 0x45, 0x06, 0x05
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
SET_MODE_FILTER, SPEC_ALLOW = 1, 4
SECCOMP = 317


def refuse_if(test, value, reason=errno.EPERM):
    return [(test, 0, 1, value), (RETURN, 0, 0, REFUSE | reason)]


def rules(column):
    """What is refused of an architecture. The number is looked at first, and again after each argument."""
    lines = [(LOAD, 0, 0, NUMBER)]
    if column == 0:
        lines += refuse_if(AT_LEAST, X32_BIT)
    for numbers in REFUSED.values():
        if numbers[column] is not None:
            lines += refuse_if(EQUAL, numbers[column])
    # glibc takes clone(2) where there is no clone3(2).
    lines += refuse_if(EQUAL, CLONE3, errno.ENOSYS)
    with_arguments = [(numbers[column], FIRST, refuse_if(ANY_BIT, CLONE_NEWUSER))
                      for numbers in MAKE_NAMESPACES.values()]
    with_arguments.append((IOCTL[column], SECOND, sum((refuse_if(EQUAL, one) for one in TERMINAL_INPUT), [])))
    for number, argument, refusals in with_arguments:
        body = [(LOAD, 0, 0, argument), *refusals, (LOAD, 0, 0, NUMBER)]
        lines += [(EQUAL, 0, len(body), number), *body]
    return [*lines, (RETURN, 0, 0, ALLOW)]


def program():
    """Another architecture is not looked at: its programs need an emulator that is not there."""
    wide, narrow = rules(0), rules(1)
    head = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 2, 0, ARCHITECTURES[0]), (EQUAL, 2, 0, ARCHITECTURES[1]),
            (RETURN, 0, 0, ALLOW), (JUMP, 0, 0, 1), (JUMP, 0, 0, len(wide))]
    return [*head, *wide, *narrow]


class Line(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.POINTER(Line))]


def refuse_system_calls(libc):
    """For this process and all that it starts. A kernel without filters goes on without."""
    lines = program()
    filter = Program(len(lines), (Line * len(lines))(*lines))
    libc.syscall(SECCOMP, SET_MODE_FILTER, SPEC_ALLOW, ctypes.byref(filter))
