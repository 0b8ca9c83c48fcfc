"""What an article refers to, as articles."""

from pelican import signals


def link(generator):
    """By the path of the source."""
    by_path = {article.relative_source_path.removesuffix(".md"): article for article in generator.articles}
    for article in generator.articles:
        article.related_articles = [by_path[path] for path in getattr(article, "related", "").split() if path in by_path]


def register():
    """Connect."""
    signals.article_generator_finalized.connect(link)
