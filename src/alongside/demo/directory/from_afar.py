"""What reaches people by phone and online, wherever they live."""

from alongside.demo.directory.written import ONLINE, PHONE, Offer, Who

OFFERS = (
    Offer(key="lend-an-ear", name="Lend an Ear", by="clarion", modes=(PHONE,), attend="appointment",
          about="A regular telephone call from a member of staff who volunteers. The same person, the same day, about whatever "
          "you like.", matters=("talk", "company"), who=(Who(ages=(18, None), ask="You live in a Clarion home."),), said=20),
    Offer(key="me-in-mind", name="Me in Mind", by="clarion", modes=(ONLINE,), url="https://mind.example.org/",
          about="A website of tools for a low mood, sleep, worry and loneliness. Free, no sign-in.",
          matters=("health",), said=20),
    Offer(key="ring-round-coffee", name="Coffee by phone", by="ring", modes=(PHONE,), when="WE 10:30-11:15",
          about="Five people on one call with a cup of coffee each. We ring you.", attend="appointment",
          matters=("company", "talk"), who=(Who(ages=(55, None)),), said=12),
    Offer(key="ring-round-quiz", name="Friday quiz by phone", by="ring", modes=(PHONE,), when="FR 15:00-16:00",
          about="Twenty questions, no prizes, much laughter.", attend="appointment", matters=("games", "company"), said=12),
    Offer(key="ring-round-carers", name="Carers' evening call", by="ring", modes=(PHONE,), when="TH 20:00-21:00",
          about="When the person you care for is asleep: other carers, on the phone.", attend="appointment",
          matters=("carers", "talk"), who=(Who(ages=(18, None), carers=True),), said=12),
    Offer(key="online-craft", name="Craft circle online", by="connect", modes=(ONLINE,), when="MO 19:00-20:30",
          about="Knit in company from your own chair. Somebody helps you join the call.", matters=("crafts", "company"),
          url="https://circle.example.org/", said=48),
    Offer(key="online-chess", name="Chess across London", by="campus", modes=(ONLINE,), when="SU 19:00-21:00",
          about="Play online with somebody across town, and meet them over the board once a year.", matters=("games", "young"),
          url="https://chess.example.org/", said=48),
    Offer(key="online-lgbt", name="LGBT+ evening online", by="rainbow", modes=(ONLINE, PHONE), when="TU 19:30-21:00",
          about="Company for LGBT+ people who find it hard to get out.", matters=("lgbt", "company", "talk"),
          who=(Who(ages=(18, None)),), said=31),
    Offer(key="online-parents", name="Night feed chat", by="centres", modes=(ONLINE,), about="Parents of babies who are up "
          "anyway. A midwife looks in at ten.", when="MO,WE,FR 21:00-23:00", matters=("parents", "talk"),
          who=(Who(new_parents=True),), said=24),
    Offer(key="welcome-call", name="Calls in your language", by="somali", modes=(PHONE,), attend="appointment",
          about="A weekly call in Somali, Arabic, Tigrinya, Bengali or Turkish from a trained volunteer.",
          matters=("talk", "language", "company"), languages=("so", "ar", "ti", "bn", "tr"), said=32),
)  # fmt: skip
