"""What a wiki calls things in its own language: namespaces, the word for redirects, infoboxes, See also.

An export says the names of its namespaces (siteinfo); the rest has names that are usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

from wiki.text.titles import NAMESPACES
from wiki.text.wikilink import LONGEST_TARGET, WikiLink, parse_link

_REDIRECTS = """
redirect redirección redireccion weiterleitung redirection rinvia rinvio rimando
redirecionamento doorverwijzing omdirigering omdiriger patrz przekieruj tam ohjaus
uudelleenohjaus přesměruj átirányítás перенаправление перенапр перенаправлення
пренасочване преусмери yönlendirme đổi تحويل הפניה अनुप्रेषित पुनर्प्रेषित வழிமாற்று 転送
リダイレクト 重定向 넘겨주기
"""
INFOBOXES = (
    "infobox",
    "ficha",
    "инфобокс",
    "карточка",
    "інфобокс",
    "картка",
    "info/",
    "infotaula",
    "infocaseta",
    "infoboks",
    "infolaatikko",
    "infoskreine",
    "infokaste",
    "taxobox",
    "automatic taxobox",
    "speciesbox",
    "صندوق معلومات",
    "ज्ञानसन्दूक",
    "தகவற்சட்டம்",
    "基礎情報",
    "信息框",
)
SEE_ALSO = frozenset(
    (
        *("see also", "siehe auch", "véase también", "voir aussi", "voci correlate", "ver também", "zie ook"),
        *("zobacz też", "se även", "se også", "katso myös", "см. также", "див. також", "ayrıca bakınız"),
        *(
            "関連項目",
            "参见",
            "參見",
            "같이 보기",
            "انظر أيضًا",
            "انظر أيضا",
            "इन्हें भी देखें",
            "ראו גם",
            "verīs taipoš",
        ),
    )
)
_INTERWIKI = """
w wikt wiktionary commons c meta m mw mediawikiwiki s wikisource q wikiquote b wikibooks n
wikinews v wikiversity voy wikivoyage d wikidata species wikispecies foundation phab incubator ab ace af ak
als am an ang ar arc arz as ast av ay az ba bar bat-smg bcl be be-tarask be-x-old bg bh bi bjn bm bn bo bpy
br bs bug bxr ca cbk-zam cdo ce ceb ch chr chy ckb co cr crh cs csb cu cv cy da de diq dsb dv dz ee el eml
en eo es et eu ext fa ff fi fiu-vro fj fo fr frp frr fur fy ga gag gan gd gl glk gn got gu gv ha hak haw he
hi hif hr hsb ht hu hy ia id ie ig ik ilo io is it iu ja jbo jv ka kaa kab kbd kg ki kk kl km kn ko koi krc
ks ksh ku kv kw ky la lad lb lbe lez lg li lij lmo ln lo lt ltg lv map-bms mdf mg mhr mi min mk ml mn mr mrj
ms mt mwl my myv mzn na nah nap nds nds-nl ne new nl nn no nov nrm nso nv ny oc om or os pa pag pam pap pcd
pdc pfl pi pih pl pms pnb pnt ps pt qu rm rmy rn ro roa-rup roa-tara ru rue rw sa sah sc scn sco sd se sg sh
si simple sk sl sm sn so sq sr srn ss st stq su sv sw szl ta te tet tg th ti tk tl tn to tpi tr ts tt tum tw
ty tyv udm ug uk ur uz ve vec vep vi vls vo wa war wo wuu xal xh xmf yi yo za zea zh zh-classical zh-min-nan
zh-yue zu
"""
REDIRECTS = frozenset(_REDIRECTS.split())
INTERWIKI = frozenset(_INTERWIKI.split())


@dataclass(frozen=True, eq=False)
class Site:
    """Names of one wiki. `namespaces` are prefixes, folded, with our number; see `site_of`."""

    namespaces: Mapping[str, int] = field(default_factory=dict)
    redirects: frozenset[str] = REDIRECTS
    infoboxes: tuple[str, ...] = INFOBOXES
    see_also: frozenset[str] = SEE_ALSO
    interwiki: frozenset[str] = INTERWIKI

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Another process gets the same one each time: what it remembers goes by the site."""
        if self is DEFAULT:
            return "DEFAULT"
        namespaces = tuple(sorted(self.namespaces.items()))
        return _same, (namespaces, self.redirects, self.infoboxes, self.see_also, self.interwiki)

    def is_infobox(self, name: str) -> bool:
        """Whether a template of this name is an infobox: by how the name begins, in any case."""
        folded = _folded(name).removeprefix("template:").lstrip()
        return folded.startswith(self.infoboxes) or folded.endswith(" infobox")

    def is_see_also(self, title: str) -> bool:
        """Whether a section of this title may hold see-also links."""
        return len(title) < 40 and _folded(title) in self.see_also

    def link(self, target: str) -> WikiLink | None:
        """The link to a target as it is written, its text left empty; None for no title and other wikis."""
        return _link(self, target)

    def elsewhere(self, target: str) -> str:
        """The title that a link to another wiki names, as in `m:User:Alice`; "" for any other target."""
        prefix, parted, rest = unescape(target).strip().removeprefix(":").partition(":")
        name = _folded(prefix)
        if not parted or name in self.namespaces or name not in self.interwiki:
            return ""
        return f"{name}:{' '.join(rest.partition('#')[0].replace('_', ' ').split())}"


def site_of(namespaces: Iterable[tuple[int, str]], *, redirects: Iterable[str] = ()) -> Site:
    """The site of which an export says these numbers and names of namespaces; `redirects` are further words
    for it, with or without the `#`. Numbers that this wiki does not have are left out.
    """
    known = {_folded(name): number for number, name in namespaces if name and number in NAMESPACES}
    words = (word.removeprefix("#").casefold() for word in redirects)
    return Site(known, REDIRECTS.union(words))


@lru_cache(maxsize=32)
def _same(namespaces: tuple[tuple[str, int], ...], *words: Any) -> Site:
    return Site(dict(namespaces), *words)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


@lru_cache(maxsize=65_536)
def _link(site: Site, target: str) -> WikiLink | None:
    if len(target) > LONGEST_TARGET or "\n" in target or "\r" in target:
        return None
    target = unescape(target) if "&" in target else target
    bare = target.lstrip()
    colon = bare.startswith(":")
    prefix, parted, rest = bare.removeprefix(":").partition(":")
    if parted:
        name = _folded(prefix)
        number = site.namespaces.get(name)
        if number is not None:
            target = f"{':' if colon else ''}{NAMESPACES[number]}:{rest}" if number else rest
        elif name in site.interwiki:
            return None
    found = parse_link(target)
    return WikiLink(found.kind, found.title, found.fragment) if found is not None else None


DEFAULT = Site()
"""A wiki of which nothing is known."""
