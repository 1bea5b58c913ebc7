"""Every event of the log, declared with its fields; pure.

Those of a chat's public stream are in chat_session.py and room.py, of its desk's in desk.py; those of the months of
wards and boroughs in months.py and promises_and_activities.py. Which stand in which stream: streams.py.

Class names are in the past tense. Those of the desk's stream begin with `Desk` if the room has an event of the same
name: the desk is told each decision at once, the room only what concerns it. A field that may be left out was added to
its event later, or exists only where there is something to tell; a field that may be None is always there.

To add one: declare it, name it in streams.py and in audience_of(), and let sessions/folding apply what it changes.
"""
