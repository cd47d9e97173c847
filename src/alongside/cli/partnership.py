"""`alongside partnership`: found one on a new installation, with its first organisation and steward."""

from typing import Any

import click

from alongside.cli.frame import Problem

KINDS = ("council", "charity", "housing", "health", "library", "other")


@click.group("partnership")
def command() -> None:
    """The partnerships of this installation.

    \b
    Example:
      alongside partnership list
    """


@command.command("list")
def list_all() -> None:
    """List the partnerships: short name, name, address.

    \b
    Example:
      alongside partnership list
    """
    from alongside.partnerships.models import Partnership

    for partnership in Partnership.objects.order_by("slug"):
        address = partnership.hostname or ("every other address" if partnership.is_default else "")
        click.echo(f"{partnership.slug:<20} {partnership.name:<40} {address}")


@command.command("found")
@click.option("--name", required=True, help="As people know it: “Alongside in Hackney”.")
@click.option("--slug", required=True, help="Short name, in addresses.")
@click.option("--place", required=True, help="As in a sentence: “Hackney and the City”.")
@click.option("--phone", required=True, help="The number people ring for help.")
@click.option("--opening-hours", default="Monday to Friday, 9am to 5pm", show_default=True)
@click.option("--email", required=True, help="The address people write to.")
@click.option("--hostname", default="", help="The address of its pages, if it has one of its own.")
@click.option("--areas", default="", help="Codes of the local authorities it covers: E09000012,E09000001.")
@click.option("--organisation", required=True, help="Its first organisation.")
@click.option("--kind", type=click.Choice(KINDS), default="council", show_default=True)
@click.option("--steward-name", required=True, help="The person who looks after the installation.")
@click.option("--steward-email", required=True, help="The address the steward signs in with.")
@click.password_option(
    envvar="STEWARD_PASSWORD", help="The steward's password (asked for, or STEWARD_PASSWORD)."
)
def found(password: str, **given: Any) -> None:
    """Found a partnership with its first organisation and its steward.

    \b
    Example:
      alongside partnership found --name "Alongside in Hackney" --slug hackney \\
        --place Hackney --phone "020 7946 0100" --email hello@example.org \\
        --organisation "Hackney Council" --steward-name "Sam Steward" --steward-email sam@example.org
    """
    from django.contrib.auth.password_validation import validate_password
    from django.core.validators import validate_email, validate_slug
    from django.db import transaction

    from alongside.core import tenancy
    from alongside.partnerships import actions
    from alongside.partnerships.enums import Role
    from alongside.partnerships.models import Organisation, Partnership

    validate_slug(given["slug"])
    for address in (given["email"], given["steward_email"]):
        validate_email(address)
    validate_password(password)
    if Partnership.objects.filter(slug=given["slug"]).exists():
        raise Problem(f"There is a partnership {given['slug']} already.")
    with transaction.atomic():
        partnership = actions.found_partnership(
            name=given["name"],
            slug=given["slug"],
            place=given["place"],
            phone=given["phone"],
            opening_hours=given["opening_hours"],
            email=given["email"],
            hostname=given["hostname"],
            area_codes=[code.strip() for code in given["areas"].split(",") if code.strip()],
            is_default=not Partnership.objects.filter(is_default=True).exists(),
        )
        with tenancy.within(partnership.pk, actor="installation"):
            organisation = Organisation.objects.create(
                name=given["organisation"], kind=given["kind"], supports_people=True
            )
            actions.add_member(
                organisation=organisation,
                email=given["steward_email"],
                name=given["steward_name"],
                role=Role.STEWARD,
                password=password,
            )
    click.echo(f"{partnership.name} is founded. {given['steward_name']} can sign in.")
