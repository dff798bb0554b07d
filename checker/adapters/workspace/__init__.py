"""What a checkout says about itself: remote, package metadata, workflows.

Files are read, nothing of the checkout is run.
"""
