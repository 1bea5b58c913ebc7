"""The public list of promises as a file: its filters, the state of its data, and its forms."""

from sessions.platform.exports.answering import Export
from sessions.promises.public.files import promises_csv, promises_json
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.state import state_of_promises

EXPORT = Export(
    "promises",
    "promises.csv",
    PromiseFilter.from_query,
    state_of_promises,
    {"csv": promises_csv, "json": promises_json},
)
