"""The verbs of the house, a module for each subject; `tasks.py` is their table of contents.

What a verb alone needs it imports itself: a list of verbs waits for no room, a build not for the libraries of the channels.
"""
