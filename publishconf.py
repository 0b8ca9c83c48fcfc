"""Production: the same portal on the real clock. Use it with `GONGKAI_SETTINGS=publishconf.py`."""

from pelicanconf import *  # noqa: F403  settings files are read by name

AS_OF = ""
# Who must say yes, and when nothing is announced; publish/policy.py has every key.
# PUBLISH_POLICY = {"persons": 2, "hold_minutes": 10, "quiet": ("22:00", "07:00")}
# The demo lives on one day, on which no column grows old.
PLUGINS = [*PLUGINS, "plugins.freshness"]  # noqa: F405
