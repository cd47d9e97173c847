"""What matters to people, and the words for it. Pure: no database.

Each thing that matters has a key (also the code of a term in the taxonomy `matters`), a name on screens, and the
words by which services speak of it. What people type goes through `thesaurus` first.
All words are matched by PostgreSQL's English dictionary, so plurals and endings need no entry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


def unknown(keys: Iterable[str]) -> Sequence[str]:
    """Return the keys that name nothing that matters."""
    return [key for key in keys if key not in MATTERS]
