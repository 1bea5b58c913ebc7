"""Compare what records of chats say of promises with the months of their wards; pure.

The words that a promise quotes stand in an answer, and each step that a record tells stands in the ward's log.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sessions.promises.verifying.folder import Folder


def differences_of_records(folder: Folder, zone: ZoneInfo) -> list[str]:
    """List the differences in sentences. A question or a month that is not here is compared with nothing."""
    return [*dict.fromkeys(_quotations_not_found(folder)), *_steps_not_found(folder, zone)]


def answers_redacted(folder: Folder) -> list[str]:
    """The numbers of promises whose quoted words nobody can look up any longer."""
    return list(
        dict.fromkeys(each.number for each in folder.quotations if None in folder.answers.get(each.question, []))
    )


def _quotations_not_found(folder: Folder) -> Iterator[str]:
    for number, question, said in folder.quotations:
        answers = folder.answers.get(question)
        if answers is None or None in answers:
            continue
        if not any(said in (answer or "") for answer in answers):
            yield f"{number}: the quoted words do not stand in the answer, as its record here has it."


def _steps_not_found(folder: Folder, zone: ZoneInfo) -> Iterator[str]:
    told = {
        (event.body["number"], event.step, event.body.get("state", event.step))
        for month in folder.months.values()
        for event in month.events
    }
    for name, noted in folder.noted:
        slug = f"ward-{noted.number.partition('-')[0]}-{noted.at.astimezone(zone):%Y-%m}"
        if slug in folder.months and (noted.number, noted.step, noted.state) not in told:
            yield f"{noted.number}: {name} tells the step {noted.step} to {noted.state}, and {slug} does not."
