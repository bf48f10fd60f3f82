"""The stand-in's analytics: GraphQL as far as it is asked here, and no further."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.http_server import Request
from tests.upstream_answers import Response

PATH = "/client/v4/graphql"
MOST = 10_000

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_VARIABLE = re.compile(r"\$(\w+)\s*:\s*(String|Date)!")
# The dataset's fields and arguments, white space left out; anything else is refused as the real schema does.
_SELECTION = re.compile(
    r"query\((?P<variables>[^)]*)\)\{viewer\{accounts\(filter:\{accountTag:\$(?P<account>\w+)\}\)\{"
    r"aiInferenceAdaptiveGroups\(limit:(?P<limit>\d+),filter:\{date_geq:\$(?P<day>\w+)\}\)\{"
    r"(?:sum\{totalNeurons\}|count|dimensions\{(?:date|modelId)+\})+\}\}\}\}"
)


def answer(request: Request, accounts: tuple[str, ...] | None, usage: Mapping[tuple[str, str], float]) -> Response:
    """`accounts` are those the token may read analytics of, None an unknown token; `usage` is by day and model."""
    if request.method != "POST" or "application/json" not in request.headers.get("content-type", ""):
        return _errors("only POST with application/json is taken", status=400)
    if accounts is None:
        return _errors("Authentication error", status=401)
    asked = json.loads(request.body)
    found = _SELECTION.fullmatch(re.sub(r"\s+(?=\W)|(?<=\W)\s+", "", asked["query"]).replace(" ", ""))
    if not found or not 0 < int(found["limit"]) <= MOST:
        return _errors("error parsing args or unknown field", status=400)
    variables = asked.get("variables", {})
    if problem := _problem(found, variables):
        return _errors(problem, status=400)
    account, day = variables[found["account"]], variables[found["day"]]
    if account not in accounts:
        return _errors(f"not authorized for that account {account}", path=["viewer", "accounts", "0"])
    groups = list(_groups(day, usage))
    return _json(200, {"data": {"viewer": {"accounts": [{"aiInferenceAdaptiveGroups": groups}]}}, "errors": None})


def _problem(found: re.Match[str], variables: Mapping[str, Any]) -> str:
    kinds = dict(_VARIABLE.findall(found["variables"].replace("!", "!,").replace(",,", ",")))
    if kinds.get(found["account"]) != "String" or kinds.get(found["day"]) != "Date" or len(kinds) != 2:
        return "variables are declared wrongly"
    if set(variables) != set(kinds):
        return "a variable is missing or has no use"
    return "" if _DATE.fullmatch(variables[found["day"]]) else "invalid date"


def _groups(day: str, usage: Mapping[tuple[str, str], float]) -> Iterator[dict[str, Any]]:
    for (date, model), neurons in usage.items():
        if date >= day:
            yield {"sum": {"totalNeurons": neurons}, "count": 1, "dimensions": {"date": date, "modelId": model}}


def _errors(message: str, *, status: int = 200, **more: Any) -> Response:  # noqa: ANN401 - JSON
    return _json(status, {"data": None, "errors": [{"message": message, **more}]})


def _json(status: int, body: object) -> Response:
    return Response(status, json.dumps(body).encode())
