"""The big screen of a hall or a stream."""
