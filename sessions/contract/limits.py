"""All bounds of what people and programs may send, write and choose, in the order in which a request meets them.

Each has its unit beside it. chatserver/docs/limits.md is made from here: `python -m tests.project.limits_page`. A
mechanism imports its figures. What an operator sets stands in chatserver/docs/settings.md, and how often somebody may
ask for a code, try to sign in or have messages sent, in chatserver/accounts/limits/rate_limits.py.
"""

from typing import NamedTuple


class Rate(NamedTuple):
    """A token bucket: how many may come at once, and how many more each second."""

    burst: int
    per_second: float


# ## A connection and its request
# The server cuts off a client that is too slow, and refuses what is too large (a body: status 413), before any page.
HEAD_WITHIN_S = 15.0  # s from the start of a connection, or from the first byte of a later request on it
MAX_HEAD_BYTES = 16 * 1024  # bytes of the first line and the headers, as Twisted bounds them
MAX_BODY_BYTES = 3 * 1024 * 1024  # bytes of a form without photos
MAX_UPLOADED_BYTES = 8 * 1024 * 1024  # bytes of a form with photos, if no script made them smaller; and of one photo
MAX_COMMAND_BYTES = 64 * 1024  # bytes of a posted command: 16 KiB, which a form may encode in three times as much
MAX_CHUNKS = 4096  # chunks of a body: a chunk costs more to read than to send
BODY_WITHIN_S = 30.0  # s for a body to arrive
BODY_BYTES_PER_S = 32 * 1024  # bytes/s that a body needs to have more time
IDLE_WITHIN_S = 60  # s until the next request on a kept connection
RESPONSE_WITHIN_S = 60  # s for the application; Daphne answers 503 after that
LINGERS_S = 3.0  # s in which a refused body is still read and dropped, so that the client reads the answer
LINGERS_BYTES = 4 * 1024 * 1024  # bytes of a refused body that are dropped
LINGERS_WITH_PHOTOS_BYTES = 48 * 1024 * 1024  # bytes of a refused form with photos: three as phones make them
MAX_UNREAD_BYTES = 64 * 1024 * 1024  # bytes of all answers that clients have not read yet; the slowest are cut off

# ## A page's turn
# Requests wait in lanes. Those without room get status 503 after five seconds: "Too many requests are waiting."
MAX_PROBES = 20  # probes of other machines at once; any more wait among strangers
MAX_OF_MARK = 20  # requests at once with one signed key; any more wait among strangers
REQUESTS_AT_ONCE = 8  # requests that run
KNOWN_AT_ONCE = 7  # of them, of people who are signed in and of those with a signed key: one is left for strangers
MARKED_AT_ONCE = 3  # requests with a signed key whose owner this process does not know yet
STRANGERS_AT_ONCE = 3  # requests of strangers
LANE_AT_ONCE = 2  # requests of one lane, and of one network of strangers
KNOWN_WAITING = 4_000  # requests of people who are signed in
MARKED_WAITING = 4_000  # requests with a signed key
STRANGERS_WAITING = 3_000  # requests of strangers
LANE_WAITING = 300  # requests of one lane, and of one network of strangers: a tenth of their room
KNOWN_BODIES_BYTES = 64 * 1024 * 1024  # bytes of all bodies that arrive or wait, of people who are signed in
STRANGERS_BODIES_BYTES = 32 * 1024 * 1024  # bytes of strangers' bodies; as many of those with a signed key
SMALL_BODY_BYTES = 16 * 1024  # bytes of a body that has room beside those
SMALL_BODIES_BYTES = 16 * 1024 * 1024  # bytes of all small bodies: a few large ones keep nobody from signing in
LANE_SHARE = 4  # part of that room, as a divisor, that one lane or one network of strangers takes at most
REFUSE_AFTER_S = 5.0  # s until a refusal: a program that is refused at once comes again at once
MAX_BEING_REFUSED = 2_000  # requests that wait for it; any more are refused at once

# ## A flood of forms
# The narrowest bucket is asked first. A person who is signed in gets status 429 with the seconds to wait; a stranger
# gets the form again, with a proof of work in it. Limits for codes and sign-in (rate_limits.py) come after these.
PERSON_FORMS = Rate(120, 4)  # forms of one account
STRANGER_DEVICE_FORMS = Rate(20, 0.5)  # forms of a known browser that is not signed in
STRANGER_ADDRESS_FORMS = Rate(100, 6)  # forms from one address
STRANGER_NETWORK_FORMS = Rate(200, 20)  # forms from one network
KNOWN_DEVICES_FORMS = Rate(400, 40)  # forms of all known browsers, shared by networks
UNKNOWN_DEVICES_FORMS = Rate(400, 40)  # forms of all other strangers, shared by networks
WORKED_FORMS = Rate(200, 20)  # forms of all who bring a proof of work when there is no room without
LEAST_WORK_BITS = 15  # zero bits of a proof of work: a third of a second on a cheap phone
MOST_WORK_BITS = 20  # zero bits: ten seconds
MAX_PERSONS = 20_000  # accounts whose bucket is remembered
MAX_KEYS = 10_000  # addresses, networks or browsers that one kind of bucket remembers; the longest unused goes first
MAX_SOLUTIONS = 50_000  # proofs of work that are remembered, so that none counts twice
SHARES_PER_DEVICE = 10  # texts an hour that a known browser leaves for after its sign-in
SHARES_PER_ADDRESS = 40  # texts an hour from one address: many share that of a telephone company
SHARES_PER_NETWORK = 200  # texts an hour from one network
SHARES_OF_KNOWN = 500  # texts an hour of all known browsers
SHARES_OF_UNKNOWN = 1_000  # texts an hour of all others
ACCOUNT_POLLS = Rate(60, 12)  # long polls of one account in the event loop; any more wait for a turn, as pages do

# ## A socket
# A handshake beyond these is refused. A client that floods or does not read is told why and cut off. Visitors are
# bounded by VISITORS_PER_ADDRESS (settings.md).
MAX_SOCKETS_OF_ACCOUNT = 24  # sockets in all rooms: eight windows in each of three chats
MAX_TABS = 8  # sockets of one account in one room
ADDRESSES_OF_NETWORK = 4  # addresses' worth of visitors that one network, a /24 or a /48, has room for
PING_EVERY_S = 20  # s
PONG_WITHIN_S = 20  # s
MAX_MESSAGE_BYTES = 1024 * 1024  # bytes of a message; above MAX_FRAME_BYTES it is answered with a nack
READ_AT_ONCE_BYTES = 8 * 1024  # bytes read from one client before others have their turn
FRAMES_PERIOD_S = 10.0  # s in which a client's frames are counted
MAX_FRAMES_A_PERIOD = 200  # frames of any kind: an honest client sends forty
MAX_BYTES_A_PERIOD = 2 * MAX_MESSAGE_BYTES  # bytes
FLOODER_LEAVES_WITHIN_S = 5.0  # s until a client that sent more is cut off
MOVES_WITHIN_S = 10.0  # s that a client may read nothing although something waits for it
MAX_CONFIRMATIONS_A_SECOND = 100  # positions that one socket may confirm: an honest client sends two
MAX_UNCONFIRMED_FRAMES = 16  # frames sent and not confirmed; the client is then skipped until it confirms
MAX_UNCONFIRMED_BYTES = 256 * 1024  # bytes of them

# ## A command
# A frame that the wire does not know, and a command too many, gets a nack in words; ten of them end the socket.
MAX_FRAME_BYTES = 16 * 1024  # bytes of a frame
MAX_DEPTH = 8  # levels of arrays and objects, the frame itself included
RESIDENT_COMMANDS = Rate(20, 2.0)  # commands of one account
STAFF_COMMANDS = Rate(60, 5.0)  # commands of one account at the desk, where each key is a decision
MAX_COMMAND_KEYS = 10_000  # accounts whose bucket is remembered
MAX_IN_FLIGHT = 8  # commands of one socket that are carried out
MAX_FLOODS = 10  # commands too many in a row, after which the socket is closed
MAX_FAULTS = 10  # faults that no honest client makes, after which the socket is closed
FAULTS_WINDOW_S = 60.0  # s in which they are counted
MAX_WAITING_COMMANDS = 2000  # commands of this process that wait for the writer; any more are told to come again
MAX_WITHDRAWN_QUESTIONS = 10  # withdrawn questions of one person in one chat: one person could keep the desk busy
MAX_UNSETTLED_REPORTS = 20  # unsettled reports of one person in one chat: a moderator has to act on each in time
MAX_DECIDED_TOGETHER = 50  # questions that one decision declines or merges
MAX_STEPS_TOGETHER = 50  # complaints and suggestions that one step of the office is taken with

# ## Photos
# The form says beside its photos what was not accepted. A person who sends too many reads that the photo has to wait.
MAX_MATTER_PHOTOS = 3  # photos of a complaint when it is lodged, and of one claim of an office that it is done
MAX_ACTIVITY_PHOTOS = 9  # photos of an activity
MAX_PHOTO_PIXELS = 50_000_000  # pixels by the file's header, before anything is decoded
MAX_STORED_PHOTO_BYTES = 400_000  # bytes of a stored photo
LONGEST_PHOTO_SIDE = 1600  # pixels of a stored photo
SMALL_PHOTO_SIDE = 320  # pixels of the smaller size, which is for lists
PHOTOS_OF_PERSON = Rate(30, 1 / 60)  # photos that one person sends: those of ten forms at once, then one a minute
MAX_PHOTO_SENDERS = 10_000  # people whose bucket is remembered

# ## Texts
# The field stops taking more, where it can; otherwise the form, or the nack, says by how much a text is too long. Eight
# code points go on each grapheme at most, and 16 KiB on each text (text_input.py).
MAX_CODE_POINTS_EACH = 8  # code points for each grapheme, on the average of a text; columns hold that many
MAX_QUESTION_GRAPHEMES = 1000  # graphemes; a question, and a complaint in a form
MAX_BROUGHT_GRAPHEMES = 4000  # graphemes; a complaint from another program or an earlier list, as in GeoReport v2
MAX_ANSWER_GRAPHEMES = 4000  # graphemes
MAX_NOTICE_GRAPHEMES = 500  # graphemes
MAX_NOTE_GRAPHEMES = 300  # graphemes; what a moderator adds to a reason
MAX_REPORT_GRAPHEMES = 300  # graphemes
MAX_REASON_GRAPHEMES = 300  # graphemes; the reason for a ban, or for moving or cancelling a chat
MAX_CLOSURE_REASON_GRAPHEMES = 200  # graphemes; why days are closed; the column holds as many code points
MAX_LABEL_GRAPHEMES = 40  # graphemes; the name under which somebody asks or answers
MAX_LABEL_LENGTH = 400  # code points; a person's shown name that a form reads, before it is counted in graphemes
MAX_TITLE_GRAPHEMES = 60  # graphemes; an official's title
MAX_NAME_GRAPHEMES = 80  # graphemes; names of office-holders and of invited people
MAX_HOLDER_NAME_LENGTH = 120  # code points that the column for the holder of an office holds
MAX_LANDMARK_GRAPHEMES = 120  # graphemes; a description of where something is
MAX_ALT_GRAPHEMES = 200  # graphemes; a description of what can be seen in a photograph
MAX_AGENCY_GRAPHEMES = 120  # graphemes; who does a complaint's work, another office's number, a refusal's ground
MAX_ACTIVITY_TITLE_GRAPHEMES = 120  # graphemes, in each language
MAX_ACTIVITY_TEXT_GRAPHEMES = 1500  # graphemes, in each language
MAX_ACTIVITY_LINKS = 20  # complaints, suggestions and promises that one activity answers
MAX_POST_GRAPHEMES = 1000  # graphemes; a post for social media, in each language; services allow less, and say so
MAX_SHARED_LENGTH = 4000  # code points; what a phone shares with the app, from which its user makes a draft
MAX_PASSKEY_NAME_GRAPHEMES = 40  # graphemes
MAX_OFFICE_PHONE_GRAPHEMES = 40  # graphemes; an office's telephone number
MAX_OFFICE_PHONE_LENGTH = 80  # code points of it

# ## Fields
# What is longer is read as nothing that exists, and the page says that it was not found.
MAX_SEARCH_LENGTH = 100  # characters; a search for a ward or in the queue
MAX_RECORD_SEARCH_LENGTH = 200  # characters; a search in the records
MAX_EMAIL_LENGTH = 254  # characters of an e-mail address (RFC 5321), and of the columns that keep one
MAX_PHONE_LENGTH = 60  # characters; a telephone number as people write it
MAX_CODE_LENGTH = 60  # characters; a code as people type it, a printed one with blanks and dashes, too
MAX_RECEIPT_LENGTH = 60  # characters; a receipt as people write it, with blanks, dashes and marks of direction
MAX_WARD_DIGITS = 3  # digits of the number of a ward, where a field takes nothing else
MAX_WARD_LENGTH = 20  # characters; the number of a ward as people write it
MAX_WARDS_LENGTH = 60  # characters; the numbers of several wards
HIGHEST_WARD = 32_767  # the greatest number of a ward: the maximum of its column
MAX_LOG_SIZE_DIGITS = 15  # digits

# ## Times that staff choose
# The form says which values it takes.
MIN_CHAT_MINUTES = 5  # minutes
MAX_CHAT_MINUTES = 300  # minutes
MAX_ASK_DAYS = 60  # days before a chat at which its questions may open
MAX_DUE_DAYS = 366  # days ahead by which an office will have done something
MAX_EXTENSION_MINUTES = 120  # minutes
MAX_MUTE_MINUTES = 1440  # minutes
MAX_BAN_DAYS = 366  # days
MAX_SLOW_MINUTES = 120  # minutes

# ## Rows of a page
# Further rows stand on the next page.
MATTERS_PER_PAGE = 20  # public list of complaints and suggestions
PROMISES_PER_PAGE = 20  # public list of promises
ACTIVITIES_PER_PAGE = 20  # public list of activities
TIMELINE_PER_PAGE = 20  # what happened in a ward, a borough or the city
RECORDS_PER_PAGE = 20  # records, and what a search finds in them
API_PER_PAGE = 20  # results of the search for programs, unless they ask for another number
API_MOST_PER_PAGE = 100  # results of it at most
LOG_PER_PAGE = 50  # leaves of the installation's log
REDACTIONS_PER_PAGE = 50  # redactions
DECISIONS_PER_PAGE = 50  # the ledger of the moderators' decisions
OFFICE_MATTERS_PER_PAGE = 20  # the office's complaints
CALLS_PER_PAGE = 20  # people whom the office calls back
OFFICE_PROMISES_PER_PAGE = 20  # the office's promises
PROPOSALS_PER_PAGE = 10  # written answers in which promises may stand
OFFICE_ACTIVITIES_PER_PAGE = 20  # the office's activities
WAITING_PHOTOS_PER_PAGE = 10  # photos that wait for a reader
OWED_ANSWERS_PER_PAGE = 50  # written answers that are owed
CHANGES_PER_PAGE = 30  # changes of the calendar, for clerks
MOVES_PER_PAGE = 30  # moves of residents to another ward, for clerks
DESK_MATTERS_PER_PAGE = 25  # complaints that wait for a moderator
DESK_ANSWERS_PER_PAGE = 10  # answers of a chat in which promises may stand, for a moderator
