"""GS1 element strings: what the DataMatrix of a box of medicine says."""
