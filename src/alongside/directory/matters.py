"""What matters to people, and the words for it: a vocabulary and a small thesaurus. Pure: no database.

Each thing that matters has a key (also the code of a term in the taxonomy `matters`), a name on screens, and the
words by which services speak of it. Words people type go through the thesaurus first: "dinner" finds lunch clubs.
All words are matched by PostgreSQL's English dictionary, so plurals and endings need no entry.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_QUESTION = 200
"""Characters of typed words that are looked at; the rest is more than a question."""
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that matters: key, name, and the words for it in what providers write."""

    key: str
    name: str | Promise
    words: tuple[str, ...]


_ALL = (
    Matter("company", _("Company"), (
        "company", "companionship", "befriending", "befriend", "friend", "friendship", "social", "socialise", "lonely",
        "loneliness", "isolation", "isolated", "coffee morning", "drop-in", "meet people", "meet others", "lunch club",
        "tea", "chat", "get together", "good neighbour",
    )),
    Matter("talk", _("Someone to talk to"), (
        "talk", "listen", "listening", "befriending", "helpline", "telephone", "phone call", "counselling", "chat",
        "conversation", "emotional support", "someone to talk to",
    )),
    Matter("reading", _("Reading and books"), (
        "reading", "reader", "book", "books", "library", "poetry", "poem", "literature", "story", "storytelling",
        "writing",
    )),
    Matter("walking", _("Walking"), ("walk", "walking", "walks", "ramble", "stroll", "nordic walking", "outdoors")),
    Matter("food", _("Food and eating together"), (
        "food", "lunch", "lunch club", "meal", "dinner", "breakfast", "supper", "eat", "cook", "cooking", "kitchen",
        "cafe", "coffee", "tea", "baking", "food bank", "pantry",
    )),
    Matter("music", _("Music and singing"), (
        "music", "sing", "singing", "choir", "song", "band", "instrument", "concert", "ukulele", "drumming",
    )),
    Matter("crafts", _("Arts and crafts"), (
        "craft", "crafts", "art", "arts", "sewing", "sew", "knit", "knitting", "crochet", "painting", "drawing",
        "pottery", "ceramics", "textile", "embroidery", "woodwork", "quilting", "creative",
    )),
    Matter("exercise", _("Moving and exercise"), (
        "exercise", "fitness", "gym", "yoga", "tai chi", "pilates", "swim", "swimming", "sport", "sports", "dance",
        "dancing", "falls prevention", "strength and balance", "keep fit", "bowls", "cycling", "football", "zumba",
    )),
    Matter("gardening", _("Gardening and nature"), (
        "garden", "gardening", "allotment", "growing", "nature", "wildlife", "plants", "horticulture", "green space",
        "park", "outdoors", "farm",
    )),
    Matter("faith", _("Faith"), (
        "faith", "church", "mosque", "synagogue", "temple", "gurdwara", "prayer", "spiritual", "chaplain", "worship",
        "jewish", "muslim", "christian", "hindu", "sikh",
    )),
    Matter("digital", _("Phones and computers"), (
        "digital", "computer", "computers", "internet", "online skills", "tablet", "smartphone", "ipad", "technology",
        "email", "get online",
    )),
    Matter("games", _("Games"), (
        "game", "games", "chess", "bingo", "cards", "dominoes", "bridge", "scrabble", "board games", "quiz", "pool",
    )),
    Matter("learning", _("Learning something new"), (
        "learn", "learning", "course", "class", "classes", "lesson", "education", "u3a", "talks", "history", "skills",
        "english lessons", "esol",
    )),
    Matter("language", _("Speaking my language"), (
        "language", "language cafe", "conversation cafe", "esol", "english lessons", "bilingual", "turkish", "kurdish",
        "bengali", "polish", "somali", "yiddish", "vietnamese", "chinese", "spanish",
    )),
    Matter("carers", _("Looking after someone"), (
        "carer", "carers", "caring", "caring for someone", "looking after someone", "respite", "carers break",
    )),
    Matter("parents", _("Being a parent"), (
        "parent", "parents", "mum", "mums", "dad", "dads", "baby", "babies", "toddler", "family", "families",
        "children's centre", "stay and play", "pregnant", "pregnancy", "nanny",
    )),
    Matter("bereavement", _("Losing someone"), (
        "bereavement", "bereaved", "grief", "grieving", "loss", "widow", "widower", "widowed",
    )),
    Matter("men", _("Men's groups"), ("men", "men's shed", "men's group", "men in sheds", "fathers", "dads")),
    Matter("women", _("Women's groups"), ("women", "women's group", "mums", "mothers", "sisters")),
    Matter("volunteering", _("Helping others"), (
        "volunteer", "volunteering", "help others", "good neighbour", "give time", "time bank",
    )),
    Matter("health", _("Health and wellbeing"), (
        "health", "wellbeing", "mental health", "mindfulness", "long term condition", "dementia", "memory", "stroke",
        "diabetes", "anxiety", "depression", "social prescribing",
    )),
    Matter("money", _("Money and advice"), (
        "money", "benefits", "debt", "advice", "pension", "bills", "fuel", "grant", "grants", "housing",
    )),
    Matter("getting_about", _("Getting about"), (
        "transport", "lift", "taxi", "minibus", "dial-a-ride", "travel", "escort",
    )),
    Matter("trips", _("Outings and culture"), (
        "trip", "trips", "outing", "outings", "museum", "gallery", "theatre", "cinema", "film", "excursion", "culture",
    )),
    Matter("lgbt", _("LGBT+"), ("lgbt", "lgbtq", "lgbtqia", "lesbian", "gay", "bisexual", "trans", "queer", "pride")),
    Matter("young", _("Being young"), (
        "young people", "youth", "student", "students", "teenager", "apprentice", "care leaver",
    )),
)  # fmt: skip

MATTERS: Final = {matter.key: matter for matter in _ALL}

# What people say → what providers write. Longest phrase first when read.
_THESAURUS: Final[dict[str, tuple[str, ...]]] = {
    "dinner": ("dinner", "lunch club", "lunch", "meal", "supper", "food"),
    "dinners": ("dinner", "lunch club", "lunch", "meal", "supper", "food"),
    "lunch": ("lunch", "lunch club", "meal"),
    "eat": ("eat", "lunch club", "meal", "food", "cafe"),
    "something to eat": ("lunch club", "meal", "food", "food bank"),
    "hungry": ("food bank", "pantry", "meal", "food"),
    "cup of tea": ("tea", "coffee morning", "drop-in", "cafe"),
    "cuppa": ("tea", "coffee morning", "drop-in", "cafe"),
    "tea": ("tea", "coffee morning", "cafe"),
    "coffee": ("coffee", "coffee morning", "cafe"),
    "someone to talk to": ("talk", "befriending", "listen", "listening", "helpline", "chat", "counselling"),
    "somebody to talk to": ("talk", "befriending", "listen", "listening", "helpline", "chat", "counselling"),
    "lonely": ("lonely", "loneliness", "befriending", "company", "friendship", "social", "isolation"),
    "on my own": ("lonely", "loneliness", "befriending", "company", "friendship", "social"),
    "friends": ("friend", "friendship", "befriending", "social", "company"),
    "friend": ("friend", "friendship", "befriending", "social", "company"),
    "make friends": ("friend", "friendship", "befriending", "social", "company"),
    "sewing": ("sewing", "sew", "textile", "embroidery", "craft", "knitting", "quilting"),
    "knitting": ("knitting", "knit", "crochet", "craft", "wool"),
    "painting": ("painting", "paint", "art", "drawing"),
    "books": ("book", "reading", "library"),
    "book": ("book", "reading", "library"),
    "book club": ("reading group", "book club", "book", "reading"),
    "library": ("library", "book", "reading"),
    "singing": ("singing", "sing", "choir", "music"),
    "choir": ("choir", "singing", "sing"),
    "allotment": ("allotment", "garden", "gardening", "growing"),
    "gardening": ("gardening", "garden", "allotment", "growing"),
    "keep fit": ("keep fit", "exercise", "fitness", "gym"),
    "exercise": ("exercise", "fitness", "yoga", "tai chi", "gym", "dance", "swimming", "walk"),
    "walking": ("walk", "walking", "ramble"),
    "bingo": ("bingo", "game"),
    "computer": ("computer", "digital", "internet", "tablet"),
    "internet": ("internet", "digital", "computer", "get online"),
    "mobile phone": ("smartphone", "digital", "mobile"),
    "esol": ("esol", "english", "english lessons", "language cafe", "conversation"),
    "learn english": ("esol", "english", "english lessons", "language cafe", "conversation"),
    "carer": ("carer", "caring", "respite"),
    "looking after my husband": ("carer", "caring", "respite"),
    "looking after my wife": ("carer", "caring", "respite"),
    "looking after my mum": ("carer", "caring", "respite"),
    "grief": ("grief", "bereavement", "bereaved", "loss", "widow"),
    "my husband died": ("grief", "bereavement", "bereaved", "loss", "widow"),
    "my wife died": ("grief", "bereavement", "bereaved", "loss", "widower"),
    "baby": ("baby", "babies", "parent", "mum", "toddler", "stay and play"),
    "toddler": ("toddler", "stay and play", "parent", "children's centre"),
    "gay": ("gay", "lgbt", "lgbtq", "queer"),
    "job": ("job", "employment", "work", "career"),
    "dementia": ("dementia", "memory", "alzheimer"),
    "memory": ("memory", "dementia", "alzheimer"),
    "lift": ("transport", "lift", "minibus", "dial-a-ride"),
    "transport": ("transport", "minibus", "dial-a-ride", "taxi", "escort"),
    "church": ("church", "faith", "christian"),
    "mosque": ("mosque", "muslim", "faith"),
    "shed": ("shed", "men's shed", "woodwork"),
    "old people": ("older", "pensioner", "over 55", "senior"),
    "pensioners": ("older", "pensioner", "over 55", "senior"),
    "elderly": ("older", "pensioner", "over 55", "senior"),
}

# Words that say nothing about what is looked for, beyond those PostgreSQL's dictionary already drops.
_IDLE: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "anything",
        "are",
        "at",
        "be",
        "can",
        "do",
        "find",
        "for",
        "from",
        "get",
        "go",
        "group",
        "groups",
        "help",
        "i",
        "i'd",
        "i'm",
        "in",
        "is",
        "it",
        "join",
        "like",
        "like",
        "me",
        "my",
        "near",
        "need",
        "of",
        "on",
        "or",
        "please",
        "place",
        "places",
        "some",
        "someone",
        "somebody",
        "something",
        "support",
        "the",
        "thing",
        "things",
        "to",
        "want",
        "with",
        "would",
        "you",
        "your",
        "activities",
        "activity",
        "club",
        "clubs",
        "service",
        "services",
        "local",
        "people",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: the words as typed, and all words that count as it."""

    typed: str
    words: tuple[str, ...]

    @property
    def query(self) -> str:
        """Return the term for PostgreSQL's `websearch_to_tsquery`: alternatives, phrases in quotes."""
        return " or ".join(f'"{_plain(word)}"' for word in self.words)


def _plain(word: str) -> str:
    return word.replace('"', " ")


def term_for(key: str) -> Term:
    """Return what to look for when something matters. Raises KeyError for what nobody knows."""
    matter = MATTERS[key]
    return Term(key, matter.words)


def read_words(text: str) -> tuple[Term, ...]:
    """Return the things looked for in what someone typed: known phrases first, then single words, idle ones dropped.

    If nothing but idle words was typed ("a club"), they are taken at their word.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:LONGEST_QUESTION])]
    terms: list[Term] = []
    position = 0
    while position < len(words):
        phrase = next(
            (n for n in range(5, 0, -1) if " ".join(words[position : position + n]) in _THESAURUS), 0
        )
        typed = " ".join(words[position : position + max(phrase, 1)])
        if phrase:
            terms.append(Term(typed, _THESAURUS[typed]))
        elif typed not in _IDLE:
            terms.append(Term(typed, (typed,)))
        position += max(phrase, 1)
    if not terms:
        terms = [Term(word, (word,)) for word in words]
    return tuple({term.typed: term for term in terms}.values())[:MOST_WORDS]


def unknown(keys: Iterable[str]) -> Sequence[str]:
    """Return the keys that name nothing that matters."""
    return [key for key in keys if key not in MATTERS]
