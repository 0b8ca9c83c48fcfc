"""Production: the same portal on the real clock. Use it with `GONGKAI_SETTINGS=publishconf.py`."""

from pelicanconf import *  # noqa: F403  settings files are read by name

AS_OF = ""
# Who must say yes, and when nothing is announced; publish/policy.py has every key.
# PUBLISH_POLICY = {"persons": 2, "hold_minutes": 10, "quiet": ("22:00", "07:00")}
# Where the site goes and who may check it; deploy/settings.py has every key.
# DEPLOY = {"live": "https://www.shili.example", "keys": ["RWQ…"]}
# A WebSub hub hears of changed feeds; digests by mail have GONGKAI_MAIL_*. docs/operators.md says more; both are off by default.
# SITE = replace(SITE, hub="https://hub.example/")  # from dataclasses import replace
# The demo lives on one day, on which no column grows old.
PLUGINS = [*PLUGINS, "plugins.freshness"]  # noqa: F405
