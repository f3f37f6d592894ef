"""What a newsroom did in a month, from its releases and from Git alone."""

from press.report.figures import Figures, figures
from press.report.page import page

__all__ = ["Figures", "figures", "page"]
