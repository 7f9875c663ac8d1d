"""The commands that show what is known: `facts`, `rule`, `schema`, `config`."""

from __future__ import annotations

from typing import Any

import click

from releaselint.cli.flags import bench_of, config_of, readers_of
from releaselint.cli.options import COLORS, SCHEMAS, with_config
from releaselint.cli.terminal import colored, out, say, width

_TEXT_OR_JSON = click.Choice(["text", "json"])


@click.command()
@click.argument("path", default=".")
@click.option("--format", "form", type=_TEXT_OR_JSON, default="text", help="How it is written.", show_default=True)
@click.option("--stdin-filename", metavar="NAME", help="Read standard input instead of the file of this name.")
@click.option("--color", type=COLORS, default="auto", help="When to use colors.", show_default=True)
@with_config
def facts(path: str, form: str, stdin_filename: str | None, color: str, **flags: Any) -> int:
    """Print what is promised, shown and asked of the release at PATH."""
    from releaselint.report.escape import json_text
    from releaselint.report.facts import facts_data
    from releaselint.report.facts_text import facts_lines

    stdin = stdin_filename is not None or path == "-"
    bench = bench_of(config_of(stdin_filename or "." if stdin else path, flags), flags)
    found = [bench.facts(read()) for read in readers_of([path], stdin, stdin_filename, bench)]
    for told in (told for one in found for told in one.unread):
        say(f"{told}: what it says is not known")
    if form == "json":
        data = [facts_data(one.path, one.ledger) for one in found]
        out(json_text(data[0] if len(data) == 1 else data, 1) + "\n")
        return 0
    for number, one in enumerate(found):
        lines = facts_lines(one.path, one.ledger, width=width(), color=colored(color))
        out(("\n" if number else "") + "\n".join(lines) + "\n")
    return 0


@click.command()
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option("--format", "form", type=_TEXT_OR_JSON, default="text", help="How it is written.", show_default=True)
@with_config
def rule(rule_id: str | None, form: str, **flags: Any) -> int:
    """List the rules, or tell all about the rule ID.

    That is why it is asked, what to do, and examples. Those of installed plugins and of the project's
    configuration are among them.
    """
    from releaselint.findings.rule import all_rules
    from releaselint.findings.run import rule_named
    from releaselint.findings.validate import load_packs
    from releaselint.packs import use
    from releaselint.report.escape import json_text
    from releaselint.report.rule_page import page

    use(load_packs(config_of(".", flags).texts("rules"), plugins=not flags["no_plugins"]))
    rules = all_rules()
    wanted = rule_named(rule_id, "'releaselint rule' lists its rules") if rule_id is not None else None
    if form == "json":
        chosen = [wanted] if wanted else list(rules.values())
        keys = ("id", "group", "severity", "summary", "message", "fix", "why", "since")
        data = [{key: getattr(one, key) for key in keys} | {"sources": list(one.sources)} for one in chosen]
        out(json_text(data[0] if wanted else data, 2) + "\n")
        return 0
    if wanted is not None:
        out(page(wanted))
        return 0
    longest = max(map(len, rules))
    group = ""
    for one in rules.values():
        if one.group != group:
            out(("\n" if group else "") + one.group + "\n")
            group = one.group
        out(f"  {one.id:<{longest}}  {one.severity:<7}  {one.summary}\n")
    return 0


@click.command()
@click.argument("name", type=SCHEMAS, metavar="NAME")
def schema(name: str) -> int:
    """Print the JSON Schema NAME, for editors.

    It is one of card, config, release, report, rule, subject and waivers.
    """
    from releaselint.shape import schema_text

    out(schema_text(name))
    return 0


@click.command()
@click.argument("path", default=".")
@with_config
def config(path: str, **flags: Any) -> int:
    """Print the configuration that holds at PATH, and its origins."""
    from releaselint.config import known_keys
    from releaselint.report.escape import json_text, plain

    found = config_of(path, flags).at(path)
    for key in known_keys():
        value = found.shown(key)
        shown = json_text(list(value) if isinstance(value, tuple) else value)
        out(f"{key} = {plain(shown)}  # {plain(found.origins.get(key, 'default'))}\n")
    return 0
