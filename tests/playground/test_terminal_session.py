"""A terminal without its socket: when it says that it is ready, and what it keeps."""

import threading
import time

import pytest

from playground.sandbox.terminal import session as sessions
from playground.sandbox.terminal.session import TerminalSession
from tests.patient import PATIENCE
from tests.playground.test_terminal_socket import sandbox

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["sandbox"]


class Page:
    """Hears what a terminal tells; with the first prompt it does something, as a quick page would."""

    def __init__(self, sandbox, at_once):
        self.prompts, self.at_once = [], at_once
        self.session = TerminalSession(sandbox, self.tell)

    def tell(self, message):
        if message["type"] == "prompt":
            self.prompts.append(message["status"])
            if len(self.prompts) == 1:
                quick = threading.Thread(target=self.at_once, args=[self.session])
                quick.start()
                quick.join(0.1)

    def until_prompts(self, count):
        end = time.monotonic() + PATIENCE
        while len(self.prompts) < count and time.monotonic() < end:
            time.sleep(0.01)
        return self.prompts


@pytest.mark.parametrize(
    ("at_once", "status"),
    [
        pytest.param(lambda session: session.look(None), 0, id="a look"),
        pytest.param(lambda session: session.interrupt(), 130, id="Ctrl-C"),
        pytest.param(lambda session: session.line("false"), 1, id="a line"),
    ],
)
def test_what_comes_with_the_prompt_is_answered_by_a_prompt_of_its_own(sandbox, at_once, status):
    page = Page(sandbox, at_once)
    page.session.line("true")
    assert page.until_prompts(2) == [0, status]


def test_control_c_reaches_a_line_that_has_not_begun(sandbox):
    page = Page(sandbox, lambda session: None)
    page.session.line("sleep 1000")
    page.session.interrupt()
    assert page.until_prompts(1) == [130]


def test_control_c_reaches_an_unfinished_line_that_is_being_looked_at(sandbox, monkeypatch):
    page = Page(sandbox, lambda session: None)
    monkeypatch.setattr(sessions, "is_complete", lambda _text: page.session.interrupt())
    page.session.line("echo 'one")
    assert page.until_prompts(1) == [130]
    assert not page.session.pending


def test_a_terminal_keeps_a_bounded_history(sandbox):
    one = TerminalSession(sandbox, lambda _message: None)
    for number in range(1010):
        one.remember(f"{number} " + "x" * 20_000)
    assert len(one.shell.history) == 1000
    assert sum(map(len, one.shell.history)) < 17_000_000
