"""The JSON Schemas of every document, written once as small functions and generated into `policies/schemas/`."""
