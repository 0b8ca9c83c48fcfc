"""Units: a policy that is released together with its interpretation (同步发布). Until both are ready the public sees neither.

The policy waits for one interpretation, not for all: one that is written later does not take back what is public. An
interpretation waits for every such policy that it interprets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from plugins.catalog.record import Record

Find = Callable[[str], Sequence[Record]]
Waiting = Mapping[str, tuple[Record, ...]]
"""By the path of a record that is ready: those it waits for. None of them is named where nothing interprets the policy yet."""


def waiting(records: Sequence[Record], find: Find, is_ready: Callable[[Record], bool]) -> Waiting:
    """Who is ready but must wait. `is_ready` says whether a record could be public alone; `find` what a reference names."""
    policies = {record.path: record for record in records if record.released_together and not record.withdrawn}
    bound = [(record, _interpreted(record, find, policies)) for record in records if record.interprets] if policies else []
    interpretations: dict[str, list[Record]] = defaultdict(list)
    for interpretation, interpreted in bound:
        for policy in interpreted:
            interpretations[policy.path].append(interpretation)
    held: Waiting = {}
    while True:
        able = {record.path for record in records if record.path not in held and is_ready(record)} if policies else set()
        found = {
            policy.path: tuple(interpretations[policy.path])
            for policy in policies.values()
            if is_ready(policy) and not any(one.path in able for one in interpretations[policy.path])
        }
        for interpretation, interpreted in bound:
            others = tuple(policy for policy in interpreted if policy.path not in able)
            if others and is_ready(interpretation):
                found[interpretation.path] = others
        # Who is held holds others: once more, until nobody else is.
        if found.keys() == held.keys():
            return found
        held = found


def _interpreted(record: Record, find: Find, policies: Mapping[str, Record]) -> tuple[Record, ...]:
    """Those of the policies that it interprets; a reference to several documents names none."""
    named = (find(reference) for reference in record.interprets)
    return tuple(policies[found[0].path] for found in named if len(found) == 1 and found[0].path in policies)
