"""The CPS through the PKCS#11 library of its vendor, kept in a process of its own."""
