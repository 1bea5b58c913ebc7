"""Questions like another text, in any script: of this evening and of earlier ones, offered while somebody writes."""
