"""``python -m relucidate``."""

from relucidate.cli import main

main(prog_name="relucidate")
