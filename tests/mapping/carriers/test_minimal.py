"""A profile that states no more than it must is good: the defaults never contradict each other."""

from pathlib import Path

from benefits_sync.mapping.carriers import load_profile

MINIMAL = """\
name: plain
title: Plain Health
version: 1
guide: {name: Plain guide, version: "1", read_on: 2026-01-05}
contacts: [{role: edi, name: EDI}]
history: [{version: 1, date: 2026-01-05, what: First version}]
envelope:
  sender: {qualifier: "30", id: "841234567"}
  receiver: {qualifier: "30", id: "930456789"}
  sponsor: {id: "841234567"}
  payer: {id: "930456789"}
file:
  usual: full
  kinds: {full: {action: "4", member: "030", coverage: "030", reason: XN}}
identifiers: {policy: {value: "88231"}}
codes: {relationships: {spouse: "01", child: "19"}}
coverages:
  lines: {medical: {code: HLT, plans: {Silver PPO: SPPO}, levels: {Employee Only: EMP}}}
delivery:
  naming: {template: "plain_{sequence}"}
  sftp: {connections: {production: plain, test: plain_test}, directory: in, temporary: {suffix: .tmp}}
schedule: {days: [monday], cut_off: "18:00", timezone: America/Denver}
answers: {directory: out, functional: {expected: always, pattern: "*.999"}}
"""


def test_it_is_good(tmp_path: Path):
    path = tmp_path / "plain.yaml"
    path.write_text(MINIMAL, "utf-8")
    assert load_profile(path).syntax.delimiters == ("*", "^", ":", "~")
