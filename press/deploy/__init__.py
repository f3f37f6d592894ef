"""Deployment: from `site/` to a server. It sends what differs by digest, in an order in which no page breaks.

A `Target` is a place on a server. What it holds is recorded there, in the manifest of the site and in a journal
(`press.deploy.record`); no folder is ever listed.
"""

from press.deploy.run import Deployment, Outcome, deploy, releases

__all__ = ["Deployment", "Outcome", "deploy", "releases"]
