"""Advice for what can go wrong on this computer: input, keyring, disk, desktop."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.common.advice.advice import Action, Advice, Cost, hint, local
from server.common.i18n import N_


def _unsaved(sentence: str, next_step: str) -> Advice:
    """Of a picture that was paid for and that the disk does not take."""
    return Advice(sentence, next_step, Action.SAVE_AS, Cost.CHARGED, also=(Action.FOLDER,))


_INPUT: Mapping[str, Advice] = {
    "bad_input": hint(N_("Something in the form cannot be used.")),
    "missing": hint(N_("This field is missing.")),
    "unknown_field": hint(N_("This field is not known here.")),
    "unknown_value": hint(N_("This is not one of the values to choose from.")),
    "out_of_range": hint(N_("This value is out of range.")),
    "references_full": hint(N_("The model takes no more pictures: remove one first.")),
    "input_gone": local(N_("A reference picture is no longer there. Add it again."), "", Action.PICTURES),
    "mask_empty": hint(N_("Nothing is marked. Paint over what should change.")),
    "mask_unreadable": hint(N_("What was marked cannot be read. Open the dialog again.")),
    "not_taken": hint(N_("The model chosen has no such setting.")),
    "grid_axes": hint(N_("Choose several values for one or two of these: models, steps, guidance, seeds.")),
    "grid_too_large": hint(N_("A comparison has at most 24 paintings.")),
    "grid_list_unreadable": hint(N_("Write values as 4, 8, 12 or 1-4.")),
    "grid_nothing_left": hint(N_("No model chosen takes any of these values.")),
    "grid_not_fitting": hint(N_("Today's allowance is not enough for all of it.")),
    "pattern_too_long": hint(N_("This is too long for a file name.")),
    "pattern_unknown_token": hint(N_("A word in curly brackets is not one of those below.")),
    "account_id_missing": hint(N_("Enter the account ID.")),
    "account_id_wrong_form": hint(N_("An account ID has 32 characters: digits and the letters a to f.")),
    "account_id_is_token": hint(N_("This is an API token. It belongs in the other field.")),
    "proxy_host_missing": hint(N_("Enter the proxy's name or address.")),
    "proxy_host_wrong": hint(N_("This is not a name or an address of a computer.")),
    "proxy_port_wrong": hint(N_("A port is a number from 1 to 65535.")),
    "proxy_user_missing": hint(N_("A password needs a user name.")),
    "proxy_user_wrong": hint(N_("A user name has no colon and at most 255 characters.")),
    "proxy_password_wrong": hint(N_("A password has at most 255 characters.")),
    "gateway_wrong": hint(N_("A gateway's name has letters, digits and hyphens.")),
    "token_missing": hint(N_("Enter the API token.")),
    "token_wrong_form": hint(N_("This is not an API token. Copy it again from Cloudflare, as a whole.")),
    "token_is_account_id": hint(N_("This is an account ID. It belongs in the other field.")),
    "token_is_global_key": hint(
        N_("This is a global API key, which opens the whole account. Create an API token instead.")
    ),
}

_PAGE: Mapping[str, Advice] = {
    "not_found": local(N_("This is no longer here."), N_("Load the page again."), Action.RELOAD),
    "window_reopened": local(
        N_("The window ended unexpectedly, mostly because memory ran out, and was opened again."),
        N_("What you typed is still there. If it happens again, close other programs."),
        Action.NONE,
    ),
    "forbidden": local(
        N_("This page belongs to an earlier start of the program."), N_("Open it again from the program."), Action.NONE
    ),
    "address_used": local(
        N_("This address has been used already."),
        N_("It opens the page once. Open it again from the program."),
        Action.NONE,
    ),
    "body_too_large": local(N_("This is too much at once."), N_("Send less."), Action.SHORTEN),
    "dropped_no_picture": local(
        N_("This is not a picture that can be read."), N_("Drop a JPEG, PNG or WebP file."), Action.CHOOSE
    ),
    "picture_too_large": local(
        N_("This picture is too large to be read here."), N_("Up to 30 MB can be taken."), Action.CHOOSE
    ),
    "export_running": local(
        N_("Another export is still under way."), N_("Wait until it is done, or stop it."), Action.NONE
    ),
    "body_broken_off": local(N_("What the page sent arrived incomplete."), N_("Try again."), Action.RELOAD),
    "body_unreadable": local(N_("What the page sent cannot be read."), N_("Load the page again."), Action.RELOAD),
    "body_of_wrong_kind": local(N_("What the page sent cannot be read."), N_("Load the page again."), Action.RELOAD),
    "program_bug": local(
        N_("Something went wrong inside the program. It goes on."),
        N_("A report without prompts and credentials is in the logs folder. Please send it to whoever maintains this."),
        Action.LOGS,
    ),
    "queue_paused": local(
        N_("The queue is paused."),
        N_("Resume it in the window, or let the command wait for that with --wait."),
        Action.NONE,
    ),
    "interrupted": Advice(
        N_("The program ended before the picture had arrived."), N_("Try again."), Action.RETRY, Cost.MAYBE
    ),
    "cancelled": Advice(N_("You cancelled this painting."), "", Action.RETRY, Cost.MAYBE),
}

_ALLOWANCE: Mapping[str, Advice] = {
    "cap_reached": local(
        N_("This goes beyond your own cap for today."),
        N_("Raise it for today, or wait for the next day, which begins at 00:00 UTC."),
        Action.WAIT,
    ),
    "allowance_short": local(
        N_("Today's allowance is not enough for this."),
        N_("Order fewer, or wait for the next day, which begins at 00:00 UTC."),
        Action.WAIT,
    ),
}

_FOLDER: Mapping[str, Advice] = {
    "folder_not_absolute": hint(N_("Write the whole path of a folder.")),
    "folder_is_file": hint(N_("This is a file, not a folder.")),
    "folder_parent_missing": hint(N_("The folder it should go into is not there.")),
    "folder_of_program": hint(N_("The program keeps its own data there. Choose another folder.")),
    "folder_unreadable": hint(N_("The folder cannot be read.")),
    "folder_same": hint(N_("The pictures are in this folder already.")),
    "folder_inside": hint(N_("This folder lies in the pictures' folder itself. Choose one outside of it.")),
    "folder_around": hint(N_("The pictures' folder lies in this one. Choose an empty one, or one beside it.")),
    "move_running": hint(N_("The pictures are being moved already.")),
    "move_unsettled": hint(N_("First go on with the earlier move, or remove its copies.")),
    "move_over": hint(N_("There is no move to go on with.")),
    "move_disk_full": hint(N_("There is not enough room on that disk.")),
    "move_read_only": hint(N_("That folder cannot be written to.")),
    "move_withheld": hint(
        N_(
            "The system, macOS, does not let the program into that folder. Let it in: System Settings,"
            " Privacy & Security, Files and Folders."
        )
    ),
    "move_in_use": hint(N_("Another program has one of these files open. Close it there, then go on.")),
    "move_too_long": hint(N_("Paths would be too long there for this computer. Choose a folder with a shorter one.")),
    "move_source_away": hint(N_("The pictures' folder is not there. Plug its disk in first.")),
    "move_target_away": hint(N_("The new folder is no longer there. Plug its disk in.")),
    "move_copy_differs": hint(N_("A copy is not the same as its picture. The disk may be damaged.")),
    "move_failed": hint(N_("The disk reported an error.")),
    "backup_running": hint(N_("A backup is being made or imported already.")),
    "backup_missing": hint(N_("This file is not there.")),
    "backup_foreign": hint(N_("This is no backup of this program.")),
    "backup_newer": hint(N_("This backup was made by a newer version of the program. Update it first.")),
    "backup_damaged": hint(N_("This file is damaged or incomplete and cannot be read.")),
    "backup_packed": hint(N_("This file is packed in a way other than ZIP. Unpack it and pack what is in it as ZIP.")),
    "backup_encrypted": hint(N_("This ZIP is protected by a password. Unpack it and pack what is in it without one.")),
    "left_not_erased": hint(N_("Not all of the folder before could be deleted. What is left of it is still there.")),
}

_ACCOUNT: Mapping[str, Advice] = {
    "samples_only": local(
        N_("The program was started for samples only (--demo)."),
        N_("Start it without that to connect an account."),
        Action.NONE,
    ),
    "no_account": local(
        N_("No Cloudflare account is connected."), N_("Connect one, or try the samples first."), Action.CONNECT
    ),
    "environment_wrong": local(
        N_("The account ID or the token in the environment cannot be used."),
        N_("Correct CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN or remove them, then start the program again."),
        Action.NONE,
    ),
    "keyring_missing": local(
        N_("This system has no keyring in which the token could be kept safely."),
        N_("Install and start one: on Linux GNOME Keyring (package gnome-keyring) or KWallet. Then try again."),
        Action.KEYRING,
    ),
    "accounts_full": local(
        N_("There are eight accounts already."),
        N_("Forget one of them under “Account and network” first."),
        Action.SETTINGS,
    ),
    "account_gone": local(N_("The keyring does not hold this account any more."), N_("Add it again."), Action.CONNECT),
    "keyring_locked": local(N_("The system's keyring is locked."), N_("Unlock it, then try again."), Action.KEYRING),
    "keyring_refused": local(
        N_("The system's keyring did not let this program in."),
        N_("Try again and allow the access when asked. If nothing asks, create a keyring with the system's program."),
        Action.KEYRING,
    ),
    "keyring_slow": local(
        N_("The system's keyring did not answer within 5 seconds."),
        N_("Look for a window that asks for a password, answer it, then try again."),
        Action.KEYRING,
    ),
    "keyring_failed": local(
        N_("The system's keyring reported an error."),
        N_("Unlock it or start it again, then try again."),
        Action.KEYRING,
    ),
}

_DISK: Mapping[str, Advice] = {
    "disk_full": _unsaved(
        N_("The disk is full. The picture is kept until you save it."),
        N_("Make room, or save it somewhere else."),
    ),
    "read_only": _unsaved(
        N_("The pictures folder cannot be written to. The picture is kept until you save it."),
        N_("Save it somewhere else, or choose another folder."),
    ),
    "folder_withheld": _unsaved(
        N_(
            "The system, macOS, does not let the program into the pictures folder."
            " The picture is kept until you save it."
        ),
        N_("Let it in: System Settings, Privacy & Security, Files and Folders. Or choose another folder."),
    ),
    "file_in_use": _unsaved(
        N_("Another program has this file open. The picture is kept until you save it."),
        N_("Close it there and try again, or save it somewhere else."),
    ),
    "path_too_long": _unsaved(
        N_("The path to the pictures folder is too long for this computer. The picture is kept until you save it."),
        N_("Choose a folder with a shorter path, or save it somewhere else."),
    ),
    "folder_away": local(
        N_("The pictures' folder is not there."),
        N_("Plug its disk in, or choose another folder in the settings."),
        Action.PLACES,
    ),
    "storage_failed": _unsaved(
        N_("The picture could not be written to the disk. It is kept until you save it."),
        N_("Save it somewhere else."),
    ),
    "data_folder_refused": local(
        N_("The program's database cannot be opened, so nothing was painted."),
        N_("Is the data folder's disk full, may it be written to, is its path not too long? --data-dir takes another."),
        Action.NONE,
    ),
    "database_damaged": local(
        N_("The program's database is damaged. Your pictures are safe."),
        N_("Close the program and start it again: it builds a new one from them."),
        Action.NONE,
    ),
    "picture_missing": local(
        N_("The picture's file is no longer in its folder."), N_("Put it back, or delete this painting."), Action.FOLDER
    ),
    "picture_beyond_limits": local(
        N_("This picture is too large to be shown or changed here. Its file is unharmed."),
        N_("Up to 67 megapixels can be taken. Open it from its folder with another program."),
        Action.FOLDER,
    ),
    "enlarged_too_large": hint(N_("Enlarged, it would have more than 67 megapixels, which nothing here can show.")),
    "enlarging_too_many": hint(N_("Up to 200 pictures can be enlarged at once.")),
    "enlarging_failed": local(
        N_("The picture could not be enlarged."), N_("Close other programs if memory is short, then try again.")
    ),
    "picture_damaged": local(
        N_("The picture cannot be shown: its file is missing or damaged."),
        N_("Put it back, or delete this painting."),
        Action.FOLDER,
    ),
}

_DESKTOP: Mapping[str, Advice] = {
    "dialog_failed": local(N_("The system's dialog could not be opened."), N_("Try again.")),
    "save_failed": local(N_("The picture could not be saved there."), N_("Choose another place."), Action.SAVE_AS),
    "copy_failed": local(
        N_("The picture could not be copied to the clipboard."), N_("Save it instead."), Action.SAVE_AS
    ),
    "reveal_failed": local(N_("The file manager could not be opened."), N_("Open the pictures folder yourself.")),
    "notify_failed": local(
        N_("The system did not show the notification."), N_("Allow notifications in its settings."), Action.NONE
    ),
    "open_failed": local(N_("The browser could not be opened."), N_("Open the address in a browser yourself.")),
    "kept_elsewhere": local(
        N_("The pictures folder could not be written to, so the picture is in the program's data folder."),
        N_("Make room on the disk, or plug it in, then save it again."),
        Action.SAVE_AGAIN,
    ),
    "kept_in_memory": Advice(
        N_("The picture is here, but no disk took it: it is only in memory."),
        N_("Make room and save it again, or choose a place with “Save as…”."),
        Action.SAVE_AGAIN,
        Cost.CHARGED,
        also=(Action.SAVE_AS,),
    ),
    "references_unread": local(
        N_("The bill says that the model did not look at all of the reference pictures."),
        "",
        Action.PAINT_AGAIN,
        Action.PICTURES,
    ),
    "in_system_trash": local(
        N_("It lies in the system's trash by now."),
        N_("Restore it there, and it is here again, with its favourite and its albums."),
        Action.NONE,
    ),
    "trash_refused": local(
        N_("The picture could not be moved to the trash."),
        N_("It is still in its folder. Delete it there."),
        Action.REVEAL,
    ),
}

HERE: Mapping[str, Advice] = MappingProxyType(
    {**_INPUT, **_PAGE, **_FOLDER, **_ALLOWANCE, **_ACCOUNT, **_DISK, **_DESKTOP}
)
