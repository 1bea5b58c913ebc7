"""An earlier list of complaints and suggestions as a table (CSV): read, checked whole, entered; and written again."""
