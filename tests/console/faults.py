#!/usr/bin/env python3
"""Faults of the system never crash the program, nor leave half a file behind.

    faults.py --assay PROGRAM --library FAIL_NTH.so [--thorough] [--only TEXT] [--kind NAME]

Runs the commands of fault_cases.py while memory, writing, reading or flushing fails at the Nth call,
standard output is full, closed or read by nobody, files may not grow, address space or disk space is
short. The program must then end with its usual code and write exactly what it usually writes, or with
code 6 and an error. A file is as it was before, or complete; none is left over. Prints how many runs
of each kind there were, and how many of them failed with code 6.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import fault_cases as cases

SECONDS = 60
LINE = re.compile(r"([a-z]+: )?(assay: (error|warning|note): [^\x00-\x1f\x7f]+|  [^\x00-\x1f\x7f]+)")
ERROR = re.compile(r"assay: error: .* \[E-[A-Z0-9-]+\]")
SYSTEM = 6
# With these words the dynamic linker ends the program itself, with 127.
LINKER_ENDS = (b"out of memory\n", b"cannot allocate memory for thread-local data: ABORT\n")


@dataclasses.dataclass
class Run:
    code: int
    out: bytes
    err: bytes
    files: dict

    def text(self):
        return self.err.decode("utf-8", errors="replace")


@dataclasses.dataclass
class Fault:
    """One way to disturb a command, and what may come of it."""
    kind: str
    what: str
    env: dict = dataclasses.field(default_factory=dict)
    wrap: tuple = ()             # What runs the program.
    stdout: str = "pipe"         # pipe, file, full, unread
    must_fail: bool = False      # There is no way to succeed.
    may_fail: bool = True        # False: it must not be noticed.
    signal: int = 0              # By which it may end.
    loses_messages: bool = False
    takes_memory: bool = False
    may_not_start: bool = False  # Too little for the dynamic linker.


class Machine:
    """Runs commands, each in a folder of its own."""

    def __init__(self, program, library, scratch):
        self.program = program
        self.library = library
        self.scratch = scratch
        self.normal = {}
        self.counts = {}
        self.lock = threading.Lock()
        self.folders = 0
        cases.write_inputs(scratch / "in", program)

    def folder(self, command):
        with self.lock:
            self.folders += 1
            folder = self.scratch / f"run{self.folders}"
        folder.mkdir()
        for name in command.before:
            (folder / name).write_bytes(cases.OLD)
        for name in command.copies:
            shutil.copy(self.scratch / "in" / name, folder / name)
        return folder

    def run(self, command, fault):
        folder = self.folder(command)
        try:
            return self.run_in(folder, command, fault)
        finally:
            shutil.rmtree(folder)

    def run_in(self, folder, command, fault):
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"}
        if fault.env:
            env.update(fault.env, LD_PRELOAD=str(self.library))
        words = [*fault.wrap, str(self.program), *command.words()]
        source = self.scratch / "in" / command.stdin if command.stdin else os.devnull
        with open(source, "rb") as stdin, Output(fault.stdout, folder) as output:
            done = subprocess.run(words, cwd=folder, env=env, stdin=stdin, stdout=output.target,
                                  stderr=subprocess.PIPE, timeout=SECONDS, check=False)
            out = output.bytes(done)
        return Run(done.returncode, out, done.stderr,
                   {path.name: path.read_bytes() for path in folder.iterdir()})

    def learn(self, command):
        """What the command does when nothing is wrong, and how many calls it makes."""
        self.normal[command] = self.run(command, Fault("normal", ""))
        for call in ("malloc", "write", "read", "flush"):
            name = self.scratch / f"count{threading.get_ident()}"
            self.run(command, Fault("count", "", {"FAIL_CALL": call, "FAIL_COUNT": str(name)}))
            counts = [int(line) for line in name.read_text(encoding="utf-8").split()]
            self.counts[command, call] = max(counts)
            name.unlink()


class Output:
    """Where standard output goes."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.path = folder.with_name(folder.name + ".out")

    def __enter__(self):
        self.target = subprocess.PIPE
        if self.kind == "full":
            self.target = open("/dev/full", "wb")
        if self.kind == "file":
            self.target = open(self.path, "wb")
        if self.kind == "unread":
            reader, writer = os.pipe()
            os.close(reader)
            self.target = open(writer, "wb")
        return self

    def bytes(self, done):
        if self.kind == "file":
            return self.path.read_bytes()
        return done.stdout

    def __exit__(self, *_):
        if self.target != subprocess.PIPE:
            self.target.close()
        self.path.unlink(missing_ok=True)


def faults_of_file(command, name, content, normal, machine):
    """What is wrong with a file that is there after a run."""
    before = cases.OLD if name in command.before else None
    if name in command.copies:
        before = (machine.scratch / "in" / name).read_bytes()
    if name in command.grows:
        if content not in (b"", normal.files[name]):
            yield f"{name} has half a line"
    elif name not in normal.files and before is None:
        yield f"{name} is left over"
    elif content not in (before, normal.files.get(name)):
        yield f"{name} is neither as it was nor complete"


def faults_of(command, fault, run, machine):
    """What is wrong with a run: texts."""
    normal = machine.normal[command]
    for name in set(command.before + command.copies) - set(run.files):
        yield f"{name} is gone"
    for name, content in run.files.items():
        if run.err in LINKER_ENDS and name.startswith(".assay-"):
            continue  # It ends at once, as by SIGKILL.
        yield from faults_of_file(command, name, content, normal, machine)
    if fault.signal and run.code == -fault.signal:
        if "error" in run.text():
            yield "ended by a signal, but told an error"
        return
    if fault.takes_memory and run.code == 127 and run.err in LINKER_ENDS:
        return
    if fault.may_not_start and (b"error while loading shared libraries" in run.err or not run.err
                                and run.code in (-signal.SIGKILL, -signal.SIGSEGV)):
        return
    if fault.kind == "read fails" and run.code == 3 and command.misreads in run.text():
        return
    if run.code == normal.code and not fault.must_fail:
        if fault.stdout in ("pipe", "file") and run.out != normal.out:
            yield "the usual code, but it printed something else"
        if {name: run.files.get(name) for name in normal.files} != normal.files:
            yield "the usual code, but files are others"
        if not fault.may_fail and fault.kind != "standard error" and run.err != normal.err:
            yield "the usual code, but other messages"
        return
    if run.code != SYSTEM or not fault.may_fail:
        yield f"exit code {run.code} instead of {SYSTEM if fault.may_fail else normal.code}"
    elif not fault.loses_messages and not ERROR.search(run.text()):
        yield "no error message"
    for line in run.text().splitlines():
        if not LINE.fullmatch(line):
            yield f"a line of another form: {line!r}"


def spread(count, most):
    """At most `most` numbers from 1 to `count`: the first ones, and others evenly."""
    if count <= most:
        return list(range(1, count + 1))
    first = most // 4
    step = (count - first) / (most - first)
    return list(range(1, first + 1)) + [first + round(step * (i + 1)) for i in range(most - first)]


def failing_calls(machine, command, most):
    """The Nth call of a kind fails: that one alone, or every later one too."""
    for call, error in (("malloc", "ENOMEM"), ("write", "ENOSPC"), ("write", "EIO"),
                        ("read", "EIO"), ("flush", "EIO"), ("flush", "ENOSPC")):
        count = machine.counts[command, call]
        for number in spread(count, most[call]):
            for every, which in ((0, "alone"), (1, "and all later"), (3, "and every third later")):
                env = {"FAIL_CALL": call, "FAIL_FIRST": str(number), "FAIL_EVERY": str(every),
                       "FAIL_ERRNO": str(getattr(__import__("errno"), error))}
                yield Fault(f"{call} fails", f"{error} at {number} of {count} {which}", env,
                            takes_memory=call == "malloc", loses_messages=call == "write")


def interrupted_calls():
    for call in ("read", "write"):
        env = {"FAIL_CALL": call, "FAIL_FIRST": "1", "FAIL_EVERY": "2", "FAIL_ERRNO": "4"}
        yield Fault("interrupted", f"every second {call} gets EINTR", env, may_fail=False)


def bad_streams():
    def shell(line):
        return ("bash", "-c", f'exec "$@" {line}', "bash")

    yield Fault("standard output", "full", stdout="full", must_fail=True)
    yield Fault("standard output", "closed", wrap=shell(">&-"), must_fail=True)
    yield Fault("nobody reads", "a pipe without reader", stdout="unread", must_fail=True,
                signal=signal.SIGPIPE)
    yield Fault("standard error", "closed", wrap=shell("2>&-"), may_fail=False)
    yield Fault("standard error", "full", wrap=shell("2>/dev/full"), may_fail=False)


def file_sizes(machine, command, most):
    normal = machine.normal[command]
    sizes = sorted({len(content) for content in normal.files.values()} | {len(normal.out)})
    limits = sorted({0, 1} | {size - 1 for size in sizes if size > 1} | {size // 2 for size in sizes})
    for limit in limits[:most]:
        yield Fault("file size", f"{limit} bytes", wrap=("prlimit", f"--fsize={limit}"),
                    stdout="file")


def address_spaces(least, most):
    """From what is not quite enough to start to much more."""
    for i in range(most):
        limit = int(least * 0.98 + (200 << 20) * (i / most) ** 4)
        yield Fault("address space", f"{limit >> 10} KiB", wrap=("prlimit", f"--as={limit}"),
                    takes_memory=True, may_not_start=True)


def least_address_space(machine):
    """What `assay --version` needs."""
    low, high = 1 << 20, 1 << 30
    while high - low > 1 << 16:
        middle = (low + high) // 2
        done = subprocess.run(["prlimit", f"--as={middle}", machine.program, "--version"],
                              capture_output=True, check=False)
        low, high = (low, middle) if done.returncode == 0 else (middle, high)
    return high


def has_namespaces():
    """Whether file systems can be mounted that nobody else sees."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", folder],
                              capture_output=True, check=False)
    return done.returncode == 0


# Mounts 64 KiB over the folder that it is in, fills all but so many of them, runs the command, and
# copies what is left of files to the folder outside.
SMALL_DISK = """
outside=$PWD; mkdir ../disk$$; mount --bind "$outside" ../disk$$; keep=$(realpath ../disk$$)
mount -t tmpfs -o size=64k none "$outside"; cp "$keep"/* "$outside" 2>/dev/null; cd "$outside"
head -c $1 /dev/zero >filler 2>/dev/null; shift; "$@"; code=$?; rm filler; rm -f "$keep"/*; cp -a . "$keep"
umount "$keep"; exit $code
"""


def small_disks(most):
    for used in (64, 56, 60, 32, 0)[:most]:
        wrap = ("unshare", "-m", "bash", "-c", SMALL_DISK, "bash", f"{used}K")
        yield Fault("disk of 64 KiB", f"{used} KiB used", wrap=wrap)


def all_faults(machine, command, options):
    most = {"malloc": 10, "write": 4, "read": 3, "flush": 3}
    if options.thorough:
        most = {"malloc": 300, "write": 50, "read": 50, "flush": 50}
    yield from failing_calls(machine, command, most)
    yield from interrupted_calls()
    yield from bad_streams()
    yield from file_sizes(machine, command, 20 if options.thorough else 4)
    yield from address_spaces(machine.least, 100 if options.thorough else 6)
    if machine.can_mount and machine.normal[command].files:
        yield from small_disks(5 if options.thorough else 2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True, type=pathlib.Path)
    parser.add_argument("--library", required=True, type=pathlib.Path)
    parser.add_argument("--thorough", action="store_true", help="many more places of failure")
    parser.add_argument("--only", default="", help="commands that contain this text")
    parser.add_argument("--kind", default="", help="faults whose kind contains this text")
    options = parser.parse_args()
    commands = [command for command in cases.COMMANDS if options.only in command.args]
    runs = collections.Counter()
    errors = collections.Counter()
    failed = 0
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        machine = Machine(options.assay.resolve(), options.library.resolve(), pathlib.Path(scratch))
        machine.least = least_address_space(machine)
        machine.can_mount = has_namespaces()
        if not machine.can_mount:
            print("disk of 64 KiB: skipped, since nothing can be mounted")
        list(pool.map(machine.learn, commands))
        work = [(command, fault) for command in commands
                for fault in all_faults(machine, command, options) if options.kind in fault.kind]
        results = pool.map(lambda item: machine.run(*item), work)
        for (command, fault), run in zip(work, results):
            runs[fault.kind] += 1
            errors[fault.kind] += run.code == SYSTEM
            wrong = list(faults_of(command, fault, run, machine))
            failed += bool(wrong)
            if wrong:
                print(f"{fault.kind}, {fault.what}: assay {command.args}\n    "
                      + "\n    ".join([*wrong, f"{run.text()[:300]!r}"]))
    for kind, count in runs.items():
        print(f"{kind}: {count} runs, {errors[kind]} with exit code {SYSTEM}")
    print(f"{len(commands)} commands in {sum(runs.values())} runs, {failed} failed")
    return 1 if failed or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
