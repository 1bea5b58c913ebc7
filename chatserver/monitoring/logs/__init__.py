"""The operator's log: one line for each kind of record and minute, with causes, and without what people wrote."""
