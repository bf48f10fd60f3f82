"""What people paste is cleaned; what cannot be meant is named."""

from __future__ import annotations

import pytest

from server.cloudflare.account.credentials import clean_account_id, clean_token
from server.cloudflare.account.pasted import account_id_in, token_in
from server.common.errors import BadInput

ID = "0123456789abcdef0123456789abcdef"
TOKEN = "cfut_9sXkQ2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5tKw"


@pytest.mark.parametrize(
    "pasted",
    [
        ID,
        f"  {ID}\n",
        f'"{ID}"',
        f"“{ID}”",
        f"'{ID}',",
        ID.upper(),
        f"\ufeff{ID}\u200b",
        f"\u3000{ID}\u00a0",
        f"https://dash.cloudflare.com/{ID}",
        f"https://dash.cloudflare.com/{ID}/ai/workers-ai",
        f"https://api.cloudflare.com/client/v4/accounts/{ID}/ai/run/",
    ],
)
def test_an_account_id_is_cleaned(pasted: str) -> None:
    assert clean_account_id(pasted) == ID


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("", "account_id_missing"),
        (' "" \n', "account_id_missing"),
        (ID[:-1], "account_id_wrong_form"),
        (ID + "0", "account_id_wrong_form"),
        (ID[:-1] + "g", "account_id_wrong_form"),
        ("me@example.com", "account_id_wrong_form"),
        ("https://dash.cloudflare.com/", "account_id_wrong_form"),
        (f"https://dash.cloudflare.com/{ID}0", "account_id_wrong_form"),
        (f"{ID[:16]} {ID[16:]}", "account_id_wrong_form"),
        (TOKEN, "account_id_is_token"),
        ("A" * 40, "account_id_is_token"),
    ],
)
def test_what_is_no_account_id(pasted: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        clean_account_id(pasted)
    assert caught.value.fields == {"account_id": code}


@pytest.mark.parametrize(
    "pasted",
    [
        TOKEN,
        f"\t{TOKEN} \r\n",
        f"Bearer {TOKEN}",
        f"bearer   {TOKEN}",
        f"Bearer\n{TOKEN}",
        f'"Bearer {TOKEN}"',
        f'Bearer "{TOKEN}"',
        f"Authorization: Bearer {TOKEN}",
        f"authorization:Bearer {TOKEN}",
        f'-H "Authorization: Bearer {TOKEN}"',
        f"Bearer Bearer {TOKEN}",
        f"「{TOKEN}".removeprefix("「"),
        f"‘{TOKEN}’",
        f"{TOKEN[:20]}\r\n{TOKEN[20:]}",
        f"{TOKEN[:9]}\u200b{TOKEN[9:]}",
    ],
)
def test_a_token_is_cleaned(pasted: str) -> None:
    assert clean_token(pasted) == TOKEN


@pytest.mark.parametrize("token", ["A1b2" * 10, "cfat_" + "x" * 40, "cfoat_" + "x" * 40])
def test_tokens_of_every_age_pass(token: str) -> None:
    assert clean_token(token) == token


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("", "token_missing"),
        ("Bearer ", "token_wrong_form"),
        ("Authorization:", "token_missing"),
        (ID, "token_is_account_id"),
        (ID.upper(), "token_is_account_id"),
        (f"Bearer {ID}", "token_is_account_id"),
        ("cfk_" + "x" * 40, "token_is_global_key"),
        ("0123456789abcdef0123456789abcdef01234", "token_is_global_key"),
        ("two words that are none", "token_wrong_form"),
        ("short", "token_wrong_form"),
        ("ключ" * 10, "token_wrong_form"),
        (TOKEN + "\x7f", "token_wrong_form"),
        ("x" * 513, "token_wrong_form"),
    ],
)
def test_what_is_no_token(pasted: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        clean_token(pasted)
    assert caught.value.fields == {"api_token": code}


def test_the_error_does_not_repeat_the_paste() -> None:
    with pytest.raises(BadInput) as caught:
        clean_token(f"{TOKEN} {TOKEN}")
    assert TOKEN not in str(caught.value) + repr(vars(caught.value))


CURL = f'''curl "https://api.cloudflare.com/client/v4/accounts/{ID}/tokens/verify" \\
     -H "Authorization: Bearer {TOKEN}"'''
ENV = f'CLOUDFLARE_ACCOUNT_ID="{ID}"\nexport CLOUDFLARE_API_TOKEN={TOKEN}\n'


@pytest.mark.parametrize(
    ("account", "token"),
    [
        (ID, TOKEN),
        (TOKEN, ID),
        (CURL, ""),
        ("", CURL),
        (ENV, ""),
        ("", ENV),
        (f"https://dash.cloudflare.com/{ID}/api-tokens", CURL),
        (f"{ID} {TOKEN}", ""),
        ("", f"{TOKEN}\n{ID}"),
        (f"account id: {ID}, token: {TOKEN}", ""),
        (f'{{"accountId": "{ID}", "apiToken": "{TOKEN}"}}', ""),
        (ID, f"{TOKEN[:20]}\n{TOKEN[20:]}"),
    ],
)
def test_both_are_found_in_whatever_is_pasted(account: str, token: str) -> None:
    assert (account_id_in(account, token), token_in(token, account)) == (ID, TOKEN)


def test_a_token_of_the_old_form_is_found_by_what_stands_before_it() -> None:
    old = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0"
    assert token_in("", f"curl {ID} -H 'Authorization: Bearer {old}'") == old
    assert token_in(f"CF_API_TOKEN={old}") == old


@pytest.mark.parametrize(("account", "token"), [("", ""), (ID, ""), ("hello", "world"), (ID + "0", ID)])
def test_what_is_not_there_is_not_made_up(account: str, token: str) -> None:
    with pytest.raises(BadInput) as caught:
        token_in(token, account)
    assert set(caught.value.fields) == {"api_token"}
