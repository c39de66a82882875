"""The command ``relucidate``.

Nothing heavy is imported here: what a command needs is imported when it runs, so that help comes at once.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from relucidate import completion, options
from relucidate.author_commands import diff, new
from relucidate.figure_commands import figures
from relucidate.finding_commands import list_, show, where
from relucidate.kernel_commands import kernel
from relucidate.publishing_commands import lessons, report
from relucidate.sweeps import SWEEPS
from relucidate.usage import Group, flag, with_assertions, writable_file


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    exit_codes=options.EXIT_CODES,
)
@click.version_option(package_name="relucidate", message="%(prog)s %(version)s")
@options.paper_keys
@options.out_folder
@options.processes
@options.thoroughly
@click.pass_context
def main(ctx: click.Context, papers: tuple[str, ...], out: Path, workers: int, thorough: bool) -> None:
    """Check papers: five on why ReLU networks train or fail to train, and your own.

    Without a command: run every proof, draw every figure, and write the ledger and the site to ./build;
    some minutes for the five. In the folder of a paper of your own every command is about that one.
    """
    with_assertions()
    if ctx.invoked_subcommand is not None:
        given = [
            flag(parameter)
            for parameter in ctx.command.params
            if parameter.name in ctx.params
            and ctx.get_parameter_source(parameter.name) != ParameterSource.DEFAULT
        ]
        if given:
            command = ctx.invoked_subcommand
            raise click.UsageError(f"options of {command!r} go behind it: {', '.join(given)}", ctx=ctx)
        return
    from relucidate import jobs
    from relucidate.kept import NAME, keep
    from relucidate.mutating import SHIPPED, add_earlier_results
    from relucidate.site import write_site

    claims = jobs.claims(papers)
    checked = jobs.run_proofs(claims, workers=workers, thorough=thorough)
    if not checked.uncollected:
        add_earlier_results(checked.ledger, out / "mutants", shipped=SHIPPED)
    jobs.add_kernel(checked, claims, out)
    jobs.print_ledger(checked)  # before anything is written: a full disk must not lose it
    outcomes = {row["id"]: row["outcome"] for row in checked.ledger["claims"]}
    checked.ledger["figures"], all_drawn = jobs.draw(papers, out / "figures", outcomes)
    ledger = keep(checked.ledger, out, " ".join(papers), whole=True)
    write_site(ledger, out / "figures", out / "report")
    for what, file in (("ledger", NAME), ("figures", "figures"), ("report", "report/index.html")):
        click.echo(f"{what + ':':9}{out / file}")
    ctx.exit(checked.exit_code if all_drawn else 1)


@main.command(exit_codes=options.EXIT_CODES)
@options.claim_names
@options.paper_keys
@options.json_file
@options.processes
@options.thoroughly
@click.option("-k", "expression", metavar="EXPR", help="Only proofs whose names match, as in pytest -k.")
@options.badge_file
@options.out_folder
@click.pass_context
def check(
    ctx: click.Context,
    names: tuple[str, ...],
    papers: tuple[str, ...],
    target: Path | None,
    workers: int,
    thorough: bool,
    expression: str | None,
    badge: Path | None,
    out: Path,
) -> None:
    """Run proofs, print their ledger, and put what was found into the one that is kept.

    With -k nothing is kept, since some of a claim's proofs say nothing about the others.
    """
    from relucidate import jobs
    from relucidate.mutating import add_earlier_results

    chosen = (*names, *papers)
    claims = jobs.claims(chosen)
    checked = jobs.run_proofs(claims, workers=workers, thorough=thorough, expression=expression)
    if not checked.uncollected and expression is None:
        add_earlier_results(checked.ledger, out / "mutants")
    jobs.add_kernel(checked, claims, out)
    kept = out if expression is None else None
    code = jobs.finish(checked, target, kept, " ".join(("check", *chosen)))
    if badge is not None:
        from relucidate.badge import write_badge

        write_badge(checked.ledger, badge)
    ctx.exit(code)


@main.command(exit_codes=options.EXIT_CODES)
@options.claim_names
@options.paper_keys
@options.json_file
@options.processes
@click.option("--quick", is_flag=True, help="Try only a few mutants of each claim.")
@click.option("--fresh", is_flag=True, help="Disregard the results of earlier runs.")
@click.option(
    "--ship",
    type=click.Path(path_type=Path),
    callback=writable_file,
    help="Put the results into this file as well; results/mutation.json comes with the sources.",
)
@options.engine
@options.scheduler
@options.out_folder
@click.pass_context
def mutate(
    ctx: click.Context,
    names: tuple[str, ...],
    papers: tuple[str, ...],
    target: Path | None,
    workers: int,
    quick: bool,
    fresh: bool,
    ship: Path | None,
    engine: str,
    scheduler: str | None,
    out: Path,
) -> None:
    """Falsify claims a little and see whether their proofs notice.

    Claims whose own proofs do not pass are shown, not mutated: there, a proof that rejects a mutant means
    nothing. What was found goes into the ledger that is kept. With --engine dask the cluster judges the
    mutants, and -n is for the proofs that run here before.
    """
    from relucidate import jobs
    from relucidate.engines import executor_of

    chosen = (*names, *papers)
    claims = jobs.claims(chosen)
    with executor_of(engine, scheduler, rooms=("theory", "numerics", "proofs_check")) as executor:
        checked = jobs.run_proofs(claims, workers=workers)
        jobs.add_kernel(checked, claims, out)
        if not checked.uncollected:
            jobs.mutate(
                checked,
                out / "mutants",
                workers=workers,
                quick=quick,
                fresh=fresh,
                executor=executor,
                ship=ship,
            )
    ctx.exit(jobs.finish(checked, target, out, " ".join(("mutate", *chosen))))


_SWEEP = "Run a long sweep; what is finished is kept and not computed again. Times are for one core."


def _sweeps_help() -> str:
    """List the sweeps with their times, each in a paragraph of its own."""
    listed = "\n\n".join(f"\b\n{name}: {chosen.takes}\n  {chosen.what}" for name, chosen in SWEEPS.items())
    return f"{_SWEEP}\n\n{listed}"


@main.command(help=_sweeps_help())
@click.argument("name", metavar="NAME", shell_complete=completion.sweeps)
@click.option(
    "--profile",
    type=click.Choice(["quick", "standard", "full", "paper"]),
    help="Size of nonlinearity-generator, by default standard; paper trains the paper's own networks.",
)
@click.option(
    "--epochs",
    type=click.IntRange(min=1),
    help="Epochs of the paper's own networks, at most; by default until the test error stalls.",
)
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of data sets for nonlinearity-generator, by default RELUCIDATE_DATA; see 'relucidate data'.",
)
@options.engine
@options.scheduler
@options.out_folder
@options.processes
@click.pass_context
def sweep(
    ctx: click.Context,
    name: str,
    profile: str | None,
    epochs: int | None,
    folder: Path | None,
    engine: str,
    scheduler: str | None,
    out: Path,
    workers: int,
) -> None:
    """Run a long sweep by name."""
    from numerics.data import DataError
    from numerics.sweeps.running import ChunkError, terminal_bar
    from relucidate import sweeps
    from relucidate.engines import executor_of

    if name not in sweeps.SWEEPS:
        raise click.UsageError(f"no sweep {name!r}; there is {', '.join(sweeps.SWEEPS)}")
    given_options = {"profile": profile, "data": folder, "epochs": epochs}
    options = {key: value for key, value in given_options.items() if value is not None}
    if epochs is not None and profile != "paper":
        raise click.UsageError("--epochs goes with --profile paper")
    if options and not sweeps.SWEEPS[name].in_sizes:
        given = ", ".join(f"--{option}" for option in options)
        raise click.UsageError(f"the sweep {name!r} has no {given}")
    if engine != "local" and ctx.get_parameter_source("workers") != ParameterSource.DEFAULT:
        raise click.UsageError("-n is for processes here; a cluster has its own workers")
    try:
        with executor_of(engine, scheduler) as executor, terminal_bar() as bar:
            files = sweeps.run(name, out, workers, bar, executor, **options)
    except (DataError, ImportError) as error:
        raise click.UsageError(str(error)) from error
    except ChunkError as error:
        raise click.ClickException(f"{error}; what was finished is kept") from error
    for file in files:
        click.echo(f"wrote {file}")


@main.command(
    exit_codes={
        0: "nothing in the folder is damaged",
        1: "a file is damaged, or another one than its name says",
        2: "a data set is there in part",
        3: "bad usage",
    }
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar="RELUCIDATE_DATA",
    show_envvar=True,
    help="Folder to examine for data sets.",
)
@click.pass_context
def data(ctx: click.Context, folder: Path | None) -> None:
    """Say where the data sets can be had, and whether a folder holds them whole."""
    from relucidate import data_sets

    ctx.exit(data_sets.report(folder))


for command in (figures, show, where, list_, report, lessons, new, diff, kernel):
    main.add_command(command)
