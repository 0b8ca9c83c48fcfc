"""What WeChat tells by itself: a small server for a proxy in front, which can hear and write down, and do nothing else.

::

    platform ─▶ proxy ─▶ listener ─▶ reader ─ envelope: whose word is it, how old, heard before?
                                       │    └ message: what does it say of which task?
                                       ▼
                                     inbox ◀─ look (publish.reconcile)

The same listener serves the leave addresses of mail (`leaving`), which write to the list of subscribers and nothing else.

Optional: a static portal has no server, and results are polled. Nothing here imports a channel, the ledger or a client, and the
process needs neither AppSecret nor access token: it could not send if it wanted to.
"""
