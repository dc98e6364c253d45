"""The client of INSi over its real wire: SOAP 1.2, contexts, assertion, liberal reading."""
