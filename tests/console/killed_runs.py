#!/usr/bin/env python3
"""No task goes on when `assay run` is killed.

    killed_runs.py --assay PROGRAM

Tasks wait for a FIFO that nobody writes to; whatever kills the program that started them, they must
be gone soon after.
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

TASKS = 3
SECONDS = 30


def stat_of(process):
    """State and parent of a process; None if there is none."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[1])


def children(parent):
    numbers = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
    return [number for number in numbers if (stat_of(number) or ("", 0))[1] == parent]


def is_alive(process):
    stat = stat_of(process)
    return stat is not None and stat[0] not in "ZX"


def wait_until(holds):
    end = time.monotonic() + SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def write_suite(folder):
    os.mkfifo(folder / "fifo")
    (folder / "ref.txt").write_text("a\n", encoding="utf-8")
    task = {"references": "ref.txt", "systems": "fifo"}
    tasks = [{"name": str(i), **task, "outputs": f"{i}.json"} for i in range(TASKS)]
    suite = {"schema": "assay-suite/1", "tasks": tasks}
    (folder / "s.json").write_text(json.dumps(suite), encoding="utf-8")


def faults(program, number, folder):
    """What is wrong after a signal: a list of texts."""
    write_suite(folder)
    with subprocess.Popen([program, "run", "s.json", "--jobs", str(TASKS)], cwd=folder,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        # Each has made the file beside its output, so that it waits for the FIFO or soon will.
        if not wait_until(lambda: len(list(folder.glob(".assay-*.tmp"))) == TASKS):
            run.kill()
            return ["the tasks did not start"]
        tasks = children(run.pid)
        run.send_signal(number)
        wrong = [] if run.wait(SECONDS) == -number else [f"it ended with {run.returncode}"]
    if len(tasks) != TASKS or not wait_until(lambda: not any(map(is_alive, tasks))):
        wrong.append(f"{sum(map(is_alive, tasks))} of {len(tasks)} tasks go on")
        for task in filter(is_alive, tasks):
            os.kill(task, signal.SIGKILL)
    # A task that was only just starting may still be cleaning up.
    if not wait_until(lambda: not list(folder.glob(".assay-*.tmp"))):
        wrong.append("a temporary file is left")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    program = os.path.abspath(parser.parse_args().assay)
    failed = 0
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
        with tempfile.TemporaryDirectory() as name:
            for fault in faults(program, number, pathlib.Path(name)):
                print(f"{number.name}: {fault}")
                failed += 1
    print(f"4 signals, {failed} faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
