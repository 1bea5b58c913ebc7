"""What other programs read: the calendar as iCalendar; news, complaints, promises and activities as Atom or JSON."""
