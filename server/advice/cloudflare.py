"""Advice for what Cloudflare, or the way to it, can answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.advice.types import Action, Advice, Cost
from server.i18n import N_

_ALLOCATION: Mapping[str, Advice] = {
    "daily_quota_used": Advice(
        N_("Today's free allocation of this Cloudflare account is used up."),
        N_("It returns at 00:00 UTC. Until then only an account on the Workers Paid plan can paint."),
        Action.WAIT,
        Cost.NOTHING,
    ),
    "no_capacity": Advice(
        N_("Cloudflare has no free computer for this model right now."),
        N_("This passes by itself, usually within minutes. Try again a little later."),
        Action.RETRY,
        Cost.NOTHING,
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
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "credits_needed": Advice(
        N_("This model is paid with credits, and the account has none."),
        N_("Choose another model, or add credits at Cloudflare."),
        Action.SETTINGS,
        Cost.NOTHING,
    ),
}

_CONTENT: Mapping[str, Advice] = {
    "prompt_flagged": Advice(
        N_("Cloudflare's content filter stopped this prompt. It often stops harmless ones too."),
        N_("Say it in other words, or try again as it is."),
        Action.REWORD,
        Cost.NOTHING,
    ),
    "output_flagged": Advice(
        N_("Cloudflare's content filter held the finished picture back. It often errs; it is not your fault."),
        N_("Try again, or say it in other words."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "input_flagged": Advice(
        N_("Cloudflare's content filter stopped your reference picture."),
        N_("Use another picture."),
        Action.REWORD,
        Cost.NOTHING,
    ),
    "prompt_too_long": Advice(
        N_("The prompt is too long for this model."),
        N_("Shorten it to 2,048 characters."),
        Action.SHORTEN,
        Cost.NOTHING,
    ),
}

_REQUEST: Mapping[str, Advice] = {
    "parameter_refused": Advice(
        N_("The model did not accept one of the parameters."),
        N_("Cloudflare may have changed the model. Choose other parameters, or update this program."),
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "input_invalid": Advice(
        N_("The model could not work with this input."),
        N_("Say it in other words, or choose other parameters."),
        Action.REWORD,
        Cost.NOTHING,
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
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "lora_unsupported": Advice(
        N_("This model does not take finetunes."),
        N_("Choose another model."),
        Action.SETTINGS,
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
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "model_retired": Advice(
        N_("Cloudflare has retired this model."),
        N_("Choose another model, or update this program."),
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "model_private": Advice(
        N_("This account may not use this model."),
        N_("Choose another model."),
        Action.SETTINGS,
        Cost.NOTHING,
    ),
    "licence_needed": Advice(
        N_("The licence of this model has not been agreed to on this account."),
        N_("Agree to it at Cloudflare, or choose another model."),
        Action.SETTINGS,
        Cost.NOTHING,
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
        Action.NONE,
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
    ),
    "token_expired": Advice(
        N_("This API token has expired."),
        N_("Create a new one at Cloudflare."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "token_not_yet_valid": Advice(
        N_("This API token is not valid yet."),
        N_("Wait for its first day, or create a new one at Cloudflare."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "token_other_account": Advice(
        N_("The API token is valid, but it belongs to another account."),
        N_("Use the account ID that the token was created for, or create a token for this account."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
    "permission_missing": Advice(
        N_("The API token is valid, but may not use Workers AI on this account."),
        N_("Give it the permissions Workers AI Read and Workers AI Edit for this account, or create a new one."),
        Action.CONNECT,
        Cost.NOTHING,
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
    "gateway_refused": Advice(
        N_("The account's AI Gateway refused the token."),
        N_("Enter a token with the permission AI Gateway Run under “Network and accounts”."),
        Action.CONNECT,
        Cost.NOTHING,
    ),
}

CLOUDFLARE: Mapping[str, Advice] = MappingProxyType({**_ALLOCATION, **_CONTENT, **_REQUEST, **_MODEL, **_ACCOUNT})
