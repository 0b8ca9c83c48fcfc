"""The portal's own rooms: the catalog, the engine and one package per page family."""
