"""What a user gets when token, name or network are wrong: one line, nothing sent, the token nowhere."""

import http.server
import threading

import pytest
from huggingface_hub import constants

from dataset_builder.__main__ import main
from tests.doubles.hub_server import Fault
from tests.fixtures.hub_runs import SECRET, make_space


@pytest.fixture
def told(hub, tmp_path, capfd):
    """Runs `publish` on a small Space and gives back the one line of its error."""

    def run(*options: str, code: int = 2) -> str:
        asked = len(hub.asked)
        assert main(["publish", str(make_space(tmp_path / "space")), "--yes", "--quiet", *options]) == code
        out, err = capfd.readouterr()
        assert SECRET not in out + err and "hf_wrong" not in out + err
        assert len(err.splitlines()) == 1 and err.startswith("error: "), err
        assert "published" not in out
        assert not any(r.split()[0] in ("PUT", "DELETE") or "/commit/" in r for r in hub.asked[asked:])
        return err

    return run


def test_no_token(told, hub, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    assert "no token: `hf auth login`, or set HF_TOKEN; nothing was sent" in told("--org", "org")
    assert hub.asked == []


def test_dry_run_without_token_compares_with_what_anybody_sees(hub, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    space = make_space(tmp_path / "space")
    assert main(["publish", str(space), "--org", "org"]) == 0
    assert "space org/rjdb-space (new)" in capsys.readouterr().out
    assert main(["publish", str(space)]) == 2


def test_token_that_may_only_read(told, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_read")
    assert 'the Hub says "You don\'t have the rights to write to org with this token" (403); settle that' in told(
        "--org", "org"
    )


def test_token_that_is_not_valid_though_the_server_repeats_it(told, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    assert "the token is not valid" in told("--org", "org")


def test_organisation_of_others(told):
    assert 'the Hub says "You don\'t have the rights to write to strangers with this token" (403)' in told(
        "--org", "strangers"
    )


def test_a_dry_run_notes_an_organisation_that_the_token_does_not_name(hub, tmp_path, capsys):
    assert main(["publish", str(make_space(tmp_path / "space")), "--org", "strangers"]) == 0
    assert "note: the token of user names no organisation strangers" in capsys.readouterr().out


def test_fine_grained_token_whose_organisations_are_not_listed(hub, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HF_TOKEN", "hf_fine")
    assert main(["publish", str(make_space(tmp_path / "space")), "--org", "org", "--yes", "--quiet"]) == 0
    assert ("space", "org/rjdb-space") in hub.state.repositories and "published v" in capsys.readouterr().out


def test_full_private_quota(told, hub):
    hub.state.private_quota = 1
    said = told("--org", "org", "--private")
    assert (
        "the Hub says 'Private repository storage limit reached, please upgrade your plan.'; settle that, then run"
        in said
    )


def test_gated_repository(told, hub):
    hub.state.create("space", "org/rjdb-space", private=False).gated = True
    said = told("--org", "org")
    assert (
        "the Hub says 'Access to space org/rjdb-space is restricted." in said and "ask for access on its page" in said
    )


def test_gateway_that_is_down_and_comes_back(told, hub, tmp_path, capfd):
    hub.fault = Fault("502-html", times=10**6)
    assert "the Hub answers 502 Bad Gateway; try later, then run the same command again" in told("--org", "org")
    for at in range(20):
        hub.fault = Fault("502-html", at)
        assert (
            main(["publish", str(make_space(tmp_path / "space", str(at))), "--org", "org", "--yes", "--tag", f"v{at}"])
            == 0
        )


def test_page_of_the_network_that_is_there_once(hub, tmp_path):
    for at in range(20):
        hub.fault = Fault("html", at)
        assert (
            main(["publish", str(make_space(tmp_path / "space", str(at))), "--org", "org", "--yes", "--tag", f"v{at}"])
            == 0
        )


def test_pull_request_whose_answer_is_lost_is_made_once(hub, tmp_path):
    space = make_space(tmp_path / "space")
    assert main(["publish", str(space), "--org", "org", "--yes"]) == 0
    hub.asked.clear()
    make_space(space, "second")
    assert main(["publish", str(space), "--org", "org", "--pr", "--yes"]) == 0
    at = next(number for number, request in enumerate(hub.asked) if "/commit/" in request)
    make_space(space, "third")
    hub.fault = Fault("drop-after", at)
    assert main(["publish", str(space), "--org", "org", "--pr", "--yes"]) == 0
    assert len(hub.state.repositories[("space", "org/rjdb-space")].requests) == 2


def test_name_that_is_none(told):
    assert "error: " in told("--repo", "org/..")


def test_hub_that_repeats_the_token_in_an_error(told, hub, monkeypatch):
    from tests.doubles import hub_server
    from tests.doubles.hub_state import Answer

    def refuse(handler):
        raise Answer(403, f"token {SECRET} may not", extra={"token": SECRET})

    routes = [(m, p, refuse if p == "/api/repos/create" else a) for m, p, a in hub_server.ROUTES]
    monkeypatch.setattr(hub.server.RequestHandlerClass, "routes", routes)
    assert "the Hub says 'token (token) may not' (403)" in told("--org", "org")
    assert hub.state.repositories == {}


def test_no_network(told, monkeypatch):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    assert "cannot be reached" in told("--org", "org") and constants.ENDPOINT


def test_offline_mode(told, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE is set: unset it" in told("--org", "org")


def test_hub_that_answers_html(told, hub):
    hub.fault = Fault("html", times=10**6)
    assert "answers, but not as a Hub does" in told("--org", "org")


def test_server_that_is_no_hub(told, monkeypatch):
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
        assert "the Hub answers 404" in told("--org", "org")
        server.shutdown()


def test_hub_without_an_end(told, hub, monkeypatch):
    from dataset_builder.hub import repository

    monkeypatch.setattr(repository, "TIMEOUT", 0.2)
    hub.slowness, hub.fault = 0.4, Fault("slow", times=10**6)
    assert "cannot be reached" in told("--org", "org")
