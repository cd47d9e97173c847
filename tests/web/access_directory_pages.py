"""The pages of the directory in the access matrix."""

from tests.web import access_directory as directory
from tests.web.access_declared import CONNECTORS, LEADS, STEWARDS, Declared

DIRECTORY_PAGES: dict[str, Declared] = {
    "public:shortlist-shared": Declared(anonymous="ok", args=directory.shared_list),
    "public:service-calendar": Declared(anonymous="ok", args=directory.service),
    "public:organisation": Declared(anonymous="ok", args=directory.organisation),
    "public:organisation-calendar": Declared(anonymous="ok", args=directory.organisation),
    "public:something-wrong": Declared(anonymous="ok", args=directory.service),
    "public:your-entry": Declared(anonymous="ok", args=directory.service),
    "public:organiser": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-change": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-closed": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-busy": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-ended": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-undo": Declared(
        anonymous="ok", method="post", args=directory.kept(upkeep_id="yes"), ok=frozenset({302})
    ),
    "public:organiser-no-letters": Declared(
        anonymous="ok", method="post", args=directory.kept(), ok=frozenset({302})
    ),
    "connector:service-vouch": Declared(
        allow=CONNECTORS | STEWARDS, method="post", args=directory.service, ok=frozenset({302})
    ),
    "connector:service-vouch-undo": Declared(
        allow=CONNECTORS | STEWARDS,
        method="post",
        args=directory.vouched,
        ok=frozenset({302, 404}),
        about_ours=True,
    ),
    "steward:feed-settings": Declared(allow=STEWARDS, args=directory.feed),
    "steward:feed-stop": Declared(allow=STEWARDS, args=directory.feed),
    "steward:feed-refused": Declared(allow=STEWARDS, args=directory.feed),
    "steward:feed-held": Declared(
        allow=STEWARDS, method="post", args=directory.read_feed, ok=frozenset({302})
    ),
    "steward:freshness": Declared(allow=STEWARDS),
    "public:find-table": Declared(anonymous="ok", query={"q": "walk"}),
    "public:find-points": Declared(anonymous="ok", query={"q": "walk"}),
    "public:find-embed": Declared(anonymous="ok"),
    "public:on-your-site": Declared(anonymous="ok"),
    "steward:entries": Declared(allow=STEWARDS),
    "steward:entry-new": Declared(allow=STEWARDS),
    "steward:entry": Declared(allow=STEWARDS, args=directory.service),
    "steward:entry-change": Declared(allow=STEWARDS, args=directory.service),
    "steward:sheet-new": Declared(allow=STEWARDS),
    "steward:sheet-template": Declared(allow=STEWARDS, args=lambda world: {"kind": "csv"}),
    "steward:sheet": Declared(allow=STEWARDS, args=directory.sheet, about_ours=True),
    "steward:claim": Declared(
        allow=STEWARDS, method="post", args=directory.claim, ok=frozenset({302}), about_ours=True
    ),
    "steward:change-put-back": Declared(
        allow=STEWARDS, method="post", args=directory.proposed, ok=frozenset({302}), about_ours=True
    ),
    "public:organiser-claim": Declared(anonymous="ok", args=directory.kept()),
    "public:organiser-other": Declared(
        anonymous="ok", method="post", args=directory.kept(service_id="yes"), ok=frozenset({302, 404})
    ),
    "steward:words": Declared(allow=STEWARDS | LEADS),
    "steward:saying": Declared(allow=STEWARDS),
    "steward:saying-remove": Declared(
        allow=STEWARDS, method="post", args=directory.saying, ok=frozenset({302}), about_ours=True
    ),
    "steward:duplicates": Declared(allow=STEWARDS),
    "steward:duplicate": Declared(allow=STEWARDS, args=directory.pair),
    "steward:changes": Declared(allow=STEWARDS),
    "steward:change": Declared(allow=STEWARDS, args=directory.proposed, about_ours=True),
    "steward:problem": Declared(
        allow=STEWARDS, method="post", args=directory.problem, ok=frozenset({302}), about_ours=True
    ),
    "steward:correction": Declared(
        allow=STEWARDS, method="post", args=directory.correction, ok=frozenset({302})
    ),
    "public:open-data": Declared(anonymous="ok"),
    **{
        f"api:oruk-{name}": Declared(anonymous="ok", args=directory.published("list"))
        for name in (
            "v3",
            "v3-openapi",
            "v3-services",
            "v3-service-at-locations",
            "v3-organizations",
            "v3-taxonomies",
            "v3-taxonomy-terms",
            "v1",
            "v1-openapi",
            "v1-services",
            "v1-organizations",
            "v1-locations",
            "v1-taxonomies",
            "v1-vocabularies",
        )
    },
    "api:oruk-v3-service": Declared(anonymous="ok", args=directory.published("service")),
    "api:oruk-v1-service": Declared(anonymous="ok", args=directory.published("service")),
    "api:oruk-v3-service-at-location": Declared(anonymous="ok", args=directory.published("site")),
    "api:oruk-v3-organization": Declared(anonymous="ok", args=directory.published("organization")),
    "api:oruk-v1-organization": Declared(anonymous="ok", args=directory.published("organization")),
    "api:oruk-v1-location": Declared(anonymous="ok", args=directory.published("location")),
    "api:oruk-v3-taxonomy": Declared(anonymous="ok", args=directory.published("taxonomy")),
    "api:oruk-v3-taxonomy-term": Declared(anonymous="ok", args=directory.published("term")),
    "api:oruk-v1-taxonomy": Declared(anonymous="ok", args=directory.published("term")),
    "public:service": Declared(anonymous="ok", args=directory.service),
    "steward:feed": Declared(allow=STEWARDS, args=directory.feed),
}
