"""The examples in the rule files are the tests."""

from releaselint.testing import check_plugin


def test_every_rule_does_what_its_examples_say() -> None:
    assert check_plugin("acme") == []
