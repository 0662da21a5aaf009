"""The files of a sandbox through the site: kept, moved, taken in, given back; and nobody overwrites unawares."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.terminal import Folder
from playground.sandbox import files
from playground.sandbox.editing.tree import tree
from playground.sandbox.files import SandboxStore
from playground.sandbox.models import SandboxFile
from tests.playground.test_nonsense import MANY, TEXTS


class Person:
    """Somebody who works with the files of a sandbox."""

    def __init__(self, client, sandbox):
        self.client, self.sandbox = client, sandbox
        files.furnish(sandbox)

    def post(self, what, **fields):
        return self.client.post(f"/s/{self.sandbox.name}/files/{what}", fields).json()

    def get(self, what="", **fields):
        return self.client.get(f"/s/{self.sandbox.name}/files{what}", fields)

    def paths(self):
        return [path for path, _ in files.listing(self.sandbox)]

    def terminal(self):
        return Folder(SandboxStore(self.sandbox))


@pytest.fixture
def her(alice):
    return Person(*alice)


def test_a_new_home_holds_the_examples(her):
    assert her.paths() == [f"deploy/{name}.yml" for name in ("go-demo-2", "guestbook", "nginx", "postgres")]
    page = her.client.get(f"/s/{her.sandbox.name}/").content.decode()
    assert 'data-path="deploy/postgres.yml"' in page
    assert "postgres:11.0" in page


def test_it_saves_and_reads_a_file(her):
    made = her.post("make", path="shop/web.yml", text="a: 1\r\n")
    saved = her.post("save", path="shop/web.yml", text="a: 2\r\nb: 3", seen=made["version"])
    found = her.get("/read", path="shop/web.yml").json()
    assert (found["text"], found["version"]) == ("a: 2\nb: 3", saved["version"])
    assert saved["version"] != made["version"]


def test_it_overwrites_nobody_unawares(her):
    made = her.post("make", path="a", text="mine")
    her.terminal().write("a", "the terminal's")
    answer = her.post("save", path="a", text="mine again", seen=made["version"])
    assert answer["conflict"]
    assert answer["theirs"]["text"] == "the terminal's"
    assert her.post("save", path="a", text="mine again", seen=answer["theirs"]["version"])["version"]


def test_it_says_that_a_file_is_gone(her):
    made = her.post("make", path="a", text="mine")
    her.terminal().remove("a")
    assert her.post("save", path="a", text="more", seen=made["version"]) == {"conflict": True, "theirs": None}
    assert "version" in her.post("save", path="a", text="more", seen="")


def test_what_is_the_same_is_no_conflict(her):
    made = her.post("make", path="a", text="x")
    her.terminal().write("a", "y")
    assert "version" in her.post("save", path="a", text="y", seen=made["version"])


REFUSED = {
    "a name that is there": ("make", {"path": "deploy/nginx.yml"}, "File exists"),
    "a folder that is there": ("make", {"path": "deploy/"}, "File exists"),
    "no name": ("make", {"path": ""}, "Invalid argument"),
    "a way out": ("make", {"path": "../../etc/passwd"}, "Invalid argument"),
    "a long name": ("make", {"path": "x" * 101}, "File name too long"),
    "below a file": ("make", {"path": "deploy/nginx.yml/x"}, "Not a directory"),
    "a folder as a file": ("save", {"path": "deploy", "text": "", "seen": ""}, "Is a directory"),
    "too large": ("make", {"path": "x", "text": "x" * ((1 << 20) + 1)}, "File too large (at most 1 MB)"),
    "a move onto another": ("move", {"path": "deploy/nginx.yml", "to": "deploy/postgres.yml"}, "File exists"),
    "a move into itself": ("move", {"path": "deploy/", "to": "deploy/inner"}, "File exists"),
    "a move of nothing": ("move", {"path": "nothing", "to": "x"}, "No such file or directory"),
    "a removal of nothing": ("remove", {"path": "nothing"}, "No such file or directory"),
    "no such example": ("example", {"example": "../settings"}, "There is no such example."),
}


@pytest.mark.parametrize(("what", "fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_it_refuses_in_one_sentence_and_changes_nothing(her, what, fields, sentence):
    before = her.paths()
    assert sentence in her.post(what, **fields)["error"]
    assert her.paths() == before


def test_it_holds_so_many_files_and_no_more(her):
    many = [SandboxFile(sandbox=her.sandbox, path=f"f{number}") for number in range(files.MOST_FILES - 4)]
    SandboxFile.objects.bulk_create(many)
    assert "a sandbox holds 200 files" in her.post("make", path="one-more")["error"]


def test_it_moves_a_file_and_a_folder(her):
    her.post("move", path="deploy/nginx.yml", to="web/front.yml")
    assert "web/front.yml" in her.paths()
    her.post("move", path="deploy/", to="old")
    assert [path for path in her.paths() if path.startswith("old/")] == [
        "old/go-demo-2.yml", "old/guestbook.yml", "old/postgres.yml",
    ]  # fmt: skip
    assert not her.terminal().exists("deploy")


def test_it_removes_a_file_and_gives_its_text_back(her):
    her.post("make", path="x/a", text="hello")
    assert her.post("remove", path="x/a")["text"] == "hello"
    assert "x/" in her.paths()
    her.post("make", path="x/a", text="hello")
    assert "x/" not in her.paths()


def test_it_removes_a_folder_with_all_that_is_in_it(her):
    her.post("remove", path="deploy/")
    assert her.paths() == []


def test_an_empty_folder_is_there_for_the_terminal_too(her):
    her.post("make", path="empty/")
    assert her.terminal().is_folder("empty")
    assert 'data-path="empty/"' in her.get().content.decode()


def test_an_example_never_replaces_what_somebody_wrote(her):
    assert her.post("example", example="nginx")["path"] == "deploy/nginx.yml"
    her.terminal().write("deploy/nginx.yml", "mine")
    assert her.post("example", example="nginx")["path"] == "deploy/nginx-2.yml"
    assert her.post("example", example="nginx")["path"] == "deploy/nginx-2.yml"
    assert her.terminal().read("deploy/nginx.yml") == "mine"


def test_it_gives_one_file(her):
    answer = her.get("/download", path="deploy/nginx.yml")
    assert answer["Content-Disposition"] == 'attachment; filename="nginx.yml"'
    assert b"kind: Deployment" in answer.content
    assert her.get("/download", path="nothing").status_code == 404


def test_it_gives_all_files_as_an_archive(her):
    her.post("make", path='odd "name" é.yml', text="é")
    with zipfile.ZipFile(io.BytesIO(her.get("/download").content)) as archive:
        assert archive.namelist() == sorted(her.paths())
        assert archive.read('odd "name" é.yml').decode() == "é"


def test_it_writes_names_as_text(her):
    her.post("make", path="<b>&.yml")
    assert 'data-path="&lt;b&gt;&amp;.yml"' in her.get().content.decode()


@MANY
@given(path=TEXTS, to=TEXTS, text=TEXTS)
def test_it_answers_anything(alice, path, to, text):
    someone = Person(*alice)
    for what in ("make", "save", "move", "remove"):
        assert isinstance(someone.post(what, path=path, to=to, text=text, seen=""), dict)
    assert someone.get("/read", path=path).status_code == 200


def test_a_text_without_a_version_cannot_be_sent_by_strangers(her, charlie):
    address = f"/s/{her.sandbox.name}/files/save"
    assert charlie[0].post(address, {"path": "x", "text": "x", "seen": ""}).status_code == 404
    assert "x" not in her.paths()


@given(st.lists(st.sampled_from(["a", "b", "a/b", "a/b/c", "b/"]), max_size=8))
def test_the_tree_shows_each_path_once(paths):
    def below(nodes):
        for node in nodes:
            yield node.path
            yield from below(node.children)

    shown = list(below(tree(sorted((path, "1") for path in set(paths)))))
    assert {path for path in paths if not path.endswith("/")} <= set(shown)
