"""What the wiki that a dump is of calls its namespaces, kept for the links of its pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache

from wiki.models import SiteName

LONGEST, HIGHEST = 255, 32767


def keep_site_names(names: Mapping[str, int]) -> None:
    """Keep these names of namespaces beside those of before; one that was another namespace is this now.
    A name or a number that no wiki has is left out.
    """
    rows = [
        SiteName(name=name, namespace=number)
        for name, number in sorted(names.items())
        if 0 < len(name) <= LONGEST and abs(number) <= HIGHEST
    ]
    SiteName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["namespace"]
    )
    forget_site_names()


def forget_site_names() -> None:
    """Let this process read them anew."""
    cache.delete(SiteName.KEY)
