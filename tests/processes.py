"""Processes that are struck, or race with one another: forked from one that has read what they need, so each begins at once."""

from __future__ import annotations

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["publish.sandbox.server", "tests.publish.publisher", "tests.deploy.kills", "psycopg"])
