"""The parts of the HTML report; `releaselint.report.html` puts them together."""
