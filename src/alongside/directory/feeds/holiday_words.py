"""What words say of bank holidays: that it is on, that it is not, or – mostly – nothing that could be relied on. Pure.

Only plain words count, sentence by sentence. What hedges ("most bank holidays"), names one of them ("the August bank
holiday"), has an exception or other hours, or speaks of an office, a telephone line, answers or prices, is not known.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from alongside.directory.enums import OnBankHolidays

SAYING: Final = {
    OnBankHolidays.CLOSED.value: "Not on bank holidays.",
    OnBankHolidays.MEETS.value: "Also on bank holidays.",
}
"""What is written into a schedule's words for those who read the standard; read again as what it says (tested)."""

_KIND = r"(?:bank|public|statutory)"
LONGEST_KIND: Final = 30
"""Characters before "hol" within which its kind is looked for: "statutory and public hol"."""
_HOLIDAYS = rf"{_KIND}(?:\s*(?:and|&|or|/)\s*{_KIND})?[\s-]*hol(?:iday)?s?\b"
_BETWEEN = (
    r"(?:[\s,/&:]+(?:and|or|on|over|during|at|for|the|all|any|a|uk|english|scottish|national|weekends?|saturdays?|"
    r"sundays?|sat|sun|christmas(?: day| eve)?|boxing day|good friday|easter|new year['’]?s?(?: day| eve)?|"
    r"school holidays|school hols|half[- ]terms?))*[\s,/&:(]*"
)
_RUN = (
    r"(?:(?:be |being )?(?:open|run|running|meet|meeting|operate|operating|available|held|happen|take place"
    r"|taking place|deliver|provide (?:a|the|this) service"
    r"|have (?:a |any )?(?:sessions?|meetings?|class(?:es)?|groups?)))"
)
_GATHERING = (
    r"(?:sessions?|class(?:es)?|meetings?|groups?|clubs?|walks?|lunch(?:es)?|service|activities|coffee mornings?|"
    r"drop[- ]ins?|visits|deliveries)"
)
_NOT = r"(?:\bnot|n['’]t)"

_WE_ARE = r"(?:(?:we are|we['’]re|is|are|it is) )?"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_CLOSED: Final = _any_of(
    rf"\b(?:except(?:ing|ed)?(?: for)?|with the exception of|exclud(?:ing|es?)|excl?\b\.?|apart from|other than|closed?"
    rf"|closes|shut){_BETWEEN}{_HOLIDAYS}",
    rf"\bunless (?:it is|it['’]s|it falls on|that is)(?: on)?{_BETWEEN}{_HOLIDAYS}",
    rf"\bno {_GATHERING}(?: (?:are )?held)? (?:on|over|during){_BETWEEN}{_HOLIDAYS}",
    rf"{_NOT}(?: (?:include|including|included|incl?\b\.?|{_RUN}))?{_BETWEEN}{_HOLIDAYS}",
    rf"{_HOLIDAYS}[\s:)–—-]*{_WE_ARE}(?:closed|shut|excluded|excepted|not included)(?=$|[,)])",
    rf"\bon{_BETWEEN}{_HOLIDAYS},? (?:we|it|the {_GATHERING}) (?:(?:does|do|is|are|will) not"
    rf"|(?:do(?:es)?|is|are)n['’]t) {_RUN}",
)
_MEETS: Final = _any_of(
    rf"\b(?:including|includes?|inclusive of|incl?\b\.?|even|as well as|also(?: {_RUN})?|open|available|meets?|runs?|"
    rf"running){_BETWEEN}{_HOLIDAYS}",
    rf"{_HOLIDAYS}[\s:)–—-]*{_WE_ARE}(?:open|included)\b",
)
_DENIED: Final = re.compile(rf"clos|\bshut|exclud|except|apart from|other than|{_NOT}\b|\bno\b|never")
_DOUBLY: Final = re.compile(rf"(?:{_NOT}|never|no longer)\s(?:\w+\s)?(?:clos|shut|exclud)")
_HEDGED: Final = re.compile(
    r"\b(?:some|most|certain|many|usual(?:ly)?|normal(?:ly)?|general(?:ly)?|may|might|could|sometimes|occasional(?:ly)?|"
    r"often|var(?:y|ies)|differ(?:s|ent)?|check|ask|contact|when|if|where|following|after|before|instead|moves?|moved|"
    r"reduced|limited|possibly|probably|likely|depend(?:s|ing)?|subject to)\b"
)
_ONE_OF_THEM: Final = re.compile(
    rf"\b(?:(?:early )?may|spring|summer|august|easter|christmas|xmas|new year|last|next|this|coming)\s+{_HOLIDAYS}"
    rf"|{_HOLIDAYS}\s*(?:weekends?|mondays?|fridays?|weeks?|periods?|dates?|hours?|times?|opening|activit|programme|club|only)"
    rf"|\bonly (?:open |runs? |meets? |available )?(?:on |during )?{_HOLIDAYS}"
)
_OTHER_HOURS: Final = re.compile(rf"{_HOLIDAYS}[\s:)–—,-]*(?:from |between |at )?\d")
_EXCEPTION: Final = re.compile(
    rf"{_HOLIDAYS}.*\b(?:except|excl|exc|apart from|other than|but|unless|although|however|instead"
    r"|not (?:on )?(?:christmas|boxing|new year|good friday|easter))\b"
)
_SOMETHING_ELSE: Final = re.compile(
    r"\b(?:offices?|reception|phones?|telephones?|calls?|helplines?|lines?|hotline|switchboard|answer\w*|enquir\w*|"
    r"inquir\w*|e-?mails?|messages?|admin\w*|website|caf[eé]s?|shops?|bar|kitchen|toilets?|parking|car parks?"
    r"|bus(?:es)?|trains?|transport|pass(?:es)?|pharmac\w*|gp|surger\w*|chat"
    r"|referrals?|bookings?|applications?|registration|respon\w+|repl(?:y|ies)|(?:working|business) days?|notice|within"
    r"|charge[ds]?|prices?|discount\w*|concession\w*|fares?|fees?|tickets?|free (?:entry|swim\w*|travel|admission))\b"
)
_HOURS: Final = re.compile(r"\d|\bopen|staffed|hours")
_SENTENCE_ENDS: Final = re.compile(r"\.(?=\s|$)(?<!\binc\.)(?<!\bincl\.)(?<!\bexc\.)(?<!\bexcl\.)|[!?;•|]+")
_NAMED: Final = re.compile(_HOLIDAYS)
_MONDAYS: Final = re.compile(rf"({_HOLIDAYS})\s+mondays?")


def of_service(times: Sequence[tuple[str, Sequence[str]]], description: str) -> str:
    """Return what a service says of bank holidays: each of its times is its words and its `byday`.

    A line of ours outranks all; then the words of its times count, and its own only where those do not mention them.
    """
    words = [said for said, _byday in times if said]
    if not _speaks(words):
        words = [description] if _speaks([description]) else []
    lines = {line for text in words for line in text.splitlines()}
    ours = [value for value, line in SAYING.items() if line in lines]
    if len(ours) == 1:
        return ours[0]
    only_mondays = bool(times) and all({day[-2:] for day in byday} == {"MO"} for _said, byday in times)
    return on_bank_holidays(words, only_mondays=only_mondays) if words else ""


def without_ours(text: str) -> str:
    """Return the words of a schedule without the line of ours: pages say it in the language of their reader."""
    return "\n".join(line for line in text.splitlines() if line not in SAYING.values()).strip()


def _speaks(texts: Iterable[str]) -> bool:
    """Whether bank holidays are mentioned at all."""
    return any(
        ("hol" in text or "Hol" in text or "HOL" in text) and _names_them(text.lower()) for text in texts
    )


def _names_them(text: str) -> bool:
    # Looked for plainly first: it is all that most of an import's hundred thousand records pay.
    found = text.find("hol")
    while found >= 0:
        if _NAMED.search(text, max(0, found - LONGEST_KIND), found + LONGEST_KIND):
            return True
        found = text.find("hol", found + 1)
    return False


def on_bank_holidays(texts: Iterable[str], *, only_mondays: bool = False) -> str:
    """Return an `OnBankHolidays` value when the words say so plainly and nowhere the opposite, else "".

    `only_mondays`: it never meets on another day, so that "bank holiday Mondays" are all there are.
    """
    found: set[str] = set()
    for text in texts:
        if _speaks([text]):
            found |= set(_read(text, only_mondays=only_mondays))
    return found.pop() if len(found) == 1 else ""


def _read(text: str, *, only_mondays: bool) -> Iterable[str]:
    """Yield what each sentence says that mentions them; one that follows an office's hours goes on about the office."""
    last_line = ""
    for line in text.lower().splitlines():
        before = last_line
        for part in _SENTENCE_ENDS.split(line) if _names_them(line) else ():
            sentence = " ".join(part.split())
            if only_mondays:
                sentence = _MONDAYS.sub(r"\1", sentence)
            if _names_them(sentence):
                is_elsewhere = _SOMETHING_ELSE.search(before) and _HOURS.search(before)
                yield "" if is_elsewhere else _of_sentence(sentence)
            before = f"{before} {sentence}"
        last_line = line or last_line


def _of_sentence(sentence: str) -> str:
    unsure = (_HEDGED, _ONE_OF_THEM, _OTHER_HOURS, _EXCEPTION, _SOMETHING_ELSE, _DOUBLY)
    if any(pattern.search(sentence) for pattern in unsure):
        return ""
    if _CLOSED.search(sentence):
        return "" if _MEETS.search(_CLOSED.sub("", sentence)) else OnBankHolidays.CLOSED.value
    return OnBankHolidays.MEETS.value if _MEETS.search(sentence) and not _DENIED.search(sentence) else ""
