"""What is on offer in Camden."""

from alongside.demo.directory.written import CAMDEN, HOME, IN_PERSON, PHONE, Offer, Who, lives_in

OFFERS = (
    Offer(key="somers-table", name="Somers Town Table", by="somers", at=("somers-kitchen",),
          about="Lunch for anybody, pay what you can. Half of the cooks came for the first time as guests.",
          when="MO,WE,FR 12:30-14:00", matters=("food", "company"), said=10),
    Offer(key="somers-cooking", name="Cook together", by="somers", at=("somers-kitchen",), about="Learn five cheap dinners in "
          "five weeks and eat them together.", when="TU 17:00-19:00", weeks=5, attend="appointment",
          matters=("food", "learning"), who=(lives_in(CAMDEN, ages=(16, None)),), said=10),
    Offer(key="somers-bengali", name="Bengali women's lunch", by="bengali", at=("somers-kitchen",), when="TH 12:00-14:00",
          about="Lunch and talk in Bengali.", matters=("food", "women", "language"), languages=("bn",),
          who=(Who(ages=(18, None), meant_for=("Bengali speaking women",)),), said=25),
    Offer(key="heath-walk", name="Heath walk", by="heath", at=("heath-gate",), about="An hour on the Heath. There is one hill.",
          when="TU 10:30-11:45; SA 10:30-11:45", matters=("walking", "company"), said=18),
    Offer(key="heath-growers", name="Hill growers", by="heath", at=("gospel-oak",), about="A garden behind the rooms, with "
          "raised beds.", when="TH 10:00-12:00", matters=("gardening", "company"), said=18),
    Offer(key="gospel-tea-dance", name="Tea dance", by="camden", at=("gospel-oak",), about="Waltz, cha-cha and chairs for those "
          "who would rather watch.", when="2FR 14:00-16:30", cost="2.00 with tea", matters=("exercise", "music", "company"),
          who=(Who(ages=(55, None)),), said=41),
    Offer(key="kilburn-irish", name="Irish elders' morning", by="camden", at=("kilburn-rooms",), when="WE 10:30-13:00",
          about="Tea, the papers from home, and a tune.", matters=("company", "music"),
          who=(Who(ages=(60, None), meant_for=("Irish elders",)),), said=41),
    Offer(key="reading-barge", name="Stories on the barge", by="camden", at=("kings-cross-barge",), when="SU 11:00-12:30",
          about="Short stories read aloud on the water.", matters=("reading", "company"), said=41),
    Offer(key="bloomsbury-seniors", name="Bloomsbury seniors", by="camden", at=("bloomsbury-rooms",), when="MO,TH 11:00-15:00",
          about="Lunch, talks and bridge. Not on bank holidays.", cost="4.00 for lunch", matters=("food", "games", "learning", "company"),
          who=(lives_in(CAMDEN, ages=(60, None)),), said=41),
    Offer(key="camden-connect", name="Camden connectors", by="camden", modes=(IN_PERSON, PHONE, HOME), at=("pancras-square",),
          about="Somebody who finds out with you what there is, and comes along the first time.", attend="appointment",
          matters=("company", "talk"), who=(lives_in(CAMDEN, ages=(18, None)),), said=14),
    Offer(key="camden-befriending", name="Camden phone befrienders", by="camden", modes=(PHONE,), attend="referral",
          about="A weekly call from a trained volunteer.", matters=("talk", "company"),
          who=(lives_in(CAMDEN, ages=(55, None)),), said=14),
    Offer(key="camden-digital", name="Get online at Swiss Cottage", by="camden", at=("swiss-cottage",), when="WE 14:00-16:00",
          about="One-to-one help with phones, tablets and forms.", matters=("digital", "learning"), said=29),
)  # fmt: skip
