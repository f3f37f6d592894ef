"""`seal`: seal what is public, and the keys, witnesses and checks of the seal (docs/seal.md)."""

from __future__ import annotations

import click

from press.cli.options import Group
from press.cli.seal.append import append, cosign
from press.cli.seal.checks import audit, verify, witness
from press.cli.seal.keys import init, revoke, rotate
from press.errors import Exit
from press.i18n.mark import N_


@click.group(cls=Group, invoke_without_command=True, help=N_("Seal what is public (seal append, if nothing is named)."))
@click.pass_context
def seal(context: click.Context) -> Exit | None:
    """Seal if nothing is named."""
    if context.invoked_subcommand is None:
        return context.forward(append) or Exit.GOOD
    return None


for each in (append, audit, cosign, init, revoke, rotate, verify, witness):
    seal.add_command(each)
