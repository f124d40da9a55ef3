"""Reading a finished page: its elements in order, each with what it is inside of and the text within it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "img", "hr", "input"}
DRAWN = {"line", "rect", "circle", "path", "polyline"}


@dataclass(slots=True)
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: "Element | None"
    content: "list[Element | str]" = field(default_factory=list)

    def text(self) -> str:
        """Give all text within it, with single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, str):
                yield part
            else:
                yield " " if part.tag == "br" else ""
                yield from part._texts()

    def around(self) -> "Iterator[Element]":
        """Give what it is inside of, nearest first."""
        outer = self.inside
        while outer is not None:
            yield outer
            outer = outer.inside

    def within(self, *tags: str) -> "list[Element]":
        """Give the elements within it, of these tags or all, in order."""
        found = []
        for part in self.content:
            if isinstance(part, Element):
                found += [part] if not tags or part.tag in tags else []
                found += part.within(*tags)
        return found

    def classes(self) -> set[str]:
        """Give its classes."""
        return set(self.attributes.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element(tag="", attributes={}, inside=None)
        self.open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs}, inside=self.open)
        self.open.content.append(element)
        if tag not in EMPTY:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.inside is not None
        self.open = self.open.inside

    def handle_data(self, data: str) -> None:
        self.open.content.append(data)


def read_page(text: str) -> Element:
    """Read a page; every element must be closed in its turn."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open is reader.root, f"<{reader.open.tag}> is not closed"
    return reader.root


def assert_well_made(text: str) -> Element:
    """Check what every page of ours must be, and give it."""
    page = read_page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")
    _assert_safe(page)
    _assert_named(page)
    _assert_tables(page)
    _assert_pictures(page)
    return page


def assert_report(text: str) -> Element:
    """Check what every page made from a report must be, and give it."""
    page = read_page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")
    _assert_safe(page)
    _assert_named(page)
    for table in page.within("table"):
        assert table.within("caption")[0].text()
        assert all(each.attributes.get("scope") for each in table.within("th"))
    for picture in page.within("svg"):
        assert picture.attributes["aria-hidden"] == "true"
    assert not [each for each in page.within() if "tabindex" in each.attributes]
    return page


def _assert_safe(page: Element) -> None:
    (policy,) = [
        each.attributes["content"] for each in page.within("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not page.within("script", "iframe", "object", "embed", "form", "img", "base")
    for element in page.within():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        assert element.attributes.get("src") is None
    (icon,) = page.within("link")
    assert icon.attributes["href"] == "data:,"
    assert "url(" not in page.within("style")[0].text()
    assert "@import" not in page.within("style")[0].text()


def _assert_named(page: Element) -> None:
    (root,) = page.within("html")
    assert root.attributes["lang"]
    (title,) = page.within("head")[0].within("title")
    assert len(page.within("h1")) == len(page.within("main")) == 1
    assert 0 < len(title.text()) <= 70
    levels = [int(each.tag[1]) for each in page.within("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    names = [each.attributes["id"] for each in page.within() if "id" in each.attributes]
    assert len(names) == len(set(names))
    for element in page.within():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(attribute, "").split()) <= set(names)
    links = [each.attributes["href"] for each in page.within("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    assert all(link.startswith(("#", "http://", "https://")) for link in links)
    first = page.within("a")[0]
    assert first.classes() == {"skip"}
    assert first.attributes["href"] == f"#{page.within('main')[0].attributes['id']}"


def _assert_tables(page: Element) -> None:
    for table in page.within("table"):
        assert table.within("caption")[0].text()
        assert all(each.attributes.get("scope") for each in table.within("th"))
        region = next(each for each in table.around() if "scroll" in each.classes())
        assert region.tag == "section"
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["aria-labelledby"]


def _assert_pictures(page: Element) -> None:
    names = {each.attributes["id"]: each for each in page.within() if "id" in each.attributes}
    for picture in page.within("svg"):
        if picture.classes() == {"over"}:
            continue
        assert picture.attributes["role"] == "img"
        assert [names[each].tag for each in picture.attributes["aria-labelledby"].split()] == [
            "title",
            "desc",
        ]
        assert all(each.text() for each in picture.content[:2] if isinstance(each, Element))
    for figure in page.within("figure"):
        assert len(figure.within("figcaption")) == 1
