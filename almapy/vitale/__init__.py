"""The carte Vitale and its application: what they tell, and whose record it is."""
