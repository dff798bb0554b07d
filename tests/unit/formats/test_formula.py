"""Formulas: the archives of the plain form, and a refusal of everything that could choose another one."""

import pytest

from checker.errors import InputRefusedError
from checker.formats.formula import FormulaArchive, read_formula

PLAIN = (
    """\
# typed: true
require "language/node"

class Widget < Formula
  desc "Widgets"
  homepage "https://example.org"
  version "1.2.3"
  license any_of: ["MIT", "Apache-2.0"]
  depends_on "rust" => :build

  on_macos do
    on_arm do
      url "https://example.org/v#{version}/widget-#{version}-arm64.tar.gz"
      sha256 "AAAA"
    end
    if Hardware::CPU.intel?
      url "https://example.org/v1.2.3/widget-1.2.3-x86_64.tar.gz"
      mirror "https://example.net/widget-1.2.3-x86_64.tar.gz"
      sha256 "BBBB"
    end
  end

  resource "other" do
    url "https://example.org/other.tar.gz"
    sha256 "CCCC"
  end

  def install
    if true
      bin.install "widget"
    end
  end

  test do
    system "widget"
  end
end
""".replace("AAAA", "a" * 64)
    .replace("BBBB", "b" * 64)
    .replace("CCCC", "c" * 64)
)


def test_every_archive_a_formula_may_install_is_told_with_its_digest() -> None:
    found = read_formula(PLAIN.encode(), source="widget.rb")

    assert found.version == "1.2.3"
    assert found.archives == (
        FormulaArchive(name="widget-1.2.3-arm64.tar.gz", sha256="a" * 64),
        FormulaArchive(name="widget-1.2.3-x86_64.tar.gz", sha256="b" * 64),
    )


@pytest.mark.parametrize(
    "line",
    [
        'desc "x"; sha256 "y"',
        'desc "#{url}"',
        "desc 'Widgets'",
        'version "1.2.4"',
        'url "https://example.org/x.tar.gz", using: :git',
        'url "https://example.org/#{arch}.tar.gz"\n  sha256 "' + "d" * 64 + '"',
        'url "https://example.org/x.tar.gz"',
        'sha256 "' + "d" * 64 + '"',
        'sha256 "short"',
        "define_method(:url)",
        'depends_on "x" if url',
        "def self.url",
        "on_hurd do",
        "\tdesc",
        "end",
        'head "x" do',
        "send :url",
    ],
)
def test_a_line_that_could_choose_another_archive_refuses_the_formula_with_its_number(line: str) -> None:
    text = PLAIN.replace('  license any_of: ["MIT", "Apache-2.0"]', f"  {line}" if line[0] != "\t" else line)
    assert text != PLAIN

    with pytest.raises(InputRefusedError, match="the line") as refused:
        read_formula(text.encode(), source="widget.rb")

    assert refused.value.where is not None
    assert refused.value.where.line >= 8


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PLAIN.removesuffix("end\n"), "a block is still open"),
        (PLAIN.split("  on_macos")[0] + "end\n", "no archive with a digest"),
        (PLAIN + 'puts "x"\n', "outside of the class"),
        (PLAIN.replace('  version "1.2.3"\n', "").replace("1.2.3", "x"), "has neither"),
    ],
)
def test_a_formula_that_is_not_whole_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputRefusedError, match=why):
        read_formula(text.encode(), source="widget.rb")
