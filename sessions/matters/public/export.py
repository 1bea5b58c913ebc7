"""The public list of complaints and suggestions as a file: its filters, the state of its data, and its forms."""

from sessions.matters.public.files import matters_as_csv, matters_as_json
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.state import state_of_matters
from sessions.platform.exports.answering import Export

EXPORT = Export(
    "matters",
    "complaints-and-suggestions.csv",
    MatterFilter.from_query,
    state_of_matters,
    {"csv": matters_as_csv, "json": matters_as_json},
)
