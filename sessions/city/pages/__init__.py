"""Who may open a page: asks the permissions, and answers those whose page it is not."""
