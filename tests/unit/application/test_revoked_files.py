"""What was revoked is not published again under another name."""

import pytest

from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.errors import TrustError
from checker.formats.canonical import canonical_bytes
from checker.ports.store import Document
from tests.approval_builders import a_judged_candidate
from tests.permit_builders import published


def test_no_permit_is_issued_for_a_file_that_was_revoked() -> None:
    one = a_judged_candidate().approved()
    data = canonical_bytes({"artifacts": ["0" * 64], "reason": "it deletes files"})
    kept = Document(kind=DocumentKind.REVOCATION, digest=digest_of(data), data=data)
    one.by.store.add_document(document=kept, after=0)

    with pytest.raises(TrustError, match=r"any\.whl was revoked: it deletes files"):
        published(one)
    assert not one.by.store.list_documents(kind=DocumentKind.PERMIT)
