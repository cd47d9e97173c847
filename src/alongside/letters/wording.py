"""The words we come with: one letter of each kind, and its easy-read twin, in English. A steward's own replace them.

None says "lonely", "befriending", "health" or what somebody's troubles are: whoever opens the post may read it. A line
that begins with "- " is a line of a list, "# " a heading. Names in braces are `rules.PLACEHOLDERS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.directory.languages import language_name
from alongside.letters.easy_wording import EASY
from alongside.letters.enums import Layout, LetterKind

ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """The words of a letter. `version` is 0 for those we come with."""

    kind: LetterKind
    language: str
    layout: Layout
    subject: str
    body: str
    short: str = ""
    version: int = 0

    @property
    def language_name(self) -> str:
        """The name of the language, as people read it."""
        return language_name(self.language)


_STANDARD: dict[LetterKind, tuple[str, str, str]] = {
    LetterKind.FIRST_CONTACT: (
        "Hello from {connector}",
        """Dear {called}

My name is {connector}. You were mentioned to me as someone who might like to have a chat about what is going on in {place} and what would make your weeks better. There is nothing you have to do, and it costs nothing.

I will try to ring you in the next few days. If you would rather choose the time, ring me on {phone}, {hours}. If you would rather I did not ring, tell me and I will not.

I look forward to talking with you.

With best wishes""",
        "Hello, this is {connector}. I would like to have a chat with you and will ring in the next few days. "
        "To choose the time, ring {phone}.",
    ),
    LetterKind.NO_ANSWER: (
        "I tried to ring you",
        """Dear {called}

I have tried to ring you and did not catch you. That is quite all right.

If you would like to talk, ring me on {phone}, {hours}. If another day or time suits you better, tell me when and I will ring then. If you would rather write, that is fine too.

If I do not hear from you, I will not keep ringing. You can come back to me whenever you like, next week or next year.

With best wishes""",
        "Hello, this is {connector}. I tried to ring you. If you would like to talk, ring {phone}, {hours}. "
        "If not, that is fine, and you can ring at any time.",
    ),
    LetterKind.APPOINTMENT: (
        "When we meet",
        """Dear {called}

We arranged to meet:

- Day: {meeting_day}
- Time: {meeting_time}
- Where: {meeting_place}

If this does not suit you any more, ring me on {phone}, {hours}, and we will find another time. If it would help to have someone with you, bring them along.

I look forward to seeing you.

With best wishes""",
        "Hello, this is {connector}. We meet on {meeting_day}, {meeting_time}, {meeting_place}. If that does not suit "
        "you, ring {phone}.",
    ),
    LetterKind.CLOSING: (
        "What we did together",
        """Dear {called}

We have been in touch since {since}. Our regular talks end here, so I am writing down what we did and where things stand.

# What we did together

{what_we_did}

# Where things stand

{where_things_stand}

# How to come back

You can come back at any time, for any reason, without being referred again. Ring {phone}, {hours}, and say that we have talked before.

I will be in touch once more in about three months and once in about six, to hear how you are. If you would rather I did not, tell me.

It has been a pleasure to get to know you.

With best wishes""",
        "",
    ),
    LetterKind.THREE_MONTHS: (
        "How are you?",
        """Dear {called}

It is about three months since our last talk, and I would like to know how you are.

If things are going well, I would be glad to hear it. If something has stopped, or something new has come up, ring me on {phone}, {hours}. You can come back at any time.

With best wishes""",
        "Hello, this is {connector}. It is three months since we last talked, and I wonder how you are. "
        "If you would like to talk, ring {phone}.",
    ),
    LetterKind.SIX_MONTHS: (
        "Half a year later",
        """Dear {called}

It is about half a year since we last met regularly. I hope the weeks are good to you.

This is the last time that I write without being asked. It does not mean that the door is closed: ring {phone}, {hours}, whenever you like, and say that we have talked before.

With best wishes""",
        "Hello, this is {connector}. Half a year has gone by and I hope you are well. You can come back whenever you "
        "like: ring {phone}.",
    ),
    LetterKind.HANDOVER: (
        "A new person to ring",
        """Dear {called}

From now on I am the person to ring. My name is {connector}. Nothing else changes: what you agreed stays as it is, and you do not have to tell everything again.

You can ring me on {phone}, {hours}. I will ring you soon to say hello.

With best wishes""",
        "Hello, this is {connector}. From now on I am the person for you to ring: {phone}. I will ring you soon to say "
        "hello.",
    ),
    LetterKind.FREE: (
        "A few lines",
        """Dear {called}

…

You can ring me on {phone}, {hours}.

With best wishes""",
        "",
    ),
    LetterKind.BEREAVEMENT: (
        "Thinking of you",
        """Dear {called}

I am so sorry for your loss.

There is nothing you need to do with this letter. Some people like to talk, some would rather be left in peace for a while, and many would like one today and the other tomorrow.

If you would like company, or help with a form or a telephone call, ring me on {phone}, {hours}. I can also tell you of people nearby who have been through a loss and meet over a cup of tea. You can ring in a week or in a year.

With kind thoughts""",
        "",
    ),
    LetterKind.BIRTH: (
        "Congratulations",
        """Dear {called}

Congratulations on the new arrival. The first months are wonderful for some and long for others, and for most they are both.

There are places in {place} where parents meet, with the baby and without having booked. If you would like to know which are near you, ring me on {phone}, {hours}, and I will send you a short list.

With best wishes""",
        "",
    ),
    LetterKind.LEFT_FORCES: (
        "After the forces",
        """Dear {called}

You have left the forces, and a good deal is different now: the days, the people round you, who sorts out what.

There are people in {place} who have done the same and who meet, and there is advice on housing, work and money for those who served. If you would like to know more, ring me on {phone}, {hours}. It need not be today.

With best wishes""",
        "",
    ),
    LetterKind.LEFT_CARE: (
        "A place of your own",
        """Dear {called}

You are on your own feet now. That is a lot at once, and nobody has to know how everything works.

If you would like someone to ask – about the flat, money, courses, or where people your age meet – ring or text me on {phone}. You choose what we talk about.

With best wishes""",
        "",
    ),
    LetterKind.MOVED: (
        "Welcome",
        """Dear {called}

Welcome to your new home. Getting to know a place takes a while, and it is easier with someone who knows it.

I can tell you what there is near you: where people meet, how to get there, and who speaks your language. Ring me on {phone}, {hours}, and I will send you a short list.

With best wishes""",
        "",
    ),
    LetterKind.NEW_CARER: (
        "For you, who look after someone",
        """Dear {called}

You look after someone. That is a great deal to carry, and it is easy to forget that you may need something too.

You have a right to have the council look at what would help you. I can help you ask for it, find you an hour to yourself, and tell you of others who do the same. Ring me on {phone}, {hours}.

With best wishes""",
        "",
    ),
    LetterKind.RETIREMENT: (
        "All the time in the world",
        """Dear {called}

You have stopped work, or are about to. Some look forward to it for years and then find the weeks rather long.

There are groups in {place} that walk, sing, mend things, play cards or lend a hand, and most are glad of someone new. If you would like a short list of what is near you, ring me on {phone}, {hours}.

With best wishes""",
        "",
    ),
}

BUILT_IN: dict[tuple[LetterKind, Layout], Words] = {
    **{
        (kind, Layout.STANDARD): Words(kind, ENGLISH, Layout.STANDARD, *words)
        for kind, words in _STANDARD.items()
    },
    **{
        (kind, Layout.EASY_READ): Words(kind, ENGLISH, Layout.EASY_READ, *words, short=_STANDARD[kind][2])
        for kind, words in EASY.items()
    },
}
