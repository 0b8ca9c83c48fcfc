"""Office formats: Word in every age of it, spreadsheets, PDF; what of them a person sees becomes blocks."""
