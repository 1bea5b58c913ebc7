"""What pages of public lists share: the options of their filters, and the lists as files and feeds."""
