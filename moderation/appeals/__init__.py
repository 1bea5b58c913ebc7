"""Appeals against refusals and removals: another moderator than the first decides."""
