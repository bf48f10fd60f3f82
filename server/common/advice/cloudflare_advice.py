"""Advice for what Cloudflare, or the way to it, can answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.common.advice.advice import Action, Advice, Cost
from server.common.i18n import N_

_ALLOCATION: Mapping[str, Advice] = {
    "daily_quota_used": Advice(
        N_("Today's free allocation of this Cloudflare account is used up."),
        N_("It returns at 00:00 UTC. Until then only an account on the Workers Paid plan can paint."),
        Action.WAIT,
        Cost.NOTHING,
        also=(Action.PLAN,),
    ),
    "no_capacity": Advice(
        N_("Cloudflare has no free computer for this model right now."),
        N_("This passes by itself, usually within minutes. Try again a little later."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT,),
    ),
    "rate_limited": Advice(
        N_("Cloudflare received too many requests from this account in a short time."),
        N_("Wait a few minutes, then try again."),
        Action.WAIT,
        Cost.NOTHING,
    ),
    "paid_plan_needed": Advice(
        N_("This model is only for accounts on the Workers Paid plan."),
        N_("Choose another model, or change the plan at Cloudflare."),
        Action.MODEL,
        Cost.NOTHING,
        also=(Action.PLAN,),
    ),
    "credits_needed": Advice(
        N_("This model is paid with credits, and the account has none."),
        N_("Choose another model, or add credits at Cloudflare."),
        Action.MODEL,
        Cost.NOTHING,
        also=(Action.GATEWAY,),
    ),
}

_CONTENT: Mapping[str, Advice] = {
    "prompt_flagged": Advice(
        N_(
            "Cloudflare's content filter refused this prompt. It refuses harmless ones at random; it is not your fault."
        ),
        N_("Another try often passes and costs the same as any. Other words may help too."),
        Action.ONCE_MORE,
        Cost.NOTHING,
        also=(Action.REWORD,),
    ),
    "output_flagged": Advice(
        N_("Cloudflare's content filter held the finished picture back. It does so at random; it is not your fault."),
        N_("Another try often passes and costs the same as any. Other words may help too."),
        Action.ONCE_MORE,
        Cost.MAYBE,
        also=(Action.REWORD,),
    ),
    "input_flagged": Advice(
        N_("Cloudflare's content filter refused your reference picture. It refuses harmless ones at random."),
        N_("Try once more, or use another picture."),
        Action.ONCE_MORE,
        Cost.NOTHING,
        also=(Action.PICTURES,),
    ),
    "prompt_too_long": Advice(
        N_("The prompt is too long for this model."),
        N_("Shorten it: what is too much will be selected."),
        Action.SHORTEN,
        Cost.NOTHING,
    ),
}

_REQUEST: Mapping[str, Advice] = {
    "parameter_refused": Advice(
        N_("The model did not accept one of the parameters."),
        N_("Cloudflare may have changed the model. Choose other parameters, or update this program."),
        Action.PARAMETERS,
        Cost.NOTHING,
        also=(Action.MODEL,),
    ),
    "input_invalid": Advice(
        N_("The model could not work with this input."),
        N_("Choose other parameters, or say it in other words."),
        Action.PARAMETERS,
        Cost.NOTHING,
        also=(Action.REWORD,),
    ),
    "data_invalid": Advice(
        N_("Cloudflare could not read the data of the request."),
        N_("Try again. If it comes back, update this program."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "request_incomplete": Advice(
        N_("The request reached Cloudflare incomplete."),
        N_("Try again. If it comes back, a proxy or a firewall may be changing requests."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "request_too_large": Advice(
        N_("The request is too large for Cloudflare."),
        N_("Shorten the prompt."),
        Action.SHORTEN,
        Cost.NOTHING,
    ),
    "finetune_incomplete": Advice(
        N_("The finetune for this model lacks a file."),
        N_("Choose another model."),
        Action.MODEL,
        Cost.NOTHING,
    ),
    "lora_unsupported": Advice(
        N_("This model does not take finetunes."),
        N_("Choose another model."),
        Action.MODEL,
        Cost.NOTHING,
    ),
    "version_unsupported": Advice(
        N_("Cloudflare no longer supports the way this program asks for pictures."),
        N_("Update this program."),
        Action.NONE,
        Cost.NOTHING,
    ),
}

_MODEL: Mapping[str, Advice] = {
    "model_unknown": Advice(
        N_("Cloudflare does not know this model."),
        N_("Choose another model, or update this program."),
        Action.MODEL,
        Cost.NOTHING,
    ),
    "model_retired": Advice(
        N_("Cloudflare has retired this model."),
        N_("Choose another model, or update this program."),
        Action.MODEL,
        Cost.NOTHING,
    ),
    "model_private": Advice(
        N_("This account may not use this model."),
        N_("Choose another model."),
        Action.MODEL,
        Cost.NOTHING,
    ),
    "licence_needed": Advice(
        N_("The licence of this model has not been agreed to on this account."),
        N_("Agree to it at Cloudflare, or choose another model."),
        Action.MODEL,
        Cost.NOTHING,
        also=(Action.LICENCE,),
    ),
}

_ACCOUNT: Mapping[str, Advice] = {
    "account_wrong": Advice(
        N_("Cloudflare knows no account with this account ID."),
        N_("Copy the account ID again from the Workers AI page of the dashboard."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "account_blocked": Advice(
        N_("Cloudflare has blocked this account from Workers AI."),
        N_("Ask Cloudflare's support why."),
        Action.SUPPORT,
        Cost.NOTHING,
    ),
    "token_wrong": Advice(
        N_("Cloudflare does not know this API token."),
        N_("Copy the token again as a whole, or create a new one for this account."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "token_disabled": Advice(
        N_("This API token has been disabled."),
        N_("Enable it at Cloudflare, or create a new one."),
        Action.CONNECT,
        Cost.NOTHING,
        also=(Action.TOKENS,),
    ),
    "token_expired": Advice(
        N_("This API token has expired."),
        N_("Create a new one at Cloudflare."),
        Action.CONNECT,
        Cost.NOTHING,
        also=(Action.TOKENS,),
    ),
    "token_not_yet_valid": Advice(
        N_("This API token is not valid yet."),
        N_("Wait for its first day, or create a new one at Cloudflare."),
        Action.CONNECT,
        Cost.NOTHING,
        also=(Action.TOKENS,),
    ),
    "token_other_account": Advice(
        N_("The API token is valid, but it belongs to another account."),
        N_("Use the account ID that the token was created for, or create a token for this account."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "permission_missing": Advice(
        N_("The API token is valid, but may not use Workers AI on this account."),
        N_("Give it the permission Workers AI Read for this account, or create a new one. Nothing more is needed."),
        Action.CONNECT,
        Cost.NOTHING,
        also=(Action.TOKENS,),
    ),
    "token_refused": Advice(
        N_("Cloudflare refused the API token: it is wrong, or may not use Workers AI on this account."),
        N_("Check the connection; it says which."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "paste_damaged": Advice(
        N_("The API token has a form that Cloudflare cannot read. Something was lost or added when it was pasted."),
        N_("Copy and paste the token again."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "analytics_refused": Advice(
        N_("The API token may not read how much the account has used."),
        N_("Give it the permission Account Analytics Read. Painting does not need it."),
        Action.TOKENS,
        Cost.NOTHING,
    ),
    "route_unknown": Advice(
        N_("Cloudflare does not know the address that this program asked at."),
        N_("Correct ATELIER_API_BASE and ATELIER_GATEWAY_BASE where they are set, or update this program."),
        Action.NONE,
        Cost.NOTHING,
    ),
}

_GATEWAY: Mapping[str, Advice] = {
    "gateway_refused": Advice(
        N_("The account's AI Gateway refused the token."),
        N_("Enter a token with the permission AI Gateway Run under “Account and network”."),
        Action.SETTINGS,
        Cost.NOTHING,
        also=(Action.TOKENS,),
    ),
    "gateway_unknown": Advice(
        N_("The account has no AI Gateway of this name."),
        N_("Correct the name under “Account and network”, or leave it empty to go without."),
        Action.SETTINGS,
        Cost.NOTHING,
        also=(Action.GATEWAY,),
    ),
    "gateway_unfit": Advice(
        N_("This model's orders do not get through the AI Gateway: it cannot read the form they are sent in."),
        N_("Waiting does not help. Send this model without the gateway; all others go on through it."),
        Action.WITHOUT_GATEWAY,
        Cost.NOTHING,
        also=(Action.MODEL,),
    ),
    "gateway_provider": Advice(
        N_("The AI Gateway does not pass anything on to Workers AI."),
        N_("Look at the gateway's settings at Cloudflare, or send this model without the gateway."),
        Action.WITHOUT_GATEWAY,
        Cost.NOTHING,
        also=(Action.GATEWAY,),
    ),
    "gateway_credits": Advice(
        N_("The AI Gateway is set to pay with credits, and Cloudflare refused them."),
        N_("Add credits or change how the gateway pays at Cloudflare, or send this model without the gateway."),
        Action.WITHOUT_GATEWAY,
        Cost.NOTHING,
        also=(Action.GATEWAY,),
    ),
    "stored_key_refused": Advice(
        N_("The key that is stored at Cloudflare for this model's provider was refused."),
        N_("Renew it on the AI Gateway page at Cloudflare, or choose another model."),
        Action.GATEWAY,
        Cost.NOTHING,
        also=(Action.MODEL,),
    ),
}

CLOUDFLARE: Mapping[str, Advice] = MappingProxyType(
    {**_ALLOCATION, **_CONTENT, **_REQUEST, **_MODEL, **_ACCOUNT, **_GATEWAY}
)
