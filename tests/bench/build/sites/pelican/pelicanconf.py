"""Plain Pelican with a small theme: what its documentation proposes, no more."""

SITENAME = "示例省人民政府门户网站"
SITEURL = "https://www.shili.example"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_PATHS = ["static"]
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
ARTICLE_PATHS = ["policies", "interpretations", "responses", "news", "gazettes"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = []
SLUGIFY_USE_UNICODE = True
ARTICLE_URL = "{folder}/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "{folder}/{date:%Y}/{slug}/index.html"
CATEGORY_URL = "agency/{slug}/"
CATEGORY_SAVE_AS = "agency/{slug}/index.html"
TAG_URL = "theme/{slug}/"
TAG_SAVE_AS = "theme/{slug}/index.html"
YEAR_ARCHIVE_URL = "year/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "year/{date:%Y}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "agencies", "themes", "sitemap"]
AGENCIES_SAVE_AS = "agency/index.html"
THEMES_SAVE_AS = "theme/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"index": 20, "category": 20, "tag": 20, "period_archives": 20}
DEFAULT_PAGINATION = 20
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = "feed.atom"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["related"]
