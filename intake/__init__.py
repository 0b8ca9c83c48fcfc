"""Intake: documents people already have become Markdown with their front matter filled in, and a report of the doubtful."""
