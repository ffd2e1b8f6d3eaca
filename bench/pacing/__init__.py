"""How fast to dial: a call centre in virtual time, on which ways of pacing are compared."""
