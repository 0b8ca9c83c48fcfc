"""Production: the same portal on the real clock. Use it with `GONGKAI_SETTINGS=publishconf.py`."""

from pelicanconf import *  # noqa: F403  settings files are read by name

AS_OF = ""
