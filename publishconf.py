"""Production: the same portal on the real clock. Use it with `GONGKAI_SETTINGS=publishconf.py`."""

from pelicanconf import *  # noqa: F403  settings files are read by name

AS_OF = ""
# The demo lives on one day, on which no column grows old.
PLUGINS = [*PLUGINS, "plugins.freshness"]  # noqa: F405
