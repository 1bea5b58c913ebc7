"""The guides by reader, of chatserver/docs/, as residents and staff read them under /docs/."""
