"""Child processes that never outlive us.

The parent holds the writing end of a pipe and never writes. A child reads from it: when the parent is gone,
however it went, the read ends and the child tells itself to stop. This works on Linux and macOS alike.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

PIPE = "ALONGSIDE_PARENT_PIPE"


class Child:
    """One child process, its log, and how it is stopped."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self.log = log
        reading, self._held = os.pipe()
        log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with log.open("w", encoding="utf-8") as output:
                self.process = subprocess.Popen(
                    command,
                    env=os.environ | {PIPE: str(reading)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    pass_fds=(reading,),
                    start_new_session=True,  # Ctrl-C reaches us alone; we stop our children in order
                )
        finally:
            os.close(reading)

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The last line the process wrote, for telling why it ended."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")

    def stop(self, seconds: float = 20) -> None:
        """Ask the process to stop; after a while, and for whatever it left behind, insist."""
        if not self.ended:
            self.process.terminate()
            deadline = time.monotonic() + seconds
            while not self.ended and time.monotonic() < deadline:
                time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self._held)


def leave_with_parent() -> None:
    """In a child: stop as soon as the parent that started us is gone. Elsewhere: nothing."""
    given = os.environ.pop(PIPE, "")
    if not given.isdigit():
        return
    reading = int(given)

    def wait_for_the_end() -> None:
        with contextlib.suppress(OSError):
            while os.read(reading, 1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, name="parent-watch", daemon=True).start()
