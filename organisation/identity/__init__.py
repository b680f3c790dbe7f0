"""Sign-in by the office's OpenID provider: who comes in, and what of the provider's word is believed."""
