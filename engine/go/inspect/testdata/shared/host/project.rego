package project

environments := ["pypi"]

publish_tokens := ["PYPI_TOKEN"]
