"""The forms of a record: CSV, Akoma Ntoso, PDF, HTML and the bag with all of them, made from the document alone."""
