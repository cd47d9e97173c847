"""The words of the letters we come with, in easy read: one thought to a line, no hard words (see wording.py)."""

from __future__ import annotations

from alongside.letters.enums import LetterKind

_RING = """# How to ring me

{phone}

{hours}

"""

EASY: dict[LetterKind, tuple[str, str]] = {
    LetterKind.FIRST_CONTACT: (
        "Hello from {connector}",
        """Hello {called}

My name is {connector}.

I would like to talk with you.

# What about?

- What you like to do.
- What would make your week better.

# What happens now?

I will ring you soon.

You can say no.

"""
        + _RING
        + "From",
    ),
    LetterKind.NO_ANSWER: (
        "I tried to ring you",
        """Hello {called}

I tried to ring you.

You did not answer. That is all right.

# What happens now?

Would you like to talk? Then please ring me.

If you do not ring, I will not ring again.

You can always ring later.

"""
        + _RING
        + "From",
    ),
    LetterKind.APPOINTMENT: (
        "When we meet",
        """Hello {called}

We will meet.

# When?

{meeting_day}

{meeting_time}

# Where?

{meeting_place}

You can bring someone with you.

Is this a bad time? Then please ring me.

"""
        + _RING
        + "From",
    ),
    LetterKind.CLOSING: (
        "What we did together",
        """Hello {called}

We have talked since {since}.

Our talks stop now.

# What we did together

{what_we_did}

# How things are now

{where_things_stand}

# You can come back

You can ring me at any time.

I will ask how you are in 3 months and in 6 months.

"""
        + _RING
        + "From",
    ),
    LetterKind.THREE_MONTHS: (
        "How are you?",
        """Hello {called}

We last talked 3 months ago.

How are you?

Would you like to talk? Then please ring me.

"""
        + _RING
        + "From",
    ),
    LetterKind.SIX_MONTHS: (
        "How are you?",
        """Hello {called}

We last talked 6 months ago.

How are you?

I will not write again.

You can always ring me.

"""
        + _RING
        + "From",
    ),
    LetterKind.HANDOVER: (
        "A new person to ring",
        """Hello {called}

My name is {connector}.

I am your new person to ring.

Nothing else changes.

I will ring you soon.

"""
        + _RING
        + "From",
    ),
    LetterKind.FREE: ("A few lines", "Hello {called}\n\n…\n\n" + _RING + "From"),
    LetterKind.BEREAVEMENT: (
        "Thinking of you",
        """Hello {called}

I am sorry that someone you love has died.

You do not have to do anything.

Would you like to talk? Or would you like help? Then please ring me.

You can ring now or much later.

"""
        + _RING
        + "From",
    ),
    LetterKind.BIRTH: (
        "Congratulations",
        """Hello {called}

Congratulations on your baby.

# Would you like to meet other parents?

There are places near you.

You can bring your baby.

Ring me. I will send you a list.

"""
        + _RING
        + "From",
    ),
    LetterKind.LEFT_FORCES: (
        "After the forces",
        """Hello {called}

You have left the forces.

Many things are new.

# I can help you find

- People who served too.
- Help with a home, work and money.

"""
        + _RING
        + "From",
    ),
    LetterKind.LEFT_CARE: (
        "A place of your own",
        """Hello {called}

You live on your own now.

You can ask me about anything.

# For example

- Your home.
- Money.
- Places to meet people.

"""
        + _RING
        + "From",
    ),
    LetterKind.MOVED: (
        "Welcome",
        """Hello {called}

Welcome to your new home.

# I can tell you

- What there is near you.
- How to get there.
- Who speaks your language.

"""
        + _RING
        + "From",
    ),
    LetterKind.NEW_CARER: (
        "For you",
        """Hello {called}

You look after someone.

You need help sometimes too.

# I can help you

- Ask the council for help.
- Get some time for yourself.
- Meet other people who look after someone.

"""
        + _RING
        + "From",
    ),
    LetterKind.RETIREMENT: (
        "Time for you",
        """Hello {called}

You have stopped work.

Would you like to do something new?

# There are groups near you

- To walk.
- To sing.
- To make things.
- To help others.

Ring me. I will send you a list.

"""
        + _RING
        + "From",
    ),
}
