"""Foreign text that tries to be more than text in what a report is written to."""

from hypothesis import strategies as st

HOSTILE = (
    "::set-output name=x::y",
    "a\n::error::forged",
    "a\r\n::stop-commands::x",
    "##[error]forged",
    "100%0A::error::forged",
    "title,file=x:y::z",
    "<img src=x onerror=alert(1)>",
    "](javascript:alert(1)) [x](http://example.com)",
    "```\n# heading",
    "` ` `` @octocat #1",
    "| a | b |",
    "\x1b[32mok\u202e",
    "- a",
    "1. a",
    "---",
    "a\n===",
    "{0} [1](2) \\",
    "&lt;b&gt; <!-- -->",
    "]]> <![CDATA[ x",
    "&#0;\x00\x0b\ufffe",
)
"""One for each reader: the runner's log, Markdown, HTML, a terminal, SARIF's message language, XML."""

foreign_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("abc:%,\r\n`*_[]()<>#@!|&\\{}0 -+=1.\x1b\u2028\u202e"), min_size=1, max_size=40),
)
