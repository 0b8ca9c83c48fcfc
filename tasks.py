"""The verbs of the house, by subject. `inv -l` lists them; each is a few lines in verbs/, the work is in the rooms."""

from __future__ import annotations

from invoke.collection import Collection

from verbs import (
    benches,
    building,
    chain,
    content,
    developing,
    intake,
    ledger,
    numbers,
    privacy,
    publishing,
    released,
    reviewing,
)

namespace = Collection(
    content.check,
    content.hook,
    content.new,
    content.explain,
    privacy.mask,
    intake.intake,
    reviewing.review,
    building.build,
    building.serve,
    released.redirects,
    released.register,
    released.inforce,
    released.verify,
    chain.owed,
    publishing.site,
    publishing.sandbox,
    publishing.callbacks,
    developing.golden,
    developing.test,
    developing.inspect,
    developing.screenshots,
    Collection("numbers", numbers.enter, numbers.renew, numbers.void),
    Collection(
        "publish",
        publishing.plan,
        publishing.approve,
        publishing.send,
        publishing.status,
        publishing.reconcile,
        publishing.settle,
        publishing.halt,
        publishing.resume,
        publishing.backfill,
        publishing.doctor,
    ),
    Collection("ledger", ledger.verify, ledger.rebuild, ledger.restored, ledger.trust),
    Collection("bench", benches.serve, benches.intake, benches.editions, benches.build, benches.rules, benches.outbox),
)
