"""How heavy the page is; how quick it is, `make bench` says (benchmarks/page.py)."""

from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace


def test_it_weighs_less_than_500_kilobytes_with_editor_and_terminal(visitor):
    with visitor() as page:
        weights = []
        page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
        expect(Workspace(page).open().editor).to_be_visible()
        page.get_by_role("button", name="Terminal", exact=True).click()
        expect(page.locator(".xterm-rows")).to_contain_text(":~$")
        page.wait_for_load_state("networkidle")
        assert 100_000 < sum(weights) < 500_000


def test_it_holds_a_page_of_300_pods_while_they_roll(workspace):
    workspace.speed("20×").apply(WEB % 300).settled().set_image("nginx:1.28")
    workspace.settled()
    expect(workspace.pods).to_have_count(300)


def test_it_serves_static_files_compressed_and_for_ever(page):
    answers = {}
    page.on("response", lambda answer: answers.update({answer.url: answer.all_headers()}))
    Workspace(page).open()
    page.wait_for_load_state("networkidle")
    static = {url: headers for url, headers in answers.items() if "/static/" in url and ".svg" not in url}
    assert len(static) > 15
    for url, headers in static.items():
        assert "immutable" in headers["cache-control"], url
        assert headers.get("content-encoding") == "gzip" or int(headers["content-length"]) < 1500, url
