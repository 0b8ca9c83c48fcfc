"""A small checker of the rules of RSS 2.0 and Atom 1.0, in the words of the W3C's feed validator.

It knows what our feeds use and is proved against the validator's own cases (../shared/corpus/feed-rules).
"""
