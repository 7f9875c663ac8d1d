"""The commands that write for people: `init` proposes a declaration, `checklist` a view of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from releaselint.cli.flags import bench_of, config_of
from releaselint.cli.options import LEVELS, with_config
from releaselint.cli.terminal import out
from releaselint.errors import UsageError

if TYPE_CHECKING:
    from releaselint.findings.case import Case


@click.command()
@click.argument("path", default=".")
@click.option("--level", type=LEVELS, help="The level to declare, instead of the evident one.")
@click.option("--write", is_flag=True, help="Put the block into the card's front matter.")
@with_config
def init(path: str, level: str | None, write: bool, **flags: Any) -> int:
    """Propose the declaration of the release at PATH.

    It is made from what is evident, and shown. Nothing is written without --write, and then nothing but the block.
    """
    from releaselint.propose import declared_card, proposal

    case = _case(path, flags)
    block = proposal(case, level)
    if not write:
        out(block)
        return 0
    file, data = declared_card(case, block)
    from releaselint.report.words import leading
    from releaselint.source.write import write_whole

    write_whole(file, [data])
    out(f"{leading(case.release.shown(case.cards[0].path))}: declared '{level or case.ledger.evident}'\n")
    return 0


@click.command()
@click.argument("path", default=".")
@click.option("--level", type=LEVELS, help="The level to write it for, instead of the declared or evident one.")
@click.option("--update", metavar="FILE", help="Refresh this checklist: ticks, notes and order stay.")
@with_config
def checklist(path: str, level: str | None, update: str | None, **flags: Any) -> int:
    """Write a checklist for the release at PATH.

    A new one holds at most twelve items in three phases.
    """
    from releaselint.checklist import checklist_text, updated_file

    if update is None:
        out(checklist_text(_case(path, flags), level))
        return 0
    from releaselint.source.write import write_whole

    data = updated_file(_case(update if path == "." else path, flags), update, level)
    write_whole(update, [data])
    return 0


def _case(path: str, flags: dict[str, Any]) -> Case:
    from releaselint.source.paths import shown

    bench = bench_of(config_of(path, flags), flags)
    readers = bench.readers([path])
    release = readers[0]() if readers else None
    if release is None or (len(readers) > 1 and release.path != shown(path)):
        raise UsageError(f"there are {len(readers)} releases at '{path}'; name one of them")
    return bench.case(release)
