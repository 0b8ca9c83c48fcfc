"""The verbs of the house, by subject. `inv -l` lists them; each is a few lines in verbs/, the work is in the rooms."""

from __future__ import annotations

from invoke.collection import Collection

from verbs import (
    benches,
    building,
    chain,
    content,
    deploying,
    developing,
    intake,
    ledger,
    numbers,
    publishing,
    released,
    reviewing,
)

namespace = Collection(
    content.check,
    content.hook,
    content.new,
    content.explain,
    intake.intake,
    reviewing.review,
    building.build,
    building.serve,
    released.redirects,
    released.register,
    released.inforce,
    chain.owed,
    deploying.deploy,
    deploying.rollback,
    deploying.verify,
    deploying.signing_key,
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
        publishing.retract,
        publishing.halt,
        publishing.resume,
        publishing.backfill,
        publishing.doctor,
    ),
    Collection("ledger", ledger.verify, ledger.rebuild, ledger.restored, ledger.trust),
    Collection("bench", benches.serve, benches.intake, benches.build, benches.rules, benches.outbox),
)
