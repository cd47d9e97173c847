"""Every model declares what its rows are, and every field of a personal table says whether it is personal."""

from django.apps import apps
from django.db import models

from alongside.core.records import Records

# Tables that libraries bring, and what they hold. None is about a person who is supported.
THIRD_PARTY = {
    "account": "e-mail addresses of accounts; goes with the account",
    "admin": "not installed",
    "auth": "permissions and groups, unused: roles are memberships",
    "axes": "failed sign-ins, kept for a quarter of an hour's lock-out and 30 days' inspection",
    "contenttypes": "names of models",
    "mfa": "second factors of accounts; goes with the account",
    "procrastinate": "the job queue; arguments are ids only",
    "sessions": "signed-in sessions; end in 12 hours",
}
SAYS_NOTHING = (models.ForeignKey, models.BooleanField, models.DateTimeField)


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("alongside.")]


def undeclared(model: type[models.Model]) -> list[str]:
    """Return what a model's declaration lacks."""
    name = model._meta.label
    records = model.__dict__.get("records")
    if not isinstance(records, Records):
        return [f"{name} has no `records`"]
    faults = []
    has_partnership = any(f.column == "partnership_id" for f in model._meta.concrete_fields)
    if has_partnership != (records.wall == "partnership"):
        faults.append(
            f"{name}: wall={records.wall} but partnership_id is {'there' if has_partnership else 'missing'}"
        )
    known = {f.name for f in model._meta.concrete_fields}
    for field in {*records.personal, *records.plain} - known:
        faults.append(f"{name}.{field} is declared but does not exist")
    if records.wall == "partnership":
        if not records.export and not records.why:
            faults.append(f"{name}: not in the person's export, and no reason why")
        if records.erase == "keep" and not records.why:
            faults.append(f"{name}: kept on erasure, and no reason why")
        if not (records.purpose and records.basis):
            faults.append(f"{name}: no purpose or lawful basis")
        for field in model._meta.concrete_fields:
            told = field.name in records.personal or field.name in records.plain
            skipped = isinstance(field, SAYS_NOTHING) or field.name in {"id", "partnership", "partnership_id"}
            if not told and not skipped and not field.name.endswith("_id"):
                faults.append(f"{name}.{field.name} is neither personal nor plain")
    return faults


def test_every_model_of_ours_is_declared() -> None:
    models_of_ours = ours()
    assert len(models_of_ours) > 20
    assert [fault for model in models_of_ours for fault in undeclared(model)] == []


def test_every_library_that_brings_tables_is_named_with_what_it_holds() -> None:
    brought = {m._meta.app_label for m in apps.get_models() if not m.__module__.startswith("alongside.")}
    assert brought <= set(THIRD_PARTY), brought - set(THIRD_PARTY)


def test_the_person_export_path_of_each_model_leads_to_a_person() -> None:
    for model in ours():
        path = model.records.export  # type: ignore[attr-defined]
        if path in {"", "self", "person_id"}:
            continue
        step: type[models.Model] = model
        for part in path.split("__"):
            step = step._meta.get_field(part).related_model  # type: ignore[assignment]
        assert step._meta.label == "people.Person", f"{model._meta.label}: {path} leads to {step._meta.label}"


def test_an_undeclared_model_and_an_undeclared_field_are_seen() -> None:
    class Bare(models.Model):
        class Meta:
            app_label = "core"
            managed = False

    class Forgetful(models.Model):
        partnership_id = models.UUIDField()
        nickname = models.CharField(max_length=9)
        records = Records(
            wall="partnership", audited=True, export="self", erase="delete", purpose="p", basis="b"
        )

        class Meta:
            app_label = "core"
            managed = False

    try:
        assert undeclared(Bare) == ["core.Bare has no `records`"]
        assert undeclared(Forgetful) == ["core.Forgetful.nickname is neither personal nor plain"]
    finally:
        for name in ("bare", "forgetful"):
            del apps.all_models["core"][name]
        apps.clear_cache()
