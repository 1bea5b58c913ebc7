"""Who somebody is: the account, signing in and out, the language that a person prefers."""
