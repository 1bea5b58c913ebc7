"""What is asked about the rows of photographs, whatever the photographs show."""
