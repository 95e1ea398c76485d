"""What the commands in `script/` run. Standard library only."""

import os
import sys

import backing_up
import benching
import restoring
import serving
import terminal
import testing

COMMANDS = {
    "server": serving.main,
    "test": testing.main,
    "bench": benching.main,
    "backup": backing_up.main,
    "restore": restoring.main,
}

os.environ["PYTHONUNBUFFERED"] = "1"
try:
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
except terminal.Stop as stop:
    terminal.complain(str(stop))
    sys.exit(1)
except KeyboardInterrupt:
    terminal.complain("Stopped.")
    sys.exit(130)
