"""The pages of the public record: the list with its search, a record, one question of it, and the downloads."""
