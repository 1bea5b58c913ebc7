"""The pages of promises: for everybody, for the office, and for those who are asked whether one was kept."""
