"""INSi on the screen: asking for an INS, comparing the answer, qualifying the identity."""
