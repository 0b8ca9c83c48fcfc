"""The waist of the house: what a document is. Imports neither Pelican nor the network."""
