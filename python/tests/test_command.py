"""The promise: the wheel brings the command, and it behaves like the other one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CALL = [sys.executable, "-m", "dehusk"]


def test_it_reads_and_writes() -> None:
    page = b"<article><p>A page with as many words as it needs.</p></article>"
    done = subprocess.run([*CALL, "clean", "--no-header"], input=page, capture_output=True, check=True)
    assert done.stdout == b"A page with as many words as it needs.\n"


def test_statuses_and_help() -> None:
    for arguments, status in [(["--help"], 0), (["--version"], 0), (["clean", "--nope"], 2), (["clean", "missing"], 3)]:
        assert subprocess.run([*CALL, *arguments], capture_output=True).returncode == status


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text("A text with as many words as it needs. " * 100)
    run = subprocess.Popen([*CALL, "clean", str(tmp_path), "-q"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(60) == 0
