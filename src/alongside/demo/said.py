"""What invented people say, and what is noted about them. By theme, so that words, plan and services fit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of story. `wants` are keys of what matters, in the order they are looked for in the directory."""

    key: str
    share: int
    noticed: str
    signs: tuple[str, ...]
    matters: tuple[str, ...]
    strengths: str
    needs: tuple[str, ...]
    barriers: tuple[str, ...]
    wants: tuple[str, ...]
    steps: tuple[str, ...]


THEMES = (
    Theme("bereaved", 16, "Lost {their} husband or wife last year and has hardly been out since.", ("loss", "alone", "quiet"),
          ("“The evenings are the worst. We used to do the crossword together.”",
           "“I cooked for two for fifty years. I cannot get used to one plate.”",
           "“I talk to the radio. It does not answer, but it is a voice.”"),
          "Good cook. A daughter in Leeds who rings on Sundays.", ("bereavement", "company"), ("confidence",),
          ("bereavement", "food", "company"), ("Look through the photographs with a volunteer", "Visit the Sunday market together")),
    Theme("stairs", 15, "Poor on the stairs. Has not left the flat for weeks.", ("getting_out", "alone"),
          ("“I watch the bus go by from the window. I used to be on it.”",
           "“I would come to lunch if somebody came up and got me.”",
           "“It is not that I do not want to. It is the four flights.”"),
          "Knows everybody in the block by name.", ("company", "health", "activity"), ("mobility", "transport"),
          ("getting_about", "food", "exercise"), ("Ask the GP practice for a walking aid", "Ask about a flat on a lower floor")),
    Theme("new_here", 12, "Moved here a few months ago and does not know anybody.", ("new_here", "alone"),
          ("“I can go a week and nobody says my name.”", "“I left all my friends behind. I did not think it would matter so much.”"),
          "Speaks three languages. Sings.", ("company", "work"), ("confidence",), ("music", "learning", "company"),
          ("Join the library", "Walk round the park together once")),
    Theme("language", 12, "Speaks little English; neighbours cannot talk with {them}.", ("language", "alone"),
          ("“At home we were always ten at the table. Here I eat with the television.”",
           "“My son works all day. I wait for the key in the door.”"),
          "Has sewn all {their} life. Prays every day.", ("company", "legal"), ("language", "confidence"),
          ("language", "food", "crafts"), ("Find an English class with a woman teacher", "Get letters read by an adviser")),
    Theme("carer", 10, "Looks after {their} husband, wife or mother day and night, and is worn out.", ("caring", "sleep"),
          ("“I have not had a conversation about myself since March.”", "“When he sleeps I sit on the stairs. That is my holiday.”"),
          "Patient and funny. A sister nearby.", ("caring", "mind"), ("caring", "time"), ("carers", "talk"),
          ("Ask for a Carer's Assessment", "Arrange two hours of sitting on Thursdays")),
    Theme("low", 11, "Says there is no point. Curtains closed.", ("low", "quiet", "care"),
          ("“Some days I do not open the post. Or the curtains.”", "“I used to be the one who organised everything.”"),
          "Used to run a youth club.", ("mind", "company"), ("confidence", "health"), ("talk", "gardening", "men"),
          ("See the GP about sleep", "Open the post together on Mondays")),
    Theme("money", 8, "Heating off in winter. Worried about bills.", ("care", "not_eating"),
          ("“If I put the heating on I cannot put the oven on.”", "“I do not ask people in. I could not offer them a biscuit.”"),
          "Good with figures once the letters are open.", ("money", "housing", "company"), ("money",),
          ("money", "food", "company"), ("Check Pension Credit and Attendance Allowance", "Ask the housing office about arrears")),
    Theme("young", 6, "Young person, in {their} room all day, no friends nearby.", ("quiet", "sleep"),
          ("“Everyone thinks at my age you have loads of friends.”", "“I left care and the phone just stopped.”"),
          "Draws. Good with dogs.", ("company", "work", "mind"), ("confidence",), ("young", "games", "crafts"),
          ("Visit the art room at college", "Write the application together")),
    Theme("reader", 10, "Used to read; can no longer get to the library.", ("alone", "hearing"),
          ("“A book is good, but then you want to tell somebody about it.”",
           "“I have read the same six books since spring.”"),
          "Retired teacher. Remembers poems by heart.", ("company", "digital"), ("mobility", "digital"), ("reading", "talk"),
          ("Try the large print catalogue", "Set up the tablet for audio books")),
)  # fmt: skip

REACHED = (
    "Sounded brighter. Went to the first session and stayed for tea.",
    "Had a cold, so did not go. Will try next week.",
    "Enjoyed it. Sat next to somebody from the same street.",
    "Too tired to talk for long. Asked me to ring again.",
    "Talked about the garden. The walking aid has come.",
    "Went with the volunteer. Would rather go alone next time.",
    "Nothing new; glad of the call.",
    "Laughed about the quiz. Has swapped numbers with two people.",
    "The lift was out of order, so stayed in. Rang the housing office.",
    "Cooked for a neighbour.",
)
FIRST_CALL = (
    "Pleased that somebody rang. Agreed to talk properly.",
    "Wary at first. Remembered the person who told us about them.",
    "Would like to talk, slowly and with the door open.",
)
CLOSING_NOTES = (
    "Goes every week now and brings a friend.",
    "Plan done. Knows our number.",
    "Happy with the phone group. No more calls needed.",
    "Sees the befriender on Wednesdays.",
)
MESSAGES_TO_ORGANISERS = (
    "Would like to come and is a little shy. A word at the door would help.",
    "Looking forward to it. Please ring the day before.",
    "",
)
QUESTIONS = ("Can they manage one step at the door?", "Do they need somebody to sit with?")
REPLIES = ("Yes, with a hand.", "At first, yes. We will come along the first time.")
REFERRERS = {
    "homes": ("Repairs operative", ("Lee Carter", "Mo Haddad", "Jas Gill", "Danny Price")),
    "libraries": ("Library assistant", ("Bea Winter", "Chris Olu")),
    "gp": ("Practice nurse", ("Anita Rao", "Pat Quinn", "Dr S. Levy")),
}
