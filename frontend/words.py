"""What the scripts say to people, handed to them with the page (scripts hold no words of their own)."""

from django.utils.translation import gettext as _


def of_scripts() -> dict[str, str]:
    """Key to sentence, in the active language; `{…}` are filled by the script."""
    return {
        "saved": _("Saved {time}"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "offline": _("No connection: what you type is kept on this device and will be saved as soon as it is back."),
        "unsent": _(
            "No connection: nothing has been sent. What was filled in stays here; press again once it is back."
        ),
        "signed_out": _(
            "Signed out meanwhile, so nothing is saved. What was typed is kept on this device, and comes back."
        ),
        "sign_in": _("Sign in again"),
        "invalid": _("Saved, but some fields need mending."),
        "refused": _("This could not be saved: {reason}"),
        "conflict": _("This was changed elsewhere after you opened it. Nothing you typed is lost."),
        "conflict_theirs": _("Load the other version"),
        "conflict_mine": _("Keep mine and save"),
        "restore": _("There is text from {time} on this device that was not saved."),
        "restore_use": _("Put it back"),
        "restore_drop": _("Discard it"),
        "leave": _("There are changes that are not saved yet."),
        "unreachable": _("The server cannot be reached. Check the connection and try again."),
        "failed": _("Something went wrong on the server. What you typed is still here; try again in a minute."),
        "too_large": _("{name} has {size} MB; at most {limit} MB are allowed."),
        "too_large_together": _("The files have {size} MB together; at most {limit} MB are allowed."),
        "uploading": _("Uploading {name}: {percent}%"),
        "upload_waits": _("The connection broke off: {name} is sent again as soon as it is back."),
        "upload_signed_out": _("Signed out meanwhile: sign in again, then choose {name} once more."),
        "uploaded": _("{name} has been uploaded."),
        "retry": _("Try again"),
        "close": _("Close"),
        "no_results": _("Nothing found"),
        "results": _("{count} suggestions; choose with the arrow keys"),
        "total_pass": _("passes (at least {mark})"),
        "total_fail": _("does not pass (at least {mark})"),
        "total_open": _("Still without a score: {count}"),
        "sum_right": _("exactly {target}%"),
        "sum_wrong": _("needs exactly {target}%"),
        "show_table": _("Show as a table"),
        "show_chart": _("Show as a chart"),
        "target": _("Required"),
        "live_lost": _("Connection lost, trying again. This is how things stood at {time}."),
        "live_back": _("Connected again at {time}."),
        "live_out": _("This page can no longer be followed. Load it anew."),
    }
