#!/usr/bin/env python3
"""Installs the library and builds the project of docs/library.md with it, then runs that page.

    library.py --build FOLDER --cmake PROGRAM [-D NAME=VALUE ...]

FOLDER is installed from; -D goes to the project's configuration. Its sources are the blocks of the page
fenced as ```cmake and ```cpp, and its console blocks must print what they show.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import run_console

PAGE = run_console.ROOT / "docs" / "library.md"


def block(language):
    """The only block of the page with this fence."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"),
                        re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        raise SystemExit(f"{PAGE.name} has {len(blocks)} blocks of {language}, not one")
    return blocks[0]


def run(*command):
    """Shows what a command prints only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.stdout.write(done.stdout.decode("utf-8", errors="replace"))
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {done.returncode}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--cmake", required=True)
    parser.add_argument("-D", action="append", default=[], dest="definitions")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder, "prefix")
        source = pathlib.Path(folder, "source")
        source.mkdir()
        (source / "CMakeLists.txt").write_text(block("cmake"), encoding="utf-8")
        (source / "score.cpp").write_text(block("cpp"), encoding="utf-8")
        run(arguments.cmake, "--install", arguments.build, "--prefix", prefix)
        run(arguments.cmake, "-S", source, "-B", source / "build", f"-DCMAKE_PREFIX_PATH={prefix}",
            *(f"-D{definition}" for definition in arguments.definitions))
        run(arguments.cmake, "--build", source / "build")
        return run_console.check_page(PAGE, source / "build" / "score")


if __name__ == "__main__":
    sys.exit(main())
