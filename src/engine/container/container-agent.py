"""The container's first process: runs programs for the engine, which writes requests to its standard input.

Requests and answers are lines of JSON; what programs read and write is base64 in them:
  {"do": "run", "id", "argv", "env", "cwd", "stdin", "stdoutFile", "owner", "asRoot"}
  the program is an absolute path
  {"do": "write", "id", "data"}   {"do": "close", "id"}   {"do": "signal", "id", "kill"}   {"do": "alive"}
  {"ready": true}   {"id", "out"}   {"id", "err"}   {"id", "ended"}   {"id", "failed"}
When nothing more can come, because the input ended or was silent for too long, everything ends.
"""

import base64
import ctypes
import json
import os
import selectors
import signal
import sys
import time

# Seconds without a word of the engine, which says something every ten.
LONGEST_SILENCE = 120
# prctl(2)
PR_SET_CHILD_SUBREAPER = 36
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)

selector = selectors.DefaultSelector()
jobs = {}


class Job:
    """A program under way, and the pipes to it."""

    def __init__(self, number):
        self.number = number
        self.supervisor = 0
        self.open = set()
        self.input = None
        self.unwritten = b""
        self.closes = False
        self.report = b""

    def watch(self, descriptor, take):
        os.set_blocking(descriptor, False)
        self.open.add(descriptor)
        selector.register(descriptor, selectors.EVENT_READ, lambda _: self.read(descriptor, take))

    def read(self, descriptor, take):
        try:
            data = os.read(descriptor, 65536)
        except BlockingIOError:
            return
        if data:
            take(data)
            return
        selector.unregister(descriptor)
        os.close(descriptor)
        self.open.discard(descriptor)
        if not self.open:
            self.end()

    def end(self):
        os.waitpid(self.supervisor, 0)
        if self.input is not None:
            self.drop_input()
        del jobs[self.number]
        # Of a program that could not be started its end is reported too.
        first = self.report.split(b"\n")[0] or b'{"failed": "its supervisor was killed"}'
        say(id=self.number, **json.loads(first))

    def write(self, data):
        if self.input is None:
            return
        if not self.unwritten:
            selector.register(self.input, selectors.EVENT_WRITE, lambda _: self.flush())
        self.unwritten += data

    def flush(self):
        try:
            self.unwritten = self.unwritten[os.write(self.input, self.unwritten[:65536]):]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.unwritten = b""
            self.closes = True
        if self.unwritten:
            return
        selector.unregister(self.input)
        if self.closes:
            self.drop_input()

    def close(self):
        self.closes = True
        if self.input is not None and not self.unwritten:
            self.drop_input()

    def drop_input(self):
        if self.unwritten:
            selector.unregister(self.input)
        os.close(self.input)
        self.input = None
        self.unwritten = b""


def say(**answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def text(data):
    return base64.b64encode(data).decode("ascii")


def run(request):
    job = Job(request["id"])
    try:
        output_file = request["stdoutFile"]
        read_out, write_out = (None, os.open(output_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)) \
            if output_file else os.pipe()
        if output_file and request["owner"] and os.path.isfile(output_file):
            os.fchown(write_out, request["owner"]["uid"], request["owner"]["gid"])
        if request["stdin"]:
            read_in, job.input = os.pipe()
            os.set_blocking(job.input, False)
        else:
            read_in = os.open("/dev/null", os.O_RDONLY)
    except OSError as error:
        say(id=job.number, failed="%s: %s" % (error.filename, error.strerror))
        return
    read_err, write_err = os.pipe()
    read_report, write_report = os.pipe()
    # One that comes before the supervisor can take it waits.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    job.supervisor = os.fork()
    if job.supervisor == 0:
        try:
            supervise(request, [read_in, write_out, write_err, write_report])
        finally:
            os._exit(1)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for descriptor in (read_in, write_out, write_err, write_report):
        os.close(descriptor)
    jobs[job.number] = job
    if read_out is not None:
        job.watch(read_out, lambda data: say(id=job.number, out=text(data)))
    job.watch(read_err, lambda data: say(id=job.number, err=text(data)))
    job.watch(read_report, lambda data: setattr(job, "report", job.report + data))


def supervise(request, descriptors):
    """Runs one program, and sees to it that nothing of it is left: its orphans become this process's children."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # Out of the way of 0 to 3, then onto them.
    kept = [os.dup(one) for one in descriptors]
    high = [os.dup2(one, 1000 + place) for place, one in enumerate(kept)]
    for place, one in enumerate(high):
        os.dup2(one, place, inheritable=place < 3)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 3:
            try:
                os.close(int(name))
            except OSError:
                pass
    child = os.fork()
    if child == 0:
        start(request)
    for place in range(3):
        os.close(place)
    signal.signal(signal.SIGTERM, lambda *_: kill_descendants(signal.SIGTERM))
    signal.signal(signal.SIGUSR1, lambda *_: kill_descendants(signal.SIGKILL))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    status = 0
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            break
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        kill_descendants(signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    ended = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    try:
        os.write(3, json.dumps({"ended": ended}).encode() + b"\n")
    finally:
        os._exit(0)


def start(request):
    """Becomes the program; what keeps it from that is told instead of its status."""
    try:
        os.setsid()
        os.umask(0o022)
        for number in (*SIGNALS, signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        if request["owner"] and not request["asRoot"]:
            os.setgroups([])
            os.setgid(request["owner"]["gid"])
            os.setuid(request["owner"]["uid"])
        if request["cwd"]:
            os.chdir(request["cwd"])
        os.execve(request["argv"][0], request["argv"], request["env"])
    except OSError as error:
        os.write(3, json.dumps({"failed": "%s: %s" % (error.filename, error.strerror)}).encode() + b"\n")
    finally:
        os._exit(127)


def kill_descendants(number):
    for pid in descendants(os.getpid()):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def descendants(of):
    """Processes below one, by the parents that /proc/PID/stat tells of."""
    parents = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[0] not in (b"Z", b"X"):
            parents[int(name)] = int(fields[1])
    below = {of}
    while True:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        if not more:
            return below - {of}
        below |= more


def obey(request):
    does = request["do"]
    if does == "run":
        run(request)
        return
    job = jobs.get(request.get("id"))
    if job is None:
        return
    if does == "write":
        job.write(base64.b64decode(request["data"]))
    elif does == "close":
        job.close()
    elif does == "signal":
        os.kill(job.supervisor, signal.SIGUSR1 if request["kill"] else signal.SIGTERM)


def end(*_):
    kill_descendants(signal.SIGKILL)
    os._exit(0)


def main():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    heard = time.monotonic()
    unread = b""
    os.set_blocking(0, False)
    selector.register(0, selectors.EVENT_READ, None)
    say(ready=True)
    while time.monotonic() - heard < LONGEST_SILENCE:
        for key, _ in selector.select(10):
            if key.data is not None:
                # Another one's end may have taken it away meanwhile.
                if key.fd in selector.get_map():
                    key.data(key)
                continue
            data = os.read(0, 1 << 20)
            if not data:
                end()
            heard = time.monotonic()
            *lines, unread = (unread + data).split(b"\n")
            for line in lines:
                obey(json.loads(line))
    end()


main()
