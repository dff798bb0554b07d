"""Options that several commands share, written once."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

AnchorOption: TypeAlias = Annotated[
    str,
    typer.Option("--anchor", metavar="FILE", help="What is trusted; your own anchor when left out."),
]
FormatOption: TypeAlias = Annotated[
    str, typer.Option("--format", "-f", metavar="text|json", help="What is printed; it never changes the exit code.")
]
ReportFormatOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="text|json|sarif|junit|github|gitlab|markdown|html",
        help="What is printed; it never changes the exit code.",
    ),
]
OutputOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT=FILE",
        help="Write this format to a file as well, or with - print it; repeatable.",
    ),
]
JSONOption: TypeAlias = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
ProjectOption: TypeAlias = Annotated[
    Path, typer.Option("--project", "-p", metavar="FOLDER", help="The folder of the project file.")
]
HostOption: TypeAlias = Annotated[
    str, typer.Option(metavar="HOST", help="Whose API is asked: github.com, or a server of your own.")
]
TargetOption: TypeAlias = Annotated[
    str, typer.Option(metavar="TAG", help="The release; the one that was started last, if left out.")
]
RunOption: TypeAlias = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**53 - 1, help="The provider's number of the run.")
]
AuditOption: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="FILE", help="Judge this audit instead of the project's; repeatable.")
]
JudgedBaselineOption: TypeAlias = Annotated[
    str, typer.Option("--baseline", metavar="FILE", help="Hold the settings to this baseline instead of the project's.")
]
WaiverOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--waiver", metavar="FILE", help="Consider this signed waiver; repeatable.")
]
BundleOption: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="SOURCE", help="Judge with this bundle, ad hoc; repeatable.")
]
AttestOption: TypeAlias = Annotated[
    str, typer.Option(metavar="FILE", help="Sign a SLSA summary of a pass that gates into this new file.")
]
AttestKeyOption: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="Your key for --attest; the anchor must name it with the role permit.")
]
EvaluatedAtOption: TypeAlias = Annotated[
    str, typer.Option(metavar="TIME", help="Judge as of this moment (RFC 3339, Z); in the namespace demo only.")
]
CountedInOption: TypeAlias = Annotated[
    str, typer.Option(metavar="real|demo", help="Where the verdict counts, if no project file says it.")
]
CandidateOption: TypeAlias = Annotated[
    str, typer.Option("--candidate-id", metavar="ID", help="The candidate, 2026.03.09-rc1 for example.")
]
ActorOption: TypeAlias = Annotated[
    str,
    typer.Option(metavar="NAME", help="Who acts: proven by their key (`keys generate --actor`), or merely asserted."),
]
ReportOption: TypeAlias = Annotated[
    str, typer.Option("--report-id", metavar="ID", help="The report: rpt-001, or its digest.")
]
ChannelOption: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="The channel: a registry of the manifest, or any name where it has one.")
]
WorkflowRefOption: TypeAlias = Annotated[
    str, typer.Option(metavar="REF", help="The workflow that uploads; what GITHUB_WORKFLOW_REF says, if left out.")
]
WorkflowShaOption: TypeAlias = Annotated[
    str, typer.Option(metavar="SHA", help="Its commit; what GITHUB_WORKFLOW_SHA says, if left out.")
]
JobRunOption: TypeAlias = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**53 - 1, help="Its run; what GITHUB_RUN_ID says, if left out.")
]
AttemptOption: TypeAlias = Annotated[
    int, typer.Option(metavar="N", min=0, max=10**6, help="Which attempt; what GITHUB_RUN_ATTEMPT says, if left out.")
]
EnvironmentOption: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="The environment of the job that uploads; empty for none.")
]
WrittenOption: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where it is written; not there yet.")
]
ReasonOption: TypeAlias = Annotated[str, typer.Option(metavar="TEXT", help="Why, in a sentence.")]
OwnNamespaceOption: TypeAlias = Annotated[
    str,
    typer.Option("--namespace", metavar="real|demo", help="Where it counts; left out, the project file says."),
]
EngineOption: TypeAlias = Annotated[
    str, typer.Option(metavar="embedded|server|both", help="What judges; a server alone never opens a gate.")
]
OpaURLOption: TypeAlias = Annotated[
    str, typer.Option(metavar="URL", help="The OPA server, which nothing else may use meanwhile.")
]
EvidenceOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Judge this evidence (provenance, CycloneDX, JUnit, build run) instead of the project's; repeatable.",
    ),
]
WorkflowOption: TypeAlias = Annotated[
    str, typer.Option(metavar="FILE", help="The release workflow, release.yml for example; its runs are read.")
]
