"""Text as the other rooms read it: plain, in a known language, with safe links. Pure."""
