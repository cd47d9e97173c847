"""The languages of the pages for residents: English, and translations that say whether a speaker has read them.

A draft was written by a machine. It is offered, never chosen for anybody by itself, and says on every page that it is
a draft. `CHECKED_LANGUAGES=tr,pl` names those that a speaker has read for this place (docs/operate/languages.md).
"""

import os

from django.conf import locale

# Django knows no Somali yet.
locale.LANG_INFO.setdefault("so", {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"})

ENGLISH = "en-gb"
OFFERED = (
    (ENGLISH, "English"),
    ("tr", "Türkçe"),
    ("bn", "বাংলা"),
    ("pl", "Polski"),
    ("so", "Soomaali"),
    ("he", "עברית"),
)
"""Code and name, each in its own language: nobody looks for “Turkish” in English."""

_CHECKED = {code.strip().lower() for code in os.environ.get("CHECKED_LANGUAGES", "").split(",")}
DRAFTS = frozenset(code for code, _ in OFFERED if code != ENGLISH and code not in _CHECKED)
