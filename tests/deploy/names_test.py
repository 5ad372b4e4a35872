# SPDX-License-Identifier: Apache-2.0
"""Alerts and panels ask for metrics that somebody writes, and every alert has its part in the runbook."""

import json
import os
import re
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
OURS = re.compile(r"\b(?:veinline|process|patroni|etcd)_[a-z0-9_]+\b")


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def written():
    """Every metric that a program of the cluster writes."""
    names = set(re.findall(r'"((?:veinline|process)_[a-z0-9_]+)"', text("src/gateway/metrics/metrics.cpp")))
    names |= set(re.findall(r"# TYPE (veinline_[a-z_]+) gauge", text("deploy/prometheus/backup_metrics.sh")))
    return names | {line for line in text("tests/deploy/known_metrics.txt").splitlines() if not line.startswith("#")}


def asked_for(expression):
    without_labels = re.sub(r"\{[^}]*\}", "", expression)
    return {re.sub(r"_(bucket|sum|count)$", "", name) for name in OURS.findall(without_labels)}


def alerts():
    """Name, expression and line of annotations of each."""
    return re.findall(r"- alert: (\w+)\n\s+expr: (.*)\n(?:.*\n)*?\s+annotations: (.*)\n", text("deploy/prometheus/alerts.yml"))


class Names(unittest.TestCase):
    def test_the_reader_finds_names(self):
        self.assertEqual(asked_for('rate(veinline_x_bucket{le="1"}[5m]) > patroni_y'), {"veinline_x", "patroni_y"})
        self.assertGreater(len(written()), 60)
        self.assertGreater(len(alerts()), 20)

    def test_every_alert_asks_for_what_is_written(self):
        for name, expression, _ in alerts():
            self.assertTrue(asked_for(expression) or "up{" in expression, name)
            self.assertLessEqual(asked_for(expression), written(), name)

    def test_every_panel_asks_for_what_is_written(self):
        panels = json.loads(text("deploy/grafana/veinline-cluster.json"))["panels"]
        self.assertGreater(len(panels), 15)
        for panel in panels:
            for target in panel["targets"]:
                self.assertTrue(asked_for(target["expr"]), panel["title"])
                self.assertLessEqual(asked_for(target["expr"]), written(), panel["title"])

    def test_every_alert_has_its_part_in_the_runbook_and_no_part_is_of_none(self):
        parts = set(re.findall(r"^### (\w+)", text("docs/runbook.md"), re.MULTILINE))
        named = {name for name, _, _ in alerts()}
        for name, _, annotations in alerts():
            link = re.search(r"docs/runbook\.md#(\w+)", annotations)
            self.assertIsNotNone(link, name)
            self.assertIn(link.group(1), {part.lower() for part in parts}, name)
        self.assertEqual(parts - named, set())

    def test_the_documents_say_the_first_rules_as_they_are(self):
        """docs/monitoring.md has some of them to begin with: for one machine, so the thresholds are the same."""
        for name in ("VeinlineUnwitnessed", "VeinlineSlowCommits", "VeinlineDiskFills"):
            self.assertIn(name, text("docs/monitoring.md"))


if __name__ == "__main__":
    unittest.main()
