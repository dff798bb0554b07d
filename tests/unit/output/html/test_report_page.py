"""The report as one file: everything there is to know, in the words of the text, and foreign text stays text."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from checker.domain.audit import Authenticity
from checker.domain.closure import AuditedSections, Closure, ReadSection
from checker.domain.digest import digest_of
from checker.domain.manifest import Artifact
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, RuleError, Ruling
from checker.domain.report import Gating, JudgedProof, JudgedSource, Report
from checker.domain.rule import Fix
from checker.domain.waiver import ConsideredWaiver, Waiver
from checker.formats.report_v1 import report_bytes, report_document
from checker.output.html.report_page import render_html
from tests.html_page import Page, read_page
from tests.report_builders import a_report, a_rule, a_violation, an_audit, an_unread, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text
from tests.unit.output.test_junit import a_report_of_everything

ONE, ADVICE = a_rule("branch.one"), a_rule("branch.advice", enforcement="warn")
ARTIFACT = Artifact(name="widget-1.2.3.tar.gz", kind="sdist", sha256="ab" * 32, size=12345)
SECTIONS = AuditedSections(
    audit=an_audit().digest,
    sections=(ReadSection(name="branches", status="collected"), ReadSection(name="ref_rules", status="denied")),
)
CLOSURE = Closure(artifacts=(ARTIFACT,), audits=(SECTIONS,))
GOLDEN = Path(__file__).parents[3] / "golden" / "report.html"
_BESIDE_THE_WORDS = re.compile(r"(?<=<style>).*?(?=</style>)|sha256-[A-Za-z0-9+/=]+", re.DOTALL)
"""The style and its hash, which change with the looks of the page and with nothing that it says."""


def written(report: Report, closure: Closure = CLOSURE) -> str:
    return render_html(report_document(report), digest=digest_of(report_bytes(report)), closure=closure)


def shown(report: Report, closure: Closure = CLOSURE) -> Page:
    return read_page(written(report, closure))


def many(count: int, *, said: str = "") -> Ruling:
    return failed(
        ONE,
        *(
            a_violation(
                ONE, f"refs/heads/b{number:05}", evidence=({"actor": number} | ({"said": said} if said else {}),)
            )
            for number in range(count)
        ),
    )


def test_everything_there_is_to_know_is_on_the_page() -> None:
    report = a_report(
        failed(ONE, a_violation(ONE, evidence=({"actor": 7},))),
        not_evaluated(a_rule("branch.two")),
        failed(ADVICE, replace(a_violation(ADVICE), fix=Fix())),
        passed(a_rule("tag.three")),
        Ruling(rule=a_rule("env.four"), outcome=Outcome.NOT_APPLICABLE, reason="there is no environment"),
        Ruling(rule=a_rule("env.five"), outcome=Outcome.NOT_EVALUATED, error=RuleError(code="conflict", where="3:1")),
        unread=(an_unread(),),
        warnings=("the audit is renamed",),
        candidate="rc1",
    )

    page = shown(report)

    for words in (
        (
            "blocked 1 failed, 2 not evaluated, 1 warned, 1 passed, 1 not applicable of 6 rules; "
            "this report opens no gate."
        ),
        "no lock names this snapshot",
        "Judged octo/hello on github.com",
        f"Commit {'c' * 40}",
        "Candidate rc1",
        "Failed (1) ✗branch.one BR-19 high block Title of branch.one refs/heads/main lets someone bypass it",
        'evidence {"actor":7} fix Remove every bypass actor run gh api -X DELETE repos/octo/hello/rulesets/7',
        "Not evaluated (2)",
        "error conflict at 3:1",
        "Could not read (1)",
        "repository.ref_rules (denied) the token may not read it administration: read branch.no_bypass",
        "Warnings (2)",
        "the audit is renamed",
        "✓tag.three Title of tag.three",
        "env.four there is no environment",
        "widget-1.2.3.tar.gz",
        "1 section denied: ref_rules",
        f"clean-release report verify {digest_of(report_bytes(report))}",
        f"Snapshot {report.snapshot.digest}",
        f"Input {report.input_digest} what the rules saw",
    ):
        assert words in page.shown
    titles = [re.sub(r" \(.*", "", words) for words in re.findall(r"<h2[^>]*>([^<]*)", written(report))]
    assert titles == [
        "Failed",
        "Not evaluated",
        "Could not read",
        "Warnings",
        "Passed",
        "Not applicable",
        "What the verdict rests on",
        "Verify it yourself",
    ]


def test_the_file_can_load_nothing_and_its_style_is_the_one_the_policy_names() -> None:
    text = written(a_report())
    page = read_page(text)
    (policy,) = (one for one in page.named("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    style = re.findall("<style>(.*?)</style>", text, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not {"script", "link", "img", "iframe", "form", "object", "base"} & {one.name for one in page.elements}
    assert {
        name for one in page.elements for name in one.attributes if name.startswith("on") or name == "style"
    } == set()
    assert all(one.attributes["href"].startswith("#") for one in page.named("a"))


def test_every_way_a_rule_can_end_is_the_file_that_was_checked_by_hand() -> None:
    report = a_report_of_everything()
    report = replace(report, snapshot=replace(report.snapshot, digest=digest_of(b"snapshot")))
    page = render_html(report_document(report), digest=digest_of(b"report"), closure=CLOSURE)

    assert _BESIDE_THE_WORDS.sub("", page) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(a_report()) == written(a_report())


def test_every_place_that_is_linked_is_on_the_page_once() -> None:
    page = shown(a_report(many(3), not_evaluated(a_rule("branch.two")), unread=(an_unread(),), warnings=("x",)))
    places = [one.attributes["id"] for one in page.elements if "id" in one.attributes]

    assert len(places) == len(set(places))
    assert {one.attributes["href"].removeprefix("#") for one in page.named("a")} <= set(places)


def test_a_demo_is_marked_before_anything_else_and_its_commands_say_where_it_counts() -> None:
    text = shown(a_report(namespace=Namespace.DEMO)).shown

    assert text.index("[demo] this verdict opens no real gate") < text.index("0 failed")
    assert text.count(" --namespace demo") == 6


def test_a_pass_says_what_it_does_and_shows_no_empty_group() -> None:
    report = a_report(gating=Gating(gating=True), anchor=digest_of(b"anchor"))
    page = shown(report)

    assert "passed 0 failed, 1 passed of 1 rules; this report opens its gate." in page.shown
    assert f"Anchor {digest_of(b'anchor')}" in page.shown
    assert "Failed (" not in page.shown
    assert "Could not read" not in page.shown


def test_a_report_about_no_repository_says_so() -> None:
    nothing = JudgedSource(host="", slug="", repository_id=0, owner_id=0, commit="", bound_by="")

    assert "Judged no repository" in shown(a_report(source=nothing)).shown


def test_documents_that_are_not_kept_are_named_as_such() -> None:
    report = a_report()
    text = shown(report, Closure(missing=(report.manifest_digest, an_audit().digest))).shown

    assert "version 1.2.3; its files are not kept here" in text
    assert "collected by this run; its sections are not kept here" in text


def test_a_report_without_a_manifest_offers_no_files_to_hold_to_it() -> None:
    assert "--artifact" not in written(a_report(manifest_digest="", manifest_version=""))


def test_evidence_and_waivers_are_on_the_page_with_whoever_vouches_for_them() -> None:
    proof = JudgedProof(
        digest=digest_of(b"p"),
        facts_digest=digest_of(b"f"),
        kind="statements",
        authenticity=Authenticity.SIGNED,
        signer="builder",
    )
    violation = a_violation(ONE)
    waiver = Waiver(
        namespace=Namespace.REAL,
        host="github.com",
        repository="octo/hello",
        repository_id=42,
        rule=ONE.code,
        fingerprint=violation.fingerprint,
        subject=violation.subject,
        reason="until the new team is there",
        owner="octocat",
        issued_at="2026-02-01T00:00:00Z",
        expires_at="2026-03-01T00:00:00Z",
    )
    considered = ConsideredWaiver(waiver=waiver, digest=digest_of(b"w"), signers=("a", "b"), matched=True)
    ruling = replace(failed(ONE, violation), outcome=Outcome.WAIVED, waived=(violation.fingerprint,))

    text = shown(a_report(ruling, proofs=(proof,), waivers=(considered,))).shown

    assert "Evidence: statements: signed by builder" in text
    assert "1 of 1 honoured" in text
    assert "branch.one refs/heads/main until the new team is there octocat 2026-03-01T00:00:00Z yes" in text
    assert "lets someone bypass it (waived)" in text


def test_many_violations_say_once_what_they_share() -> None:
    text = written(a_report(many(11)))
    page = read_page(text)

    assert "each {subject} lets someone bypass it fix Remove every bypass actor" in page.shown
    assert page.shown.count("Remove every bypass actor") == 1
    assert '11 subjects subject evidence refs/heads/b00000 {"actor":0} refs/heads/b00001' in page.shown.replace(
        "Violations of branch.one ", ""
    )
    assert "<details open>" in text


def test_violations_that_are_mended_differently_are_apart_unless_no_two_are_alike() -> None:
    fixes = (Fix(click="one way"), Fix(click="another way"))
    two = failed(ONE, *(replace(a_violation(ONE, f"b{number:02}"), fix=fixes[number % 2]) for number in range(20)))
    all_apart = failed(
        ONE, *(replace(a_violation(ONE, f"b{number:02}"), fix=Fix(click=f"do {number}.")) for number in range(20))
    )

    assert shown(a_report(two)).shown.count("10 subjects") == 2
    assert "20 subjects" in shown(a_report(all_apart)).shown
    assert "b07 do 7. b08 do 8." in shown(a_report(all_apart)).shown


def test_a_subject_within_a_word_is_not_taken_out_of_it() -> None:
    text = shown(
        a_report(
            failed(ONE, *(replace(a_violation(ONE, name), message=f"{name} lacks reviews") for name in "abcdefghijk"))
        )
    ).shown

    assert "each {subject} lacks reviews" in text


def test_subjects_without_a_name_are_shown_as_they_are() -> None:
    nameless = failed(ONE, *(replace(a_violation(ONE, f"s{n}"), subject="", message=f"case {n}") for n in range(12)))

    assert "case 11" in shown(a_report(nameless)).shown


def test_what_there_is_no_room_for_is_counted_and_where_to_see_it_is_said() -> None:
    long = many(1500, said="x" * 380)
    page = shown(a_report(long))
    text = page.shown
    (brief,) = re.findall(r"Of ([0-9,]+) of these 1,500 violations only the subject is shown", text)

    assert len(written(a_report(long)).encode()) < 300 * 1024
    assert 0 < int(brief.replace(",", "")) < 1500
    assert "refs/heads/b01499" in text
    assert "--format json" in text


def test_names_there_is_no_room_for_are_counted_too() -> None:
    wide = failed(ONE, *(a_violation(ONE, f"{number:05}" + "x" * 395) for number in range(3000)))
    text = written(a_report(wide))
    (left,) = re.findall(r"([0-9,]+) of 3,000 violations are not on this page", text)

    assert len(text.encode()) < 1024 * 1024
    assert text.count('<th scope="row">0') + text.count('<th scope="row">1') == 3000 - int(left.replace(",", ""))


def test_a_page_that_is_full_shows_few_violations_by_their_subjects_too() -> None:
    other = a_rule("tag.late")
    text = shown(a_report(many(1500, said="x" * 380), failed(other, a_violation(other)))).shown

    assert "Of 1 of these 1 violations only the subject is shown" in text


def test_artifacts_beyond_the_picture_are_in_the_words() -> None:
    files = tuple(replace(ARTIFACT, name=f"widget-{number}.whl") for number in range(9))
    page = shown(a_report(), replace(CLOSURE, artifacts=files))

    assert "and 3 more" in page.shown
    assert page.shown.count("widget-8.whl") == 1


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</style><script>alert(1)</script>", '" onmouseover="alert(1)', "\x00", "{{ 7 * 7 }}"]
)
def test_hostile_text_shows_as_text(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_becomes_markup(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    said, calm = (shown(_report_saying(words), _closure_saying(words)) for words in (text, "calm"))

    assert said.shape == calm.shape
    assert all(part.replace("\n", "").isprintable() for part in said.text)
    assert [one.attributes.get("id") for one in said.elements] == [one.attributes.get("id") for one in calm.elements]


def _report_saying(text: str) -> Report:
    violation = replace(a_violation(ONE, evidence=({"said": text},)), subject=text, message=text)
    rulings = (
        failed(ONE, replace(violation, fix=Fix(command=text or "run", click=text or "click"))),
        failed(
            ADVICE, *(replace(a_violation(ADVICE, f"{n}{text}"), message=text, fix=Fix(click="x")) for n in range(12))
        ),
        not_evaluated(a_rule("branch.two"), reason=text or "why"),
    )
    return a_report(
        *rulings,
        project=text,
        candidate=text or "rc1",
        warnings=(text,),
        unread=(an_unread(text, why=text, needs=text, status=text),),
        source=JudgedSource(host=text, slug=text or "x", commit=text or "c"),
    )


def _closure_saying(text: str) -> Closure:
    sections = (ReadSection(name=text, status="collected"),)
    return Closure(
        artifacts=(replace(ARTIFACT, name=text),), audits=(AuditedSections(audit=an_audit().digest, sections=sections),)
    )
