"""How much people may write and choose. The wire, the domain, the forms, the pages and their scripts read it here.

Lengths are in graphemes, where nothing else is said: what a reader sees as one sign may be several code points.
"""

MAX_QUESTION_GRAPHEMES = 1000
MAX_BROUGHT_GRAPHEMES = 4000
"""Graphemes of a complaint that another program or an earlier list brings: GeoReport v2 allows as many characters."""

MAX_ANSWER_GRAPHEMES = 4000
MAX_NOTICE_GRAPHEMES = 500

MAX_NOTE_GRAPHEMES = 300
"""Graphemes of what a moderator adds to a reason."""

MAX_DECIDED_TOGETHER = 50
"""Questions that one decision declines or merges."""

MAX_REPORT_GRAPHEMES = 300

MAX_WITHDRAWN_QUESTIONS = 10
"""Withdrawn questions of one person in one chat. Without a bound, one person would keep the desk busy."""

MAX_UNSETTLED_REPORTS = 20
"""Unsettled reports of one person in one chat. For each, a moderator has to act within a certain time."""

MAX_REASON_GRAPHEMES = 300
"""Graphemes of the reason for a ban, or for moving or cancelling a chat."""

MAX_CLOSURE_REASON_GRAPHEMES = 200
"""Graphemes of the reason why days are closed; the column holds as many code points."""

MAX_LABEL_GRAPHEMES = 40
"""Graphemes of the name under which somebody asks or answers."""

MAX_LABEL_LENGTH = 400
"""Code points of a person's shown name that a form reads, before it is cleaned and counted in graphemes."""

MAX_TITLE_GRAPHEMES = 60
"""Graphemes of an official's title."""

MAX_NAME_GRAPHEMES = 80
"""Graphemes; names of office-holders and of invited people."""

MAX_HOLDER_NAME_LENGTH = 120
"""Code points that the column for the holder of an office holds."""

MAX_SEARCH_LENGTH = 100
"""Characters, in a search for a ward or in the queue."""

MAX_RECORD_SEARCH_LENGTH = 200
"""Characters, in a search in the records."""

MAX_EMAIL_LENGTH = 254
"""Characters of an e-mail address (RFC 5321), and of the columns that keep one."""

MAX_PHONE_LENGTH = 60
"""Characters of a telephone number as people write it."""

MAX_OFFICE_PHONE_GRAPHEMES = 40
MAX_OFFICE_PHONE_LENGTH = 80
"""Limits of an office's telephone number, in graphemes and in code points."""

MAX_CODE_LENGTH = 60
"""Characters of a code as people type it, a printed one with blanks and dashes, too."""

MAX_RECEIPT_LENGTH = 60
"""Characters of a receipt as people write it, with blanks, dashes and marks of direction."""

MAX_WARD_DIGITS = 3
"""Digits of the number of a ward, where a field takes nothing else."""

MAX_WARD_LENGTH = 20
"""Characters of the number of a ward as people write it."""

MAX_WARDS_LENGTH = 60
"""Characters of the numbers of several wards."""

MAX_LOG_SIZE_DIGITS = 15

MAX_PASSKEY_NAME_GRAPHEMES = 40

MIN_CHAT_MINUTES = 5
MAX_CHAT_MINUTES = 300

MAX_ASK_DAYS = 60
"""How long before a chat its questions may open."""

MAX_DUE_DAYS = 366
"""How far ahead the day may be by which an office will have done something."""

MAX_EXTENSION_MINUTES = 120
MAX_MUTE_MINUTES = 1440
MAX_BAN_DAYS = 366
MAX_SLOW_MINUTES = 120

MAX_LANDMARK_GRAPHEMES = 120
"""Graphemes of a description of where something is."""

MAX_ALT_GRAPHEMES = 200
"""Graphemes of a description of what can be seen in a photograph."""

MAX_MATTER_PHOTOS = 3
"""Photos of a complaint or suggestion when it is lodged, and of one claim of an office that it is done."""

MAX_AGENCY_GRAPHEMES = 120
"""Graphemes of the name of who does the work of a complaint.

As many are allowed for another office's number, and for the ground of a refusal.
"""

MAX_STEPS_TOGETHER = 50
"""Complaints and suggestions that one step of the office is taken with."""

MAX_ACTIVITY_TITLE_GRAPHEMES = 120
MAX_ACTIVITY_TEXT_GRAPHEMES = 1500
"""Graphemes of the title and of the text in which an office describes its work, in each language."""

MAX_POST_GRAPHEMES = 1000
"""Graphemes of a post for social media, in each language; services allow less, and say so beside the preview."""

MAX_ACTIVITY_PHOTOS = 9
MAX_ACTIVITY_LINKS = 20
"""Complaints, suggestions and promises that one activity answers."""

MAX_SHARED_LENGTH = 4000
"""Code points of what a phone shares with the app, from which its user makes a draft."""

HIGHEST_WARD = 32_767
"""The greatest number of a ward: the maximum of its column."""
