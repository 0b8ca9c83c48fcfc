"""The preview: what is saved shows in the browser. docs/decisions/0004-preview.md says which process does what, and why."""
