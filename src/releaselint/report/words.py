"""The few sentences that more than one format says: where, how many, and whether all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from releaselint.findings.model import Evidence, Finding, Report, at_least, tally
from releaselint.findings.rule import all_rules
from releaselint.report.escape import plain
from releaselint.report.options import Options
from releaselint.vocabulary import UNSTATED, openness

#: Rules that are named of those whose known findings are gone.
_GONE: Final = 4
UNREAD: Final = "The text is not English: its prose was not read, only structure, metadata, links and code."


def where(finding: Finding) -> str:
    """Return `path:line:column` of a finding, as far as it is known."""
    path = leading(finding.path if finding.path is not None else finding.release)
    return f"{path}:{finding.place.line}:{finding.place.column}" if finding.place else path


def leading(path: str) -> str:
    """Return a path that begins a line; where it looks like a command to a log's runner (`::x::`), with `./`."""
    path = plain(path)
    return f"./{path}" if path.startswith("::") else path


def evidence(one: Evidence) -> str:
    """Return a piece of evidence on one line."""
    text = plain(one.text)
    path = plain(one.path) if one.path else ""
    if one.line is not None:
        return f"{path}:{one.line}: {text}"
    return f"{path} ({text})" if path and text else path or text


def count(number: int, word: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity: `5 errors, 1 note`."""
    counts = tally(findings).items()
    return ", ".join(count(number, severity) for severity, number in counts if number) or "no findings"


def generative(is_so: bool, *, known: bool) -> str:
    """Return whether a system generates something, and whether anything says so."""
    return "yes" if is_so else "no" if known else "no (nothing says so)"


def mend(finding: Finding) -> str:
    """Return what a fix would do, and by which flag; empty where there is none."""
    if finding.fix is None:
        return ""
    flag = "--fix" if finding.fix.safe else "--unsafe-fixes"
    new = plain(" ".join(edit.text for edit in finding.fix.edits))
    quoted = new if new.startswith('"') else f"'{new}'"
    return f"{flag} writes {quoted}" if new else f"{flag} removes it"


def fixable(findings: Iterable[Finding]) -> str:
    """Return how many of the findings can be fixed, and by which flags; empty for none."""
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    unsafe = f"{len(fixes) - safe}{' more' if safe else ''} with --unsafe-fixes" if len(fixes) > safe else ""
    told = ", ".join(filter(None, (f"{safe} with --fix" if safe else "", unsafe)))
    return f"fixable: {told}" if told else ""


def summary(report: Report, options: Options) -> str:
    """Return the one line that ends a report for people."""
    shown = options.shown(report.findings)
    hidden = sum(1 for _ in report.findings) - len(shown)
    many = len(report.releases)
    failing = 0 if any(at_least(one.severity, options.fail_on) for one in shown) else _failing(report, options)
    which = "which" if failing == hidden else f"of which {failing}"
    grave = f", {which} make{'s' if failing == 1 else ''} the exit code 1" if failing else ""
    aside = (
        f" ({count(hidden, 'note' if options.severity == 'warning' else 'finding')} hidden{grave}: --severity note)"
        if hidden
        else ""
    )
    known = f"; {baseline(report)}" if report.known else ""
    if not many:
        reason = "every release there is excluded" if report.excluded else "no card is left among the named files"
        return f"nothing was checked: {reason}"
    if not shown:
        if report.known and (report.known.hidden or hidden):
            return f"nothing new in {count(many, 'release')}{aside}{known}"
        silenced = sum(len(release.silenced) for release in report.releases)
        if silenced:
            kept_back = "ignores or waivers silence" if silenced > 1 else "an ignore or a waiver silences"
            return (
                f"nothing to report in {count(many, 'release')}: {kept_back} {count(silenced, 'finding')}{aside}{known}"
            )
        if failing or not _looked_at_access(report):
            return f"nothing to report in {count(many, 'release')}{aside}{known}"
        if many != 1:
            return f"all is well in {count(many, 'release')}{aside}{known}"
        release = report.releases[0]
        level, shown_level = release.declared, release.evident or UNSTATED
        if level is None:
            kept = "nothing to report"
        elif level != "staged" and openness(shown_level) > openness(level):
            kept = f"nothing surely contradicts '{level}', but 'facts' shows what may ('{shown_level}')"
        else:
            kept = f"nothing contradicts '{level}'"
        return f"all is well: {kept}{aside}{known}"
    return f"{counted(shown)} in {count(many, 'release')}{aside}{known}"


def _failing(report: Report, options: Options) -> int:
    """Return how many findings that are not shown make the exit code 1."""
    hidden = (one.severity for one in report.findings if not at_least(one.severity, options.severity))
    return sum(at_least(severity, options.fail_on) for severity in hidden)


def _looked_at_access(report: Report) -> bool:
    """Tell whether all rules on the access level ran, without which nobody knows whether something contradicts it."""
    ran = {*report.rules}
    return not ran or all(rule.id in ran for rule in all_rules().values() if rule.group == "access")


def baseline(report: Report) -> str:
    """Return what the baseline did to the report; empty where there is none."""
    if report.known is None:
        return ""
    gone = [f"{number} {rule}" for rule, number in report.known.gone]
    listed = ", ".join(gone[:_GONE]) + (f" and {count(len(gone) - _GONE, 'rule')} more" if len(gone) > _GONE else "")
    number = sum(number for _, number in report.known.gone)
    return f"baseline: {report.known.hidden} known, {f'{number} gone ({listed})' if gone else 'none gone'}"


def statistics(report: Report, options: Options) -> Iterator[str]:
    """Yield a line for each rule that spoke, the most frequent first."""
    counts = Counter((finding.rule, finding.severity) for finding in options.shown(report.findings))
    width = len(str(max(counts.values(), default=0)))
    for (rule, severity), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{number:>{width}}  {severity:<7}  {rule}"
