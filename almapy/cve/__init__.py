"""The shared electronic vaccination booklet (« carnet de vaccination électronique », CVE)."""
