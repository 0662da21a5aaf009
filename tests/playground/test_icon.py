def test_it_has_an_icon_for_pages_that_name_none(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"].endswith(".svg")) == (302, True)
