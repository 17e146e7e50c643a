"""The verbs, each of which joins the rooms to the store and may run twice unharmed."""
