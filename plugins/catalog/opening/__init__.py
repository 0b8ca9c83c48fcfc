"""Opening files of others so that neither a bomb nor a stray reference does harm: for intake and for checks of attachments."""
