"""Shown output is compared word by word, save where `…` says that it may differ."""

import pytest

from tools.shown_commands import ShownCommand, WrittenFile, agrees, steps

PAGE = """\
Text.

```yaml file=a/b.yaml
one: 1
```

```console exit=3
$ first
printed
$ second \\
  --more
…
```

```sh
not run
```
"""


def test_files_and_commands_come_in_order_and_other_blocks_do_not() -> None:
    assert list(steps(PAGE)) == [
        WrittenFile(line=3, path="a/b.yaml", text="one: 1\n"),
        ShownCommand(line=7, command="first", output="printed\n", exit_code=0),
        ShownCommand(line=7, command="second \\\n  --more", output="…\n", exit_code=3),
    ]


def test_a_console_block_without_a_command_is_refused() -> None:
    with pytest.raises(SystemExit, match="line 1: a console block begins"):
        list(steps("```console\nprinted\n```\n"))


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("", "a\n", False),
        ("a (x) …\n", "a (x) 12 b\n", True),
        ("a …\n", "a 12\nb\n", False),
        ("a\n…\nz\n", "a\nb\nc\nz\n", True),
        ("a\n…\nz\n", "a\nz\n", False),
        ("…\nz\n", "a\nb\ny\n", False),
    ],
)
def test_an_ellipsis_stands_for_text_in_a_line_or_for_whole_lines(shown: str, printed: str, *, expected: bool) -> None:
    assert agrees(shown, printed) is expected
