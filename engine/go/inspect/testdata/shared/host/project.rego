package project

environments := ["pypi"]

tokens := ["PYPI_TOKEN"]
