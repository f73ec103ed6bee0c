"""What the programs for dnf's libraries have in common: solve-dnf4.py, solve-dnf5.py, list-dnf4.py, list-dnf5.py.

Each is run as `/usr/bin/python3 -I PROGRAM`: it loads its libraries, reads one JSON request from standard input,
and writes one JSON answer to the file that the request names; lines `progress REPOSITORY DONE TOTAL` go to
standard error, and `reading REPOSITORY` before metadata is read that may crash the libraries if it is malformed. The
form of both is described in solver.ts and package-index.ts.
"""

import bz2
import fcntl
import gzip
import json
import lzma
import os
import subprocess
import sys

# Metadata of this many repositories that are not in use is kept.
KEPT_CACHES = 12

# Bytes that the unpacked comps of a repository may have. Fedora's have 2 MB.
MOST_COMPS = 6_000_000

# Types of metadata that comps are listed as; libdnf keeps one of them.
COMPS_TYPES = ("group_gz", "group", "group_zst", "group_xz")


class Trouble(Exception):
    """Ends the solve with the answer `{"error": {"kind": ..., ...}}`."""

    def __init__(self, kind, **facts):
        super().__init__(kind)
        self.facts = {"kind": kind, **facts}


def run(answer_to, missing_library=None):
    """Reads the request, has it answered, writes the answer, and ends the process."""
    request = json.load(sys.stdin)
    with open(request["answerFile"], "w", encoding="utf-8") as file:
        # As one text: written piece by piece, a long list takes ten times as long.
        file.write(json.dumps(answer_or_error(request, answer_to, missing_library)))
    # Skips the destructors of libdnf, some of which crash at exit, and saves their time.
    os._exit(0)


def answer_or_error(request, answer_to, missing_library):
    if missing_library is not None:
        return {"error": {"kind": "no-library", "reason": missing_library}}
    cache = request["cacheDir"]
    try:
        os.makedirs(cache, exist_ok=True)
        guard = open(os.path.join(cache, "lock"), "w")
    except OSError as error:
        return {"error": {"kind": "cache", "path": cache, "reason": error.strerror}}
    # Two solves at once would fetch into the same folders; the lock is given up with the file.
    with guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        try:
            return answer_to(request)
        except Trouble as trouble:
            return {"error": trouble.facts}
        except OSError as error:
            return {"error": {"kind": "cache", "path": error.filename or cache, "reason": error.strerror or str(error)}}


def write_comps(request, files):
    """Writes the comps of repositories beside the answer; see comps-texts.ts. `files`: pairs of id and file."""
    texts = [{"repository": repository, **comps_text(file)} for repository, file in files if file]
    with open(request["answerFile"] + ".comps", "w", encoding="utf-8") as out:
        out.write(json.dumps(texts))


def comps_text(file):
    """The text of a comps file, packed or not, or why it cannot be had: what a mirror sends may unpack to anything."""
    try:
        with open_packed(file) as packed:
            content = packed.read(MOST_COMPS + 1)
        if len(content) > MOST_COMPS:
            return {"problem": "It is larger than %d MB." % (MOST_COMPS // 1_000_000)}
        return {"xml": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"problem": "It is not in UTF-8."}
    # Each library has its own errors for what is damaged.
    except Exception as error:
        return {"problem": "It cannot be unpacked (%s)." % error}


def open_packed(file):
    with open(file, "rb") as raw:
        magic = raw.read(6)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.open(file)
    if magic.startswith(b"\xfd7zXZ"):
        return lzma.open(file)
    if magic.startswith(b"BZh"):
        return bz2.open(file)
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        return ZstdFile(file)
    return open(file, "rb")


class ZstdFile:
    """What the program zstd unpacks: Python has had a module for it only since 3.14."""

    def __init__(self, file):
        self.program = subprocess.Popen(
            ["zstd", "-dcq", "--memory=128MB", file], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL
        )

    def __enter__(self):
        return self

    def read(self, most):
        content = self.program.stdout.read(most)
        # One that has more to say is not waited for.
        if len(content) < most and self.program.wait() != 0:
            raise OSError("zstd ended with status %d" % self.program.returncode)
        return content

    def __exit__(self, *error):
        self.program.kill()
        self.program.wait()
        self.program.stdout.close()


def tell_reading(repository):
    """Says whose metadata is read next; None: all have been."""
    print("reading", repository or "", file=sys.stderr, flush=True)


def repository_trouble(repository, error, failures):
    """Why a repository could not be read. `failures`: what each mirror said."""
    text = "; ".join([str(error)] + [failure["reason"] for failure in failures])
    return Trouble(
        "metadata-digest" if "checksum doesn't match" in text else "repository",
        id=repository,
        reason=str(error),
        failures=failures[:20],
    )


def not_as_pinned(request, installs):
    """Names of pinned packages of which a solution, triples (name, version, release), has another version."""
    versions = {(pinned["name"], pinned["version"], pinned["release"]) for pinned in request["pins"]}
    pinned_names = {pinned["name"] for pinned in request["pins"]}
    return sorted({one[0] for one in installs if one[0] in pinned_names and one not in versions})


def prune_caches(cache, in_use):
    """The folder's name holds a digest of the URL: without this each new URL would stay for ever."""
    others = [
        entry for entry in os.scandir(cache) if entry.is_dir(follow_symlinks=False) and entry.path not in in_use
    ]
    if len(others) > KEPT_CACHES:
        import shutil

        others.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in others[KEPT_CACHES:]:
            shutil.rmtree(entry.path, ignore_errors=True)


def culprits(lines, solves):
    """A smallest set of lines that cannot be had together, by asking `solves(lines)` (Junker's QuickXplain)."""

    def explain(base, changed, rest):
        if changed and not solves(base):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        left, right = rest[:half], rest[half:]
        second = explain(base + left, left, right)
        first = explain(base + second, second, left)
        return first + second

    return explain([], [], lines)
