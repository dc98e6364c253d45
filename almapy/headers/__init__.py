"""What printed documents begin with: doctor, patient, cartouche INS."""
