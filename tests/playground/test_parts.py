"""What is sent of a drawn view: only what differs."""

import re

from playground.sandbox.parts import Drawing, block, difference, item


def drawing(revision, items, head="old", frame=""):
    listed = "".join(item("pods", name, f'<li id="{name}">{text}</li>') for name, text in items.items())
    inner = f'{frame}{block("head", f"<p id=head>{head}</p>")}<ul id="pods">{listed}</ul>'
    return Drawing(revision, f'<div id="picture" data-revision="{revision}">{inner}</div>')


def sent(old, new):
    return re.sub(r"^<template[^>]*>|</template>$", "", difference(old, new, "chain"))


THREE = {"a": "1", "b": "1", "c": "1"}


def test_it_draws_all_of_it_without_marks():
    html = drawing(7, {"a": "1"}).html
    assert html == '<div id="picture" data-revision="7"><p id=head>old</p><ul id="pods"><li id="a">1</li></ul></div>'


def test_it_says_between_which_moments_it_leads():
    assert difference(drawing(7, {}), drawing(9, {}), "chain").startswith(
        '<template id="delta" hx-swap-oob="true" data-view="chain" data-base="7" data-revision="9">'
    )


def test_it_sends_nothing_where_nothing_differs():
    assert sent(drawing(7, THREE), drawing(9, THREE)) == ""


def test_it_sends_a_block_that_differs():
    assert sent(drawing(7, THREE), drawing(8, THREE, "new")) == "<div data-blocks><p id=head>new</p></div>"


def test_it_sends_items_that_changed_went_and_came():
    new = {"x": "0", "a": "2", "y": "0", "z": "0", "c": "1"}
    assert sent(drawing(7, THREE), drawing(8, new)) == (
        '<i data-gone="b"></i><ul data-changed><li id="a">2</li></ul>'
        '<ul data-into="pods" data-after=""><li id="x">0</li></ul>'
        '<ul data-into="pods" data-after="a"><li id="y">0</li><li id="z">0</li></ul>'
    )


def test_it_sends_the_frame_without_items_when_the_frame_differs():
    told = sent(drawing(7, THREE), drawing(8, THREE | {"d": "1"}, frame="<hr>"))
    assert '<hr><p id=head>old</p><ul id="pods"></ul>' in told
    assert told.endswith('<ul data-into="pods" data-after="c"><li id="d">1</li></ul>')
