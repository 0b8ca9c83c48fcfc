"""Frame: what every page of the portal shares, whoever makes it: head, navigation, lists, the shape of a document page.

A room between the engine and the page families, not a plugin: it connects to no signal and knows no family.
"""
