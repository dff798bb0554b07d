"""What the tests of the command line have, for those that need a system package."""

from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.compliance_project import compliance  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import released  # noqa: F401 - a fixture
