"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from relucidate import completion
from relucidate.usage import writable_file, writable_folder

claim_names = click.argument(
    "names", nargs=-1, metavar="[IDS or PAPERS]...", shell_complete=completion.claims_and_papers
)
paper_keys = click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="PAPER",
    shell_complete=completion.papers,
    help="A paper, all of whose claims are meant: its key, its folder or its module.",
)
out_folder = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    callback=writable_folder,
    help="Folder for what is written.",
)
json_file = click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path),
    callback=writable_file,
    help="Write the ledger of this run alone to this file.",
)
badge_file = click.option(
    "--badge",
    type=click.Path(path_type=Path),
    callback=writable_file,
    help="Write a badge on how the claims stand: SVG, or JSON if the file is named so.",
)
processes = click.option(
    "-n", "workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use."
)
engine = click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="What computes: processes here, or the workers of a Dask cluster.",
)
scheduler = click.option(
    "--scheduler", metavar="ADDRESS", help="Of the Dask cluster, such as tcp://127.0.0.1:8786."
)
thoroughly = click.option("--thorough", is_flag=True, help="Draw many more examples for every sampled proof.")

EXIT_CODES = {
    0: "everything is as recorded",
    1: "a proof failed, a figure broke, or a mutant survived",
    2: "a claim is undecided",
    3: "bad usage",
    4: "something could not be written; what was found has been printed",
    130: "interrupted",
}
