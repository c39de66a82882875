"""The command ``relucidate``.

Only click is imported here; what a command needs is imported when it runs, so that asking for help is quick.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
from pathlib import Path

import click
from click.core import ParameterSource

from relucidate import __version__
from relucidate.usage import Group, with_assertions, writable_file, writable_folder

_names = click.argument("names", nargs=-1, metavar="[IDS or PAPERS]...")
_out = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    callback=writable_folder,
    help="Folder for what is written.",
)
_json = click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path),
    callback=writable_file,
    help="Write the ledger to this file.",
)
_workers = click.option(
    "-n", "workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use."
)
_thorough = click.option("--thorough", is_flag=True, help="Draw many more examples for every sampled proof.")


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
@_out
@_workers
@_thorough
@click.pass_context
def main(ctx: click.Context, out: Path, workers: int, thorough: bool) -> None:
    r"""Check five papers on why ReLU networks train or fail to train.

    Without a command: run every proof, draw every figure, and write the ledger and the report to ./build.

    \b
    Exit codes:
      0    everything is as recorded
      1    a proof failed, a figure broke, or a mutant survived
      2    a claim is undecided
      3    bad usage
      4    something could not be written; what was found has been printed
      130  interrupted
    """
    with_assertions()
    if ctx.invoked_subcommand is not None:
        given = [
            f"{name}" for name in ctx.params if ctx.get_parameter_source(name) != ParameterSource.DEFAULT
        ]
        if given:
            command = ctx.invoked_subcommand
            raise click.UsageError(f"options of {command!r} go behind it: {', '.join(given)}", ctx=ctx)
        return
    from proofs_check.ledger import document as ledgers
    from relucidate import jobs
    from relucidate.mutating import add_earlier_results
    from relucidate.report import write_report

    checked = jobs.run_proofs(jobs.claims(()), workers=workers, thorough=thorough)
    if not checked.uncollected:
        add_earlier_results(checked.ledger, out / "mutants")
    jobs.print_ledger(checked)  # before anything is written: a full disk must not lose it
    checked.ledger["figures"], all_drawn = jobs.draw((), out / "figures")
    ledgers.write(checked.ledger, out / "ledger.json")
    write_report(checked.ledger, out / "figures", out / "report" / "index.html")
    for what, where in (("ledger", "ledger.json"), ("figures", "figures"), ("report", "report/index.html")):
        click.echo(f"{what + ':':9}{out / where}")
    ctx.exit(checked.exit_code if all_drawn else 1)


@main.command()
@_names
@_json
@_workers
@_thorough
@click.option("-k", "expression", metavar="EXPR", help="Only proofs whose names match, as in pytest -k.")
@click.pass_context
def check(
    ctx: click.Context,
    names: tuple[str, ...],
    target: Path | None,
    workers: int,
    thorough: bool,
    expression: str | None,
) -> None:
    """Run proofs and print the ledger."""
    from relucidate import jobs

    checked = jobs.run_proofs(jobs.claims(names), workers=workers, thorough=thorough, expression=expression)
    ctx.exit(jobs.finish(checked, target))


@main.command()
@_names
@click.option("--paper", "papers", multiple=True, metavar="KEY", help="A paper whose claims to mutate.")
@_json
@_workers
@click.option("--quick", is_flag=True, help="Try only a few mutants of each claim.")
@click.option("--fresh", is_flag=True, help="Disregard the results of earlier runs.")
@_out
@click.pass_context
def mutate(
    ctx: click.Context,
    names: tuple[str, ...],
    papers: tuple[str, ...],
    target: Path | None,
    workers: int,
    quick: bool,
    fresh: bool,
    out: Path,
) -> None:
    """Falsify claims a little and see whether their proofs notice.

    Claims whose own proofs do not pass are shown, not mutated: there, a proof that rejects a mutant means
    nothing.
    """
    from relucidate import jobs

    checked = jobs.run_proofs(jobs.claims((*names, *papers)), workers=workers)
    if not checked.uncollected:
        jobs.mutate(checked, out / "mutants", workers=workers, quick=quick, fresh=fresh)
    ctx.exit(jobs.finish(checked, target))


@main.command()
@_names
@_out
@click.pass_context
def figures(ctx: click.Context, names: tuple[str, ...], out: Path) -> None:
    """Draw figures, each as SVG and PNG with a sidecar."""
    from relucidate import jobs

    drawn, all_drawn = jobs.draw(names, out / "figures")
    for row in drawn:
        click.echo(f"{row['id']}: {', '.join(str(out / 'figures' / file) for file in row['files'].values())}")
    ctx.exit(0 if all_drawn else 1)


@main.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--profile",
    type=click.Choice(["quick", "standard", "full"]),
    help="Seconds, minutes (the default) or hours of nonlinearity-generator.",
)
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of data sets for nonlinearity-generator, by default RELUCIDATE_DATA; see 'relucidate data'.",
)
@_out
@_workers
def sweep(name: str, profile: str | None, folder: Path | None, out: Path, workers: int) -> None:
    """Run a long sweep, such as shortcut-table1; what is finished is kept and not computed again.

    There are shortcut-table1, dying-relu-fig1, dying-relu-fig6 and nonlinearity-generator.
    """
    from numerics.data import DataError
    from numerics.sweeps.running import terminal_bar
    from relucidate import sweeping

    if name not in sweeping.SWEEPS:
        raise click.UsageError(f"no sweep {name!r}; there is {', '.join(sweeping.SWEEPS)}")
    chosen = sweeping.SWEEPS[name]
    options = {key: value for key, value in {"profile": profile, "data": folder}.items() if value is not None}
    if options and not chosen.in_sizes:
        given = ", ".join(f"--{option}" for option in options)
        raise click.UsageError(f"the sweep {name!r} has no {given}")
    try:
        with terminal_bar() as bar:
            files = chosen.run(out, workers, bar, **options)
    except (DataError, ImportError) as error:
        raise click.UsageError(str(error)) from error
    for file in files:
        click.echo(f"wrote {file}")


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar="RELUCIDATE_DATA",
    show_envvar=True,
    help="Folder to examine for data sets.",
)
@click.pass_context
def data(ctx: click.Context, folder: Path | None) -> None:
    r"""Say where the data sets can be had, and whether a folder holds them whole.

    \b
    Exit codes:
      0    nothing in the folder is damaged
      1    a file is damaged, or another one than its name says
      2    a data set is there in part
      3    bad usage
    """
    from relucidate import data_sets

    ctx.exit(data_sets.report(folder))


@main.command()
@click.argument("claim_id", metavar="ID")
@click.option("--bibtex", is_flag=True, help="Print the paper's BibTeX entry instead.")
@_out
def show(claim_id: str, bibtex: bool, out: Path) -> None:
    """Show one claim: what it says, where it stands, how it is proved."""
    from relucidate import jobs, showing
    from relucidate.terminal import output
    from theory.bibliography import PAPERS

    claim = jobs.claim(claim_id)
    if bibtex:
        click.echo(PAPERS[claim.paper].bibtex, nl=False)
    else:
        showing.show(claim, showing.last_row(claim.id, out / "ledger.json"), output())


@main.command(name="list")
@_names
@click.option("--json", "as_json", is_flag=True, help="As JSON on standard output.")
def list_(names: tuple[str, ...], as_json: bool) -> None:
    """List claims by paper."""
    from relucidate import jobs, showing
    from relucidate.terminal import output

    claims = jobs.claims(names)
    if as_json:
        rows = [
            {"id": c.id, "paper": c.paper, "kind": c.kind, "title": c.title, "where": c.where} for c in claims
        ]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        showing.list_claims(claims, output())
