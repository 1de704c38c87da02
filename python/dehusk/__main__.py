"""The command `dehusk`, as the wheel brings it: `dehusk ...` or `python -m dehusk ...`."""

from __future__ import annotations

import signal
import sys

from ._dehusk import run


def main() -> int:
    """Runs the command with the arguments of this process, and gives its exit status."""
    # The command has its own handler: Python's would wait for Python's code to run again.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run([sys.executable, "-m", "dehusk"], sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
