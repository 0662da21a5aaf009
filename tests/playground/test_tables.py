"""As a table: what `kubectl get` prints, with a choice of kinds, namespace, columns and order."""

import pytest

from cluster.core.kinds import KINDS
from cluster.core.printers import columns, table
from playground.sandbox import tables
from playground.sandbox.stage import view_named
from playground.sandbox.tables import Choice, sorting
from playground.sandbox.tables.choice import ORDER, Order, parse
from tests.worlds import SETTLED, WEB, World

TEAM = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n---\n" + WEB.replace(
    "name: web}\nspec", "name: web, namespace: team}\nspec"
)


def drawn(world, words=""):
    return tables.draw(world.state, parse(words))


def cells_of(row):
    return [cell.text for cell in row.before] + [row.name] + [cell.text for cell in row.after]


def texts(found):
    return [[title.text for title in found.titles], *map(cells_of, found.rows)]


@pytest.mark.parametrize("words", ["deployments", "replicasets", "pods::wide", "services", "nodes::wide", "events"])
def test_it_says_what_kubectl_prints(words):
    world = World().passes(SETTLED)
    choice = parse(words)
    (kind,) = choice.kinds
    objects = sorted(world.state.of_kind(kind), key=lambda obj: obj["metadata"]["name"])
    mine = [obj for obj in objects if obj["metadata"].get("namespace") in {None, "default"}]
    assert texts(drawn(world, words).tables[0]) == table(mine, world.state.now, choice.is_wide)


def test_it_shows_at_first_what_people_ask_for_most():
    found = drawn(World().passes(SETTLED))
    assert [one.plural for one in found.tables] == ["deployments", "replicasets", "pods", "services"]
    assert found.summary == "Tables of 1 deployment, 1 replicaset, 3 pods, 1 service."


def test_it_shows_all_namespaces_with_a_column_for_them():
    world = World(f"{WEB}---\n{TEAM}").passes(SETTLED)
    (found,) = drawn(world, "deployments:*").tables
    assert [cells_of(row)[:2] for row in found.rows] == [["default", "web"], ["team", "web"]]
    assert found.titles[0].text == "NAMESPACE"
    assert [row.path for row in found.rows] == ["Deployment/default/web", "Deployment/team/web"]
    assert len(drawn(world, "deployments:team").tables[0].rows) == 1


COMMANDS = {
    "": "kubectl get pods",
    ":team": "kubectl get pods -n team",
    ":*:wide": "kubectl get pods -A -o wide",
    ":::pods.-age": "kubectl get pods --sort-by=.metadata.creationTimestamp",
    ":::pods.name": "kubectl get pods --sort-by=.metadata.name",
    ":::pods.status": "kubectl get pods",
}


@pytest.mark.parametrize(("words", "command"), COMMANDS.items())
def test_it_shows_the_command_for_a_table(words, command):
    assert tables.command("Pod", parse(f"pods{words}")) == command


def test_it_knows_that_nodes_have_no_namespace():
    assert tables.command("Node", parse("nodes:team:wide")) == "kubectl get nodes -o wide"


@pytest.mark.parametrize(("words", "sentence"), [
    ("replicationcontrollers", "No resources found in default namespace."),
    ("replicationcontrollers:*", "No resources found"),
    ("priorityclasses:team", "No resources found"),
])  # fmt: skip
def test_it_says_as_kubectl_does_that_there_is_nothing(words, sentence):
    assert drawn(World(""), words).tables[0].nothing == sentence


@pytest.mark.parametrize("words", [
    "", "pods", "pods,services", "pods:team", "deployments:*:wide", "pods:::pods.-age", ":::nodes.name,pods.age",
])  # fmt: skip
def test_it_finds_a_choice_again_by_its_words(words):
    assert parse(words).text == words


@pytest.mark.parametrize("words", [
    "dragons", "pods,dragons", "services,pods", "pods:No Name", "pods::narrow", "pods:::pods.<b>", ":" * 50, "x" * 5000,
    "deployments,replicasets,pods,services:default", "pods:::", "pods:::dragons.age", "pods:::pods.", "pods::wide:::::",
])  # fmt: skip
def test_it_leaves_out_what_is_no_choice(words):
    choice = parse(words)
    assert parse(choice.text) == choice
    assert set(choice.kinds) <= set(ORDER)
    assert "<" not in choice.text


def test_it_adds_and_takes_away_kinds_and_keeps_the_last():
    choice = parse("pods")
    assert choice.toggled("Deployment").kinds == ("Deployment", "Pod")
    assert choice.toggled("Deployment").toggled("Deployment") == choice
    assert choice.toggled("Pod") == choice


def test_it_sorts_by_a_column_up_then_down_then_not():
    choice = parse("pods")
    up = choice.sorted_by("Pod", "age")
    down = up.sorted_by("Pod", "age")
    assert (up.order_of("Pod"), down.order_of("Pod")) == (Order("age"), Order("age", is_falling=True))
    assert down.sorted_by("Pod", "age") == choice
    assert down.sorted_by("Pod", "name").order_of("Pod") == Order("name")


def test_it_sorts_ages_to_the_second():
    world = World().passes(SETTLED).scale(4).passes(SETTLED)
    youngest_first = drawn(world, "pods:::pods.age").tables[0]
    assert [cells_of(row)[-1] for row in youngest_first.rows] == ["60s", "2m", "2m", "2m"]
    assert [title.sorted for title in youngest_first.titles] == ["", "", "", "", "ascending"]
    assert cells_of(drawn(world, "pods:::pods.-age").tables[0].rows[-1])[-1] == "60s"


SORTED = {
    "ages": ["9s", "119s", "2m5s", "3h", "2d2h", "<unknown>"],
    "restarts": ["0", "2", "3 (5m ago)", "10 (1s ago)"],
    "numbers": [0, 3, 20],
    "names": ["web-2", "web-10", "Web-11", "zoo"],
    "addresses": ["10.244.1.9", "10.244.1.10", "10.244.2.1", "<none>"],
}


@pytest.mark.parametrize("cells", SORTED.values(), ids=SORTED)
def test_it_sorts_cells_as_people_do(cells):
    assert [*sorted({*cells}, key=sorting.rank)] == cells


def test_it_can_sort_by_every_column_of_every_kind():
    world = World(TEAM).passes(SETTLED)
    for kind in ORDER:
        for column in columns(kind):
            words = f"{KINDS[kind].plural}:*:wide:{KINDS[kind].plural}.{tables.slug(column.name)}"
            (found,) = drawn(world, words).tables
            assert found.nothing == "No resources found"
            assert [title.sorted for title in found.titles].count("ascending") == 1


def test_it_knows_all_kinds():
    assert set(ORDER) == set(KINDS)


def test_it_draws_so_many_rows_and_counts_the_rest():
    world = World(WEB.replace("replicas: 3", "replicas: 120")).passes(SETTLED)
    (found,) = drawn(world, "events").tables
    assert (len(found.rows), found.more) == (500, world.state.count("Event") - 500)


def test_it_marks_versions_and_trouble():
    world = World().passes(SETTLED).set_image("nginx:404").passes(5)
    (found,) = drawn(world, "pods").tables
    assert [row.hue for row in found.rows].count(1) == 1
    assert [cell.text for row in found.rows for cell in row.after if cell.is_bad] == ["ImagePullBackOff"]


def test_it_offers_kinds_that_are_there_and_those_that_are_chosen():
    found = drawn(World(""), "pods")
    assert ("pods", 0, True) in [(kind.name, kind.count, kind.is_chosen) for kind in found.kinds]
    assert "deployments" not in [kind.name for kind in found.kinds]
    assert [one.name for one in found.namespaces][:2] == ["*", "default"]


def test_it_is_a_view_whose_name_tells_what_is_chosen():
    view = view_named("table:services,pods:default")
    assert (view.name, view.tab, view.title) == ("table:pods,services", "table", "As a table")
    assert view.draw(World("").state)["tables"].word == view.name
    assert [view_named(name).name for name in ("table", "table:", "chain:x", "dragons:y")] == [
        "table", "table", "chain", "chain",
    ]  # fmt: skip


def test_it_draws_the_page_of_a_choice(alice):
    client, sandbox = alice
    page = client.get(f"/s/{sandbox.name}/", {"view": "table:nodes::wide"}).content.decode()
    assert "$ kubectl get nodes -o wide" in page
    assert 'data-view="table:nodes::wide"' in page
    stage = client.get(f"/s/{sandbox.name}/stage", {"view": "table:nodes"}).content.decode()
    assert stage.count('<tr id="row-') == 3


def test_it_lets_nobody_write_html_into_the_page(alice):
    client, sandbox = alice
    page = client.get(f"/s/{sandbox.name}/stage", {"view": 'table:pods:"><script>:::pods."><script>'}).content.decode()
    assert "<script>" not in page
    assert Choice().text == ""
