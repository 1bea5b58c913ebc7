"""What is kept beside a record and is no part of its proof: its figures, and translations of its words."""
