"""Advice for what can happen between this computer and Cloudflare, and for answers that nobody can use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.common.advice.advice import Action, Advice, Cost
from server.common.i18n import N_

_REACHING: Mapping[str, Advice] = {
    "dns_failed": Advice(
        N_("Cloudflare's address could not be found. This computer may be offline."),
        N_("Check the internet connection, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT,),
    ),
    "connection_refused": Advice(
        N_("The connection to Cloudflare was refused."),
        N_("Check the internet connection and the firewall, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT,),
    ),
    "network_unreachable": Advice(
        N_("There is no way to Cloudflare from this network."),
        N_("Check the internet connection, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT,),
    ),
    "connect_timed_out": Advice(
        N_("Cloudflare could not be reached in time."),
        N_("Check the internet connection or the proxy, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT,),
    ),
    "pool_timed_out": Advice(
        N_("Too many requests are under way at once."),
        N_("Wait for a painting to finish, then try again."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "tls_failed": Advice(
        N_("The connection is not safe: the server could not prove to be Cloudflare."),
        N_("A virus scanner, a company network or a sign-in page may be in between. Try another network."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "clock_wrong": Advice(
        N_("The server's certificate is not valid at this computer's date and time."),
        N_("Check the date and time of this computer, then try again."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "api_base_wrong": Advice(
        N_("The API address in ATELIER_API_BASE or ATELIER_GATEWAY_BASE cannot be used."),
        N_("Correct it or remove it, then start the program again. It must begin with https://."),
        Action.NONE,
        Cost.NOTHING,
    ),
}

_PROXY: Mapping[str, Advice] = {
    "proxy_failed": Advice(
        N_("The proxy did not make the connection to Cloudflare."),
        N_("Check that the proxy is running, or switch it off, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.WAIT, Action.SETTINGS),
    ),
    "proxy_login": Advice(
        N_("The proxy asks for a user name and a password."),
        N_("Enter them under “Account and network” or in the system's settings, then try again."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.SETTINGS,),
    ),
    "proxy_misconfigured": Advice(
        N_("The proxy's address cannot be used."),
        N_("Correct it under “Account and network”, in the system's settings or in HTTPS_PROXY."),
        Action.RETRY,
        Cost.NOTHING,
        also=(Action.SETTINGS,),
    ),
}

_WAITING: Mapping[str, Advice] = {
    "send_timed_out": Advice(
        N_("The request could not be sent in time."),
        N_("Check the internet connection, then try again."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "answer_timed_out": Advice(
        N_("Cloudflare did not answer in time."),
        N_("Try again later. Fewer steps take less time."),
        Action.RETRY,
        Cost.MAYBE,
        also=(Action.PARAMETERS,),
    ),
    "connection_cut": Advice(
        N_("The connection broke off before the whole answer had arrived."),
        N_("Check the internet connection, then try again."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "upstream_timeout": Advice(
        N_("Cloudflare took too long and gave up."),
        N_("Try again later, or with fewer steps."),
        Action.RETRY,
        Cost.MAYBE,
        also=(Action.PARAMETERS,),
    ),
    "painting_aborted": Advice(
        N_("Cloudflare stopped the work."),
        N_("Try again."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "inference_failed": Advice(
        N_("The model failed while painting."),
        N_("Try again."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "server_trouble": Advice(
        N_("Cloudflare is having trouble."),
        N_("Try again in a few minutes. Cloudflare's status page tells how things stand."),
        Action.RETRY,
        Cost.MAYBE,
        also=(Action.STATUS,),
    ),
}

_ANSWER: Mapping[str, Advice] = {
    "web_page_answered": Advice(
        N_("A web page came instead of an answer from Cloudflare."),
        N_("Does this network want you to sign in first? Open any website in the browser, then try again."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "redirected": Advice(
        N_("The request was sent on to another address. It was not followed, to keep your token safe."),
        N_("Does this network want you to sign in first? Open any website in the browser, then try again."),
        Action.RETRY,
        Cost.NOTHING,
    ),
    "cloudflare_refused": Advice(
        N_("Cloudflare refused the request for a reason this program does not know."),
        N_("Try again later. If it comes back, update this program."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "answer_empty": Advice(
        N_("Cloudflare's answer was empty."),
        N_("Try again."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "answer_unreadable": Advice(
        N_("Cloudflare's answer could not be read."),
        N_("Try again. If it comes back, a proxy or a firewall may be changing answers."),
        Action.RETRY,
        Cost.MAYBE,
        also=(Action.ANSWER,),
    ),
    "answer_too_large": Advice(
        N_("The answer was far too large and was stopped."),
        N_("Try again. If it comes back, a proxy or a firewall may be changing answers."),
        Action.RETRY,
        Cost.MAYBE,
    ),
    "answer_unexpected": Advice(
        N_("The answer is not one that Cloudflare is known to give."),
        N_("Try again later. If it comes back, update this program."),
        Action.RETRY,
        Cost.MAYBE,
        also=(Action.ANSWER,),
    ),
    "no_picture": Advice(
        N_("Cloudflare reported success but sent no picture."),
        N_("Try again."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.ANSWER,),
    ),
    "empty_picture": Advice(
        N_("The model sent an empty picture: it is all one colour."),
        N_("Some models do so at times. Paint it again."),
        Action.PAINT_AGAIN,
        Cost.MAYBE,
        also=(Action.MODEL,),
    ),
    "picture_unreadable": Advice(
        N_("The picture arrived damaged."),
        N_("Try again."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.ANSWER,),
    ),
    "not_a_picture": Advice(
        N_("What arrived is not a picture."),
        N_("Try again."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.ANSWER,),
    ),
    "picture_incomplete": Advice(
        N_("Only a part of the picture arrived."),
        N_("Try again."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.ANSWER,),
    ),
}

NETWORK: Mapping[str, Advice] = MappingProxyType({**_REACHING, **_PROXY, **_WAITING, **_ANSWER})
