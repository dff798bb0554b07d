"""`clean-release policy`: the rules, and the tools of those who write them."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption

app = typer.Typer(help="Rules: list, test, lint and format them, try one, begin one, compare.", no_args_is_help=True)

BundleOption: TypeAlias = Annotated[
    str, typer.Option("--bundle", metavar="SOURCE", help="Where the rules are; the project's bundles when left out.")
]
PoliciesArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="[PATH]", help="A folder of policies or a part of one; policies/ when left out.")
]


@app.command("list")
def list_(
    *,
    bundle: BundleOption = "",
    collection: Annotated[str, typer.Option(metavar="NAME", help="Only the rules of this collection.")] = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """List rules: code, catalogue id, severity, enforcement, title, collections."""
    from checker.cli.policy_run import run_list  # noqa: PLC0415 - nothing is loaded for --help

    return run_list(project, bundle=bundle, collection=collection, format_name="json" if json else format)


@app.command("test")
def run_tests(
    path: PoliciesArgument = "",
    *,
    run: Annotated[str, typer.Option(metavar="REGEX", help="Only tests whose full name matches.")] = "",
    coverage: Annotated[bool, typer.Option(help="Count the rows the tests reach.")] = True,
    watch: Annotated[bool, typer.Option("--watch", help="Test again whenever a file changes, until Ctrl-C.")] = False,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Run the tests of policies; exit 1 when one fails, 3 when nothing or not everything was tested."""
    from checker.cli.policy_run import run_test, run_watch  # noqa: PLC0415 - as above

    if watch:
        return run_watch(path, run=run, coverage=coverage, format_name="json" if json else format)
    return run_test(path, run=run, coverage=coverage, format_name="json" if json else format)


@app.command()
def lint(
    path: PoliciesArgument = "",
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Hold rules to the contract, as the build of a bundle does; exit 1 if a place breaks it."""
    from checker.cli.policy_run import run_lint  # noqa: PLC0415 - as above

    return run_lint(path, format_name="json" if json else format)


@app.command()
def fmt(
    path: PoliciesArgument = "",
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a file would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change, and exit 1.")] = False,
) -> int:
    """Lay policies out as OPA does; a file whose meaning that would change is refused, and none is written."""
    from checker.cli.policy_run import run_fmt  # noqa: PLC0415 - as above

    return run_fmt(path, check=check, diff=diff)


@app.command()
def new(
    code: Annotated[str, typer.Argument(metavar="GROUP.RULE", help="The code of the rule, for example branch.signed.")],
    *,
    into: Annotated[Path, typer.Option(metavar="DIR", help="The folder of policies.")] = Path("policies"),
) -> int:
    """Begin a rule: one that keeps the contract, and a test that fails until it is written."""
    from checker.cli.policy_run import run_new  # noqa: PLC0415 - as above

    return run_new(code, into=into)


@app.command("try")
def try_(  # noqa: PLR0913 - one parameter per option of the command
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The code or the catalogue id of the rule.")],
    *,
    input: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(metavar="FILE", help="A rules' input, an audit or a manifest; or the folder of a project.")
    ],
    bundle: BundleOption = "",
    parameters: Annotated[
        str, typer.Option(metavar="FILE", help="Parameters of the rule by name, instead of the project's.")
    ] = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show what one rule decides of one document, subject by subject; nothing is kept, and no gate opens."""
    from checker.cli.policy_run import run_try  # noqa: PLC0415 - as above

    return run_try(
        project,
        rule,
        document=input,
        bundle=bundle,
        parameters=parameters,
        format_name="json" if json else format,
    )


@app.command()
def prove(  # noqa: PLR0913 - one parameter per option of the command
    rule: Annotated[
        str, typer.Argument(metavar="[RULE]", help="A code or catalogue id; every rule when left out.")
    ] = "",
    *,
    input: Annotated[  # noqa: A002 - the option's name
        list[str] | None,
        typer.Option(metavar="FILE", help="What else to begin from, as for `policy try`; repeatable."),
    ] = None,
    bundle: BundleOption = "",
    walks: Annotated[int, typer.Option(min=0, max=10_000, help="Documents with several edits to try.")] = 50,
    most: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="Documents with one edit, and holes, to try at most.")
    ] = 300,
    jobs: Annotated[int, typer.Option(min=0, max=64, help="Rules proven at once; 0 takes every core.")] = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Prove again what was proven before.")] = False,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Try to make rules break their laws: edit every fact they read, and take away what they know.

    The documents to begin from are those that are named, and those that the rules' own tests build.
    """
    from checker.cli.policy_prove_run import ProofOptions, run_prove  # noqa: PLC0415 - as above

    options = ProofOptions(bundle=bundle, walks=walks, most=most, jobs=jobs, fresh=fresh)
    return run_prove(project, rule, tuple(input or ()), options=options, format_name="json" if json else format)


@app.command()
def coverage(
    *,
    bundle: BundleOption = "",
    project: ProjectOption = Path(),
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(metavar="text|json|markdown", help="What is printed; it never changes the exit code.")
    ] = "text",
    json: JSONOption = False,
) -> int:
    """Say which controls of the OSPS Baseline and which rows of the catalogue are decided by which rules."""
    from checker.cli.policy_library_run import run_coverage  # noqa: PLC0415 - as above

    return run_coverage(project, bundle=bundle, format_name="json" if json else format)


@app.command()
def impact(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="The bundle that would judge: a folder or archive.")],
    *,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="REPORT", help="A stored report: a digest, or latest; repeatable, every one if left out."),
    ] = None,
    namespace: Annotated[str, typer.Option(metavar="real|demo", help="Whose reports; else the project file's.")] = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Judge stored documents again by another bundle; flipped verdicts first, and exit 1 if there is one."""
    from checker.cli.policy_library_run import run_impact  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_impact(where, bundle, tuple(against or ()), format_name="json" if json else format)


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="BEFORE", help="A bundle: a folder, an archive, or builtin:NAME.")],
    second: Annotated[str, typer.Argument(metavar="AFTER", help="The bundle that would take its place.")],
    *,
    weaker: Annotated[bool, typer.Option("--weaker", help="Only what asks for less: removed or weakened.")] = False,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Say how the rules of two bundles differ, what asks for less first; exit 1 if anything shown differs."""
    from checker.cli.policy_run import run_diff  # noqa: PLC0415 - as above

    return run_diff(first, second, weaker=weaker, format_name="json" if json else format)
