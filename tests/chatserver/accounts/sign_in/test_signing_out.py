from django.test import Client


def test_signing_out_tells_the_browser_to_forget_everything(db: None, client: Client) -> None:
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
