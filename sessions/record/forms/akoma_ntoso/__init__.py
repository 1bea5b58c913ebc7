"""A record as a debate of Akoma Ntoso (OASIS LegalDocML, Akoma Ntoso 1.0, the namespace of its schema 3.0)."""
