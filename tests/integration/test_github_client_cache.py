"""Replies kept between runs: what has not changed costs nothing, and nobody else can make one."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checker.adapters.github.credential import Credential
from checker.adapters.github.reply_cache import ReplyCache, open_cache
from tests.fakes.fixed_clock import NOON
from tests.github_simulator import made
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import TOKEN
from tests.integration.asking import KEY, KEYS, Asker


@pytest.fixture
def kept(asker: Asker, tmp_path: Path) -> Callable[..., ReplyCache]:
    def opened(*, token: str = TOKEN, version: str = "0") -> ReplyCache:
        now = asker.clock.now().timestamp()
        cache = open_cache({"XDG_CACHE_HOME": str(tmp_path)}, Credential(token), version=version, now=now)
        assert cache is not None
        return cache

    return opened


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_has_not_changed_costs_nothing_of_the_limit(
    asker: Asker, kept: Callable[..., ReplyCache], tmp_path: Path
) -> None:
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(3)])
    first = asker.ask(f"{KEYS}?per_page=2", cache=kept())
    asker.github.forget()

    again = asker.ask(f"{KEYS}?per_page=2", cache=kept())

    assert replace(again, headers={}) == replace(first, headers={})  # a Date of its own
    assert (len(asker.github.seen), asker.github.limited) == (2, 0)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files_of(tmp_path))


def test_what_has_changed_is_read_again(asker: Asker, kept: Callable[..., ReplyCache]) -> None:
    asker.github.put(KEYS, [KEY])
    asker.ask(cache=kept())
    asker.github.put(KEYS, [])
    assert asker.ask(cache=kept()).pages == ([],)


def test_replies_belong_to_one_credential_and_one_version(asker: Asker, kept: Callable[..., ReplyCache]) -> None:
    asker.github.put(KEYS, [KEY])
    asker.ask(cache=kept())
    for cache in (kept(token="other"), kept(version="1")):  # noqa: S106 - no secret
        asker.github.forget()
        asker.ask(cache=cache)
        assert asker.github.limited == 1


def test_a_kept_reply_that_somebody_changed_is_none(
    asker: Asker, kept: Callable[..., ReplyCache], tmp_path: Path
) -> None:
    asker.github.put(KEYS, [KEY])
    asker.ask(cache=kept())
    (path,) = files_of(tmp_path)
    data = path.read_bytes()
    for wrong in (data.replace(b'"read_only":true', b'"read_only":false'), b"", data[:70], b"x" + data):
        path.write_bytes(wrong)
        asker.github.forget()
        (page,) = asker.ask(cache=kept()).pages
        assert '"read_only":false' not in str(page)
        assert asker.github.limited == 1


def test_a_kept_reply_of_another_url_is_none(asker: Asker, kept: Callable[..., ReplyCache], tmp_path: Path) -> None:
    asker.github.load({KEYS: [KEY], "repos/o/r/tags": []})
    asker.ask(cache=kept())
    (path,) = files_of(tmp_path)
    asker.ask("repos/o/r/tags", cache=kept())
    (other,) = [one for one in files_of(tmp_path) if one != path]
    other.write_bytes(path.read_bytes())
    assert asker.ask("repos/o/r/tags", cache=kept()).pages == ([],)


def test_neither_token_nor_secret_is_kept(asker: Asker, kept: Callable[..., ReplyCache], tmp_path: Path) -> None:
    asker.github.load(made.repository("o/r"))
    asker.client(cache=kept()).get_all(list(made.repository("o/r")))
    content = b"".join(path.read_bytes() for path in files_of(tmp_path))
    assert content
    assert SECRET.encode() not in content
    assert TOKEN.encode() not in content


def test_a_cache_that_others_could_read_or_that_has_no_home_is_none(tmp_path: Path) -> None:
    credential = Credential(TOKEN)
    folder = tmp_path / "clean-release/github" / credential.fingerprint
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    assert open_cache({"XDG_CACHE_HOME": str(tmp_path)}, credential, version="0", now=0) is None
    assert open_cache({}, credential, version="0", now=0) is None
    assert open_cache({"XDG_CACHE_HOME": "relative"}, credential, version="0", now=0) is None
    (tmp_path / "file").write_text("")
    assert open_cache({"XDG_CACHE_HOME": str(tmp_path / "file")}, credential, version="0", now=0) is None
    assert open_cache({"HOME": str(tmp_path / "home")}, credential, version="0", now=0) is not None


def test_replies_of_a_credential_nobody_uses_any_more_are_removed(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    open_cache(environment, Credential("old"), version="0", now=NOON.timestamp() - 8 * 86_400)
    open_cache(environment, Credential("new"), version="0", now=NOON.timestamp())
    names = [path.name for path in (tmp_path / "clean-release/github").iterdir()]
    assert names == [Credential("new").fingerprint]


def test_a_cache_that_cannot_be_written_changes_nothing(
    asker: Asker, kept: Callable[..., ReplyCache], tmp_path: Path
) -> None:
    asker.github.put(KEYS, [KEY])
    cache = kept()
    (folder,) = (tmp_path / "clean-release/github").iterdir()
    folder.rmdir()
    assert asker.ask(cache=cache).status == 200
