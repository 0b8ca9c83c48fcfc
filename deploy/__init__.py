"""Deploy: what was built becomes what is served, at once; and whoever reads it can prove that it is what was built."""
