"""Reading a received envelope within bounds, and taking elements by their full name."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from almapy.simulators.insi.refusals import Refused, malformed

MOST_DEPTH = 40


def parsed(body: bytes) -> etree._Element:
    """Return the root of a received document.

    Raises Refused: not XML, a document type (entities never are read), nested too deep.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise malformed("xml", "Le message n'est pas du XML lisible.") from None
    described = root.getroottree().docinfo
    if described is not None and described.internalDTD is not None:
        raise malformed("dtd", "Un message SOAP n'a pas de DTD.")
    if _depth(root) > MOST_DEPTH:
        raise malformed("profondeur", "Le message est trop imbriqué.")
    return root


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def elements(parent: etree._Element) -> list[etree._Element]:
    """Return the child elements, without comments; raises Refused for text beside them."""
    children = [child for child in parent if isinstance(child.tag, str)]
    loose = (parent.text or "") + "".join(child.tail or "" for child in parent)
    if children and loose.strip():
        raise _wrong(parent, "contient du texte hors de ses éléments")
    return children


def only(parent: etree._Element, namespace: str, name: str) -> etree._Element:
    """Return the one child of this name; raises Refused when there is none or several."""
    found = parent.findall(f"{{{namespace}}}{name}")
    if len(found) != 1:
        raise _wrong(parent, f"doit avoir un et un seul {name}, il en a {len(found)}")
    return found[0]


def text(element: etree._Element) -> str:
    """Return the text of a leaf; raises Refused when it holds elements."""
    if elements(element):
        raise _wrong(element, "ne doit contenir que du texte")
    return "".join(str(part) for part in element.itertext()).strip()


def in_order(parent: etree._Element, namespace: str, names: Sequence[str]) -> None:
    """Check that the children are among these, each once at most, in this order; else Refused."""
    found = [str(child.tag) for child in elements(parent)]
    expected = [f"{{{namespace}}}{name}" for name in names]
    if found != [tag for tag in expected if tag in found]:
        raise _wrong(parent, f"accepte dans cet ordre {', '.join(names)}, une fois au plus")


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def _wrong(element: etree._Element, what: str) -> Refused:
    return malformed("structure", f"L'élément {local(element)} {what}.")
