"""Asking Cloudflare's analytics what an account has used in a day, in GraphQL.

No page of the documentation describes this dataset; its names are those that other programs use. A token needs the
permission Account Analytics Read, which one for Workers AI alone has not.
"""

from __future__ import annotations

import json
import math
from typing import Any

from server.cloudflare.reply import Reply
from server.common.errors import UpstreamError

PATH = "/graphql"
REFUSED = "analytics_refused"

_QUERY = (
    "query ($account: String!, $day: Date!) {"
    " viewer { accounts(filter: {accountTag: $account}) {"
    " aiInferenceAdaptiveGroups(limit: 1000, filter: {date_geq: $day}) {"
    " sum { totalNeurons } dimensions { date modelId } } } } }"
)


def question(account_id: str, day: str) -> bytes:
    """The request's body."""
    return json.dumps({"query": _QUERY, "variables": {"account": account_id, "day": day}}).encode()


def read_usage(reply: Reply, day: str) -> float:
    """Neurons of that day, all models together. Raises UpstreamError: `analytics_refused` will not change by itself."""
    if reply.status == 429 or reply.status >= 500:
        raise UpstreamError("server_trouble", http_status=reply.status)
    try:
        answer = json.loads(reply.body)
        if answer.get("errors"):
            raise UpstreamError(REFUSED, http_status=reply.status)
        [account] = answer["data"]["viewer"]["accounts"]
        groups = account["aiInferenceAdaptiveGroups"]
        neurons = math.fsum(_neurons(group) for group in groups if group["dimensions"]["date"] == day)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UpstreamError(REFUSED, http_status=reply.status) from error
    if not 0 <= neurons < 1e12:  # not a number is none of that either
        raise UpstreamError(REFUSED, http_status=reply.status)
    return neurons


def _neurons(group: dict[str, Any]) -> float:
    return float(group["sum"]["totalNeurons"])
