"""What a place adds to the thesaurus, and counting what people look for. Nothing kept says who looked."""

import datetime as dt
import re
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from alongside.core import tenancy
from alongside.core.clock import local
from alongside.directory import thesaurus
from alongside.directory.enums import LookedFor
from alongside.directory.models import Looked, Saying
from alongside.directory.models.looked import LONGEST_SAYING, RARE
from alongside.directory.rules import Facts

MOST_MEANINGS = 12
MOST_SAYINGS = 1_000
RARE_FOR = dt.timedelta(weeks=13)
ALL_FOR = dt.timedelta(days=730)
_PLAIN = re.compile(r"[^\W\d_]{2,30}(?:['’-][^\W\d_]{1,30})*")


class CannotSay(Exception):
    """It cannot be kept; one sentence for a person."""


def plain_words(text: str) -> str:
    """Return a phrase as it is kept: small letters, single spaces; "" when there is no word in it."""
    return " ".join(thesaurus.split_words(text))[:LONGEST_SAYING].strip()


@transaction.atomic
def say(*, said: str, means: Iterable[str], at: dt.datetime) -> Saying:
    """Keep what people mean when they say something. Raises `CannotSay` with what to do."""
    phrase = plain_words(said)
    if not phrase or len(phrase.split()) > thesaurus.LONGEST_PHRASE:
        raise CannotSay(_("Write one to five words that people type, like: warm space."))
    if not phrase.isascii():
        raise CannotSay(_("Use the letters a to z: words in other alphabets cannot be looked up yet."))
    meanings = list(dict.fromkeys(filter(None, (plain_words(one) for one in means))))
    if len(meanings) > MOST_MEANINGS:
        raise CannotSay(
            _("Give at most %(most)d meanings: the ones services write most.") % {"most": MOST_MEANINGS}
        )
    if Saying.objects.count() >= MOST_SAYINGS:
        raise CannotSay(_("There are very many already. Take some out first."))
    saying, _made = Saying.objects.update_or_create(said=phrase, defaults={"means": meanings, "made_at": at})
    return saying


@transaction.atomic
def unsay(*, saying: Saying) -> None:
    """Take it out: the words mean what they meant before."""
    saying.delete()


def note(facts: Facts, *, total: int, at: dt.datetime) -> None:
    """Count one question of the finder, in the wall's partnership: its words and wishes, each for itself.

    Words with figures, or longer than people search with, are left out: they may be a phone number or a story.
    """
    asked = [(LookedFor.WORDS, words)] if (words := _countable(facts.words)) else []
    asked += [(LookedFor.MATTER, key) for key in facts.matters]
    asked += [(LookedFor.LANGUAGE, code) for code in facts.languages]
    asked += [(LookedFor.NEED, need) for need in facts.needs]
    asked += [(LookedFor.MODE, mode) for mode in facts.modes]
    day, in_vain = local(at).date(), int(total == 0)
    partnership = tenancy.current_partnership_id()
    with connection.cursor() as cursor:
        for kind, what in sorted(asked):  # in one order, so that two of them never wait for each other
            cursor.execute(
                "INSERT INTO directory_looked (id, partnership_id, kind, what, day, times, in_vain)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s, 1, %s)"
                " ON CONFLICT ON CONSTRAINT looked_once_a_day DO UPDATE"
                " SET times = directory_looked.times + 1, in_vain = directory_looked.in_vain + EXCLUDED.in_vain",
                [partnership, kind.value, what, day, in_vain],
            )


def _countable(words: str) -> str:
    found = words.lower().split()
    is_plain = 0 < len(found) <= thesaurus.LONGEST_PHRASE and all(_PLAIN.fullmatch(word) for word in found)
    phrase = " ".join(found)
    return phrase if is_plain and len(phrase) <= LONGEST_SAYING else ""


@transaction.atomic
def forget_rare(*, at: dt.datetime) -> int:
    """Delete what was hardly looked for long ago, and everything very old; return how many counts went."""
    today = local(at).date()
    gone = Looked.objects.filter(day__lt=today - ALL_FOR).delete()[0]
    often = (
        Looked.objects.values("kind", "what")
        .annotate(n=Sum("times"))
        .filter(n__gte=RARE)
        .values_list("kind", "what")
    )
    kept = set(often.order_by("kind", "what"))
    old = Looked.objects.filter(day__lt=today - RARE_FOR).order_by("pk").values_list("pk", "kind", "what")
    rare = [pk for pk, kind, what in old if (kind, what) not in kept]
    return gone + Looked.objects.filter(pk__in=rare).delete()[0]
