"""Made-up secrets in the forms of real ones, put together here and nowhere else; none of them ever opened anything."""

_WORD = "Q7w2Lm9Z"
PLANTED = {
    "github": "ghp_" + _WORD * 5,
    "our own server": "crt_" + "0a1b2c3d4e5f_" + "0a1b2c3d" * 9,
    "github fine-grained": "github_pat_" + _WORD * 10,
    "github app, long": "ghs_" + _WORD * 12 + "." + _WORD * 6 + "." + _WORD * 6,
    "gitlab": "glpat-" + _WORD * 3,
    "pypi": "pypi-" + "AgEIcHlwaS5vcmc" + _WORD * 8,
    "npm": "npm_" + _WORD * 5,
    "rust registry": "cio" + _WORD * 4,
    "rubygems": "rubygems_" + "0a1b2c3d" * 6,
    "docker": "dckr_pat_" + _WORD * 4,
    "aws": "AKIA" + "Q7W2LM9Z" * 2,
    "slack": "xoxb-" + "1234567890-" * 2 + _WORD.lower() * 3,
    "stripe": "sk_live_" + _WORD * 3,
    "sendgrid": "SG." + "Q7w2Lm9Zab" * 2 + "cd" + "." + "Q7w2Lm9Zab" * 4 + "cde",
    "twilio": "SK" + _WORD.lower() * 4,
    "google": "AIza" + _WORD * 5,
    "artifactory": "AKC" + _WORD * 4,
    "model, scoped": "sk-" + "ant-api03-" + _WORD * 5,
    "model, project": "sk-" + "proj-" + _WORD * 5,
    "model hub": "hf_" + _WORD * 4,
    "cloud": "dop_v1_" + "0a1b2c3d" * 8,
    "google client": "GOCSPX-" + _WORD * 3,
    "tracker": "ATATT" + "3xFf" + _WORD * 6 + "=" + "0A1B2C3D",
    "age": "AGE-SECRET-KEY-1" + "Q7W2LM9Z" * 7,
    "web token": "eyJhbGciOi" + _WORD + "." + "eyJzdWIiOi" + _WORD + "." + _WORD * 4,
}
PRIVATE_KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{_WORD * 8}\n{_WORD * 8}\n-----END OPENSSH PRIVATE KEY-----"
STORAGE_KEY = _WORD * 10 + "=="
"""What a storage account is opened with: 64 bytes in base64."""
