"""The pictures of 1200 by 630 that other websites show beside a link to a chat, a question, an answer or a record."""
