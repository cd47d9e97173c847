"""The solver in a process of its own: arrays on standard input, its answer on standard output. See `flow`."""

import sys
from io import BytesIO

import numpy as np

from alongside.numerics.matching.flow import solve_here


def main() -> None:
    """Answer one question."""
    asked = np.load(BytesIO(sys.stdin.buffer.read()), allow_pickle=False)
    columns = {name: asked[name] for name in ("person", "volunteer", "gain", "room")}
    status, taken = solve_here(**columns, people=int(asked["people"]))
    answer = BytesIO()
    np.savez(answer, status=np.array(str(status)), taken=taken)
    sys.stdout.buffer.write(answer.getvalue())


if __name__ == "__main__":
    main()
