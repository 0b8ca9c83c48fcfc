"""Saved web pages: where their text stands, what stands around it, what it brings along."""
