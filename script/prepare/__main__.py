"""What `script/server`, `script/test` and `script/bench` run. Standard library only."""

import os
import sys

import benching
import serving
import terminal
import testing

COMMANDS = {"server": serving.main, "test": testing.main, "bench": benching.main}

os.environ["PYTHONUNBUFFERED"] = "1"
try:
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
except terminal.Stop as stop:
    terminal.complain(str(stop))
    sys.exit(1)
except KeyboardInterrupt:
    terminal.complain("Stopped.")
    sys.exit(130)
