"""Settings of the test run: the real thing, but for a quick password hash and messages that leave for real."""

import os

os.environ["ALONGSIDE_MODE"] = "test"
os.environ.setdefault("SECRET_KEY", "a key for tests, which guards nothing")
os.environ.setdefault("ALONGSIDE_MESSAGES", "send")

from alongside.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each test client loads the middleware anew; which static files there are is looked up when one is asked for.
WHITENOISE_AUTOREFRESH = True
