"""The words that scripts of the room show, in the reader's language; some come with the page, and some later."""
