"""A child that leaves the network reaches nobody, and reads its files as before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BODY = """
import socket, sys
sys.path.insert(0, sys.argv[1])
from dalil.recheck.network import leave_network
left = leave_network()
open(__file__).read()
listening = socket.socket()
try:
    listening.connect(("127.0.0.1", int(sys.argv[2])))
    reached = True
except OSError:
    reached = False
print(left, reached)
"""


def test_a_child_reaches_nobody(tmp_path: Path) -> None:
    import socket

    (tmp_path / "child.py").write_text(BODY, encoding="utf-8")
    source = Path(__file__).parents[2] / "src"
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, tmp_path / "child.py", str(source), str(server.getsockname()[1])]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    # Where the system forbids it (a container can), the child is bounded by its other walls alone.
    assert said in (["True", "False"], ["False", "True"])
