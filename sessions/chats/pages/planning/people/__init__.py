"""The clerk's pages about people: duties, hosts, bans and changes of ward."""
