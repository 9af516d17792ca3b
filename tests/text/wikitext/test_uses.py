"""Templates and notes that a wikitext uses."""

from hypothesis import given, settings

from tests.text.wikitext.texts import any_wikitext
from wiki.text.titles import Title
from wiki.text.wikitext.parameters import parameters
from wiki.text.wikitext.site import site_of
from wiki.text.wikitext.uses import NoteUse, notes, template_title, templates

TEXT = """{{Outer|a={{inner|[[x|y]]|2 = b|<!-- c --> c = d}}|{{{1|{{In argument}}}}}}}
<ref>{{Cite web|url=u}}</ref>
{{PAGENAME}} {{!}} {{#if:{{In function}}|b}} {{lc:A}} {{DEFAULTSORT:k}} {{subst:Substituted}} {{:A page}}
{{user:A/Box}} {{ Multi
 line }} {{bad{{x}}name}} {{}} <nowiki>{{no}}</nowiki> <!-- {{no}} --> {{not closed
"""


def test_templates_in_the_order_of_the_text() -> None:
    assert [one.title.full for one in templates(TEXT)] == [
        "Template:Outer",
        "Template:Inner",
        "Template:In argument",
        "Template:Cite web",
        "Template:In function",
        "Template:Substituted",
        "A page",
        "User:A/Box",
        "Template:X",
    ]


def test_parameters_of_a_template() -> None:
    inner = templates(TEXT)[1]
    assert inner.source == "{{inner|[[x|y]]|2 = b|<!-- c --> c = d}}"
    assert inner.parameters == {"1": "[[x|y]]", "2": "b", "c": "d"}
    assert parameters("{{x}}") == {}
    assert parameters("{{x| a |b= c |b=d=e|\n}}") == {"1": " a ", "b": "d=e", "2": "\n"}


def test_names_in_the_language_of_the_wiki() -> None:
    site = site_of([(10, "Vorlage"), (2, "Benutzer")])
    assert template_title("{{Vorlage:A_b|c}}", site) == Title(10, "A b")
    assert template_title("{{Benutzer:C}}", site) == Title(2, "C")


def test_notes() -> None:
    text = (
        "a<ref>One [[x]]</ref> b<ref name=\"two\" group='n'>Two</ref> c<ref name=two /> d<ref name = three/>"
        "{{efn|<REF>In a template</REF>}} <nowiki><ref>no</ref></nowiki> <!-- <ref>no</ref> --> "
        "<ref>not closed"
        "<references><ref"
    )
    assert notes(text) == (
        NoteUse("One [[x]]"),
        NoteUse("Two", "two", "n"),
        NoteUse("", "two"),
        NoteUse("", "three"),
        NoteUse("In a template"),
    )


@given(any_wikitext)
@settings(max_examples=60)
def test_sources_of_templates_stand_in_the_text(text: str) -> None:
    for one in templates(text):
        assert one.source in text
        assert one.source[:2] + one.source[-2:] == "{{}}"
        assert all(isinstance(value, str) for value in one.parameters.values())
    notes(text)
