"""Near-copies among thousands of texts, in groups that are kept up to date as texts come and go. Pure.

A new text is compared once, with the first text of each group: so adding takes the time of one search, and one mass of
copies does not make it slower. It goes to the group whose first text is most like it; a text that is like two of them
does not make the two one.
"""

from collections.abc import Hashable

from sessions.platform.text.likeness.likeness_index import LikenessIndex


class CopyGroups[Key: Hashable]:
    """Texts by their keys."""

    def __init__(self) -> None:
        self._firsts = LikenessIndex[Key]()
        self._texts: dict[Key, str] = {}
        self._first_of: dict[Key, Key] = {}
        self._members: dict[Key, dict[Key, None]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, key: Key) -> bool:
        return key in self._texts

    def keys(self) -> list[Key]:
        """The keys, in the order in which they were added."""
        return list(self._texts)

    def add(self, key: Key, text: str) -> None:
        """Add a text whose key has none yet."""
        self._texts[key] = text
        found = self._firsts.find(text)
        if found:
            self._join(key, found[0].key)
        else:
            self._begin([key])

    def remove(self, key: Key) -> None:
        """The others of its group stay together, whichever is gone. Raises KeyError for a key without a text."""
        first = self._first_of.pop(key)
        del self._texts[key]
        members = self._members[first]
        del members[key]
        if key == first:
            self._firsts.remove(key)
            del self._members[key]
            if members:
                self._begin(list(members))

    def group_of(self, key: Key) -> list[Key]:
        """All texts of its group, itself among them, in the order in which they were added; empty for no text."""
        return list(self._members[self._first_of[key]]) if key in self._first_of else []

    def groups(self) -> list[list[Key]]:
        """The groups of two and more, the largest first."""
        copies = [list(members) for members in self._members.values() if len(members) > 1]
        return sorted(copies, key=len, reverse=True)

    def _begin(self, members: list[Key]) -> None:
        first = members[0]
        self._firsts.add(first, self._texts[first])
        self._members[first] = {}
        for key in members:
            self._join(key, first)

    def _join(self, key: Key, first: Key) -> None:
        self._first_of[key] = first
        self._members[first][key] = None
