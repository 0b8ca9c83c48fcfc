"""Inside attachments: every text they hold, what a reader sees and what only looks as if it were gone."""
